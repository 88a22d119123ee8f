import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = (name: string) => path.join(root, 'examples', name);
const policy = path.join(root, 'policies/house.json');

async function run(programArguments: readonly string[], input = '') {
  let stdout = '';
  let stderr = '';
  const exitCode = await runCli(programArguments, {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exitCode, stdout, stderr };
}

describe('causeway backtest', () => {
  const BARS = example('backtest/terra-2022-05.ndjson');
  const TERRA = ['backtest', BARS, '--policy', policy, '--book', example('backtest/book.json')];

  it('reports what the policy would have done, and which threshold would have been better', async () => {
    const { exitCode, stdout } = await run([
      ...TERRA,
      '--every',
      '3600',
      '--thresholds',
      '1.5,3',
      '--fund',
      '5000',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^# Back-test of House policy\n/);
    expect(stdout).toContain('2022-05-05 00:00 to 2022-05-15 23:59');
    expect(stdout).toMatch(/\| atlas-eth-long-8 +\| (liquidated|bankrupt) +\|/);
    expect(stdout).toContain('## Other liquidation thresholds');
    expect(stdout).toMatch(/would have been best|None of them/);
    expect((await run([...TERRA, '--every', '3600', '--thresholds', '1.5,3', '--fund', '5000'])).stdout).toBe(
      stdout,
    );
  });

  it('puts a proposed policy beside the one in force', async () => {
    const { stdout } = await run([...TERRA, '--compare', policy]);
    expect(stdout).toMatch(/^# House policy beside House policy\n/);
    expect(stdout).toContain('No account comes through better under House policy.');
  });

  it.each([
    [['--thresholds', '0.5'], '--thresholds'],
    [['--fund', '-1'], '--fund'],
    [['--slippage', '1'], '--slippage'],
    [['--every', '0'], '--every'],
    [['--accounts', 'x'], '--book, --accounts'],
  ])('refuses %j', async (more, field) => {
    const { exitCode, stdout, stderr } = await run([...TERRA, ...more]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(field);
  });

  it('names the line that it cannot read', async () => {
    const bad = readFileSync(BARS, 'utf8')
      .split('\n')
      .slice(0, 2)
      .join('\n')
      .replace('"high":"36566.25273"', '"high":"1"');
    const { stderr } = await run(['backtest', '-', ...TERRA.slice(2)], bad);
    expect(stderr).toContain('standard input:1: high');
  });
});

describe('causeway stress', () => {
  const BOOK = [
    'stress',
    '--accounts',
    example('cli/account.json'),
    '--prices',
    example('cli/prices.ndjson'),
    '--policy',
    policy,
  ];

  it('says what is at stake and what would breach with each failure', async () => {
    const accounts = JSON.stringify(JSON.parse(readFileSync(example('cli/account.json'), 'utf8')));
    const { exitCode, stdout, stderr } = await run(['stress', '--accounts', '-', ...BOOK.slice(3)], accounts);
    expect([exitCode, stderr]).toEqual([0, '']);
    for (const dimension of ['layer', 'bridge', 'asset', 'venue'])
      expect(stdout).toContain(`## By ${dimension}`);
  });

  it('runs the scenario that is stated', async () => {
    const accounts = JSON.stringify(JSON.parse(readFileSync(example('cli/account.json'), 'utf8')));
    const scenario = ['--halt', 'eip155:10', '--fail', 'across', '--shock', 'USDC=-0.08', '--fund', '100'];
    const { stdout } = await run(['stress', '--accounts', '-', ...BOOK.slice(3), ...scenario], accounts);
    expect(stdout).toMatch(/^# eip155:10 halts, across fails, USDC -0.08\n/);
    expect(stdout).toMatch(/\| would breach +\| \d+ +\|/);
  });

  it.each([
    [['--shock', 'USDC'], '--shock'],
    [['--shock', 'USDC=-2'], '--shock'],
    [['--halt', 'nowhere'], '--halt'],
  ])('refuses %j', async (more, field) => {
    const { exitCode, stderr } = await run([...BOOK, ...more]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(field);
  });
});
