import { existsSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ledger = path.join(root, 'examples/conservation/ledger.ndjson');
const rules = path.join(root, 'examples/conservation/rules.json');
const data = (name: string) => path.join(root, '../shared/data', name);

async function run(programArguments: readonly string[], input = '') {
  let stdout = '';
  let stderr = '';
  const exitCode = await runCli(['conservation', ...programArguments], {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exitCode, stdout, stderr };
}

interface Alert {
  readonly code: string;
  readonly severity: string;
  readonly status: string;
  readonly arrival: { readonly id: string; readonly at: number; readonly amount: string };
}
const alertsOf = (stdout: string): Alert[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Alert);

describe('causeway conservation', () => {
  it('names the four releases of the example that cannot be, and no other', async () => {
    const { exitCode, stdout, stderr } = await run([ledger, '--rules', rules]);
    expect(exitCode).toBe(0);
    expect(alertsOf(stdout).map(({ code, severity, arrival }) => [code, severity, arrival.amount])).toEqual([
      ['AMOUNT_MISMATCH', 'alarm', '30000000000000000000'],
      ['UNEXPLAINED_ARRIVAL', 'alarm', '300000000000'],
      ['PREMATURE_EXECUTION', 'alarm', '1000000000'],
      ['SECOND_ARRIVAL', 'alarm', '20000000000'],
    ]);
    expect(stderr).toBe('13 legs, 7 arrivals: 4 alarms, 0 provisional, 0 notices, 0 explained later\n');
  });

  it('takes the order of the file and its readings as they are when there are readings', async () => {
    const release =
      '{"schema":"causeway.bridge-leg/1","id":"r","bridge":"example-bridge","kind":"release","chain":"eip155:1",' +
      '"sourceChain":"eip155:1284","at":10000000,"transactionHash":"0x' +
      'aa'.repeat(32) +
      '","messageId":"1","asset":"eip155:1/erc20:0x1111111111111111111111111111111111111111","amount":"1"}\n';
    const reading = (through: number) =>
      `{"schema":"causeway.chain-read/1","chain":"eip155:1284","through":${through}}\n`;
    // The burn of a release at 10,000 s was final by 8,200 s or never.
    const unread = await run(['--rules', rules], reading(8_199_999) + release);
    const read = await run(['--rules', rules], reading(8_200_000) + release);
    expect([alertsOf(unread.stdout), alertsOf(read.stdout)]).toMatchObject([[], [{ status: 'open' }]]);
  });

  it('reports positions that add up', async () => {
    const { stdout } = await run([ledger, '--rules', rules, '--report']);
    expect(stdout).toContain(
      '| USDC | 500000000000 | 500000000000 | 21005000000 | 341000000000 | 5000000 | 320000000000 | yes |',
    );
  });

  it.each<[string[], string]>([
    [[ledger], '--rules: missing'],
    [[ledger, '--rules', rules, '--lag', 'eip155:1'], '--lag'],
    [[ledger, '--rules', rules, '--lag', 'mars=3'], '--lag'],
    [[ledger, '--rules', rules, '--drill', '-1'], '--drill'],
    [[ledger, '--rules', rules, '--patience', '1.5'], '--patience'],
    [[ledger, '--rules', rules, '--readings', 'tea'], '--readings'],
    [[rules, '--rules', rules], '--rules: a study brings its own rules'],
    [[rules], 'rules.json'],
  ])('refuses %j with one line', async (programArguments, told) => {
    const { exitCode, stdout, stderr } = await run(programArguments);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^causeway: [^\n]+\n$/);
    expect(stderr).toContain(told);
  });
});

const nomad = data('nomad_ledger_jan_may_2022.json');
const ronin = data('ronin_finality_breaks_2022.json');

(existsSync(nomad) ? describe : describe.skip)('the Nomad ledger of January to May 2022', () => {
  it('raises three alarms and nine notices, each in its own event', async () => {
    const { stdout } = await run([nomad]);
    const alerts = alertsOf(stdout);
    expect(alerts.filter(({ severity }) => severity === 'alarm').map(({ arrival }) => arrival.at)).toEqual([
      Date.parse('2022-01-19T20:19:37Z'),
      Date.parse('2022-03-18T23:55:38Z'),
      Date.parse('2022-03-18T23:56:19Z'),
    ]);
    expect(alerts.filter(({ severity }) => severity === 'notice')).toHaveLength(9);
    expect(alerts).toHaveLength(12);
  });

  it('gives away every theft of a drill in its own event', async () => {
    const { stdout } = await run([nomad, '--drill', '40', '--report']);
    expect(stdout).toContain('Recall 240 of 240 (100.0 %). Precision 240 of 243 (98.8 %)');
    for (const kind of [
      'forged',
      'second-arrival',
      'inflated',
      'other-asset',
      'other-recipient',
      'premature',
    ]) {
      expect(stdout).toContain(`| ${kind} | 40 | 40 | 40 | 40 | 0 | 0 |`);
    }
  });
});

(existsSync(ronin) ? describe : describe.skip)('the finality breaks of Ronin in 2022', () => {
  it('are all alarmed on', async () => {
    const { stdout } = await run([ronin]);
    const codes = alertsOf(stdout).map(({ code, severity }) => `${severity} ${code}`);
    expect(codes).toEqual(Array.from({ length: 32 }, () => 'alarm PREMATURE_EXECUTION'));
  });
});
