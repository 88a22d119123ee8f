import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = (name: string) => path.join(root, 'examples', name);
const policy = path.join(root, 'policies/house.json');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'causeway-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

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

type Json = Record<string, unknown>;
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Json;
const parseLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);

/** Exit 1, nothing on stdout, and one line that says all of `told`. */
async function expectRefusal(programArguments: readonly string[], told: readonly string[], input = '') {
  const { exitCode, stdout, stderr } = await run(programArguments, input);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^causeway: [^\n]+\n$/);
  for (const text of told) expect(stderr).toContain(text);
}

const firstRecord = parseLines(readFileSync(example('cli/logs.ndjson'), 'utf8'))[0] as Json;

/** A record as `eth_getTransactionReceipt` would have answered it. */
function receiptOf(record: Json): Json {
  const quantity = (value: number | bigint) => `0x${value.toString(16)}`;
  return {
    transactionHash: record['transactionHash'],
    blockHash: record['blockHash'],
    blockNumber: quantity(BigInt(record['blockNumber'] as string)),
    status: '0x1',
    logs: (record['logs'] as Json[]).map((log) => ({
      ...log,
      logIndex: quantity(log['logIndex'] as number),
    })),
  };
}

describe('causeway decode', () => {
  it('reads the bridge events of public logs and counts them on stderr', async () => {
    const { exitCode, stdout, stderr } = await run(['decode', example('cli/logs.ndjson')]);
    expect(exitCode).toBe(0);
    const events = parseLines(stdout);
    expect(events.map(({ schema }) => schema)).toEqual(events.map(() => 'causeway.bridge-event/1'));
    expect(new Set(events.map(({ bridge }) => bridge))).toEqual(new Set(['op-stack', 'arbitrum']));
    // The deposits of 0.4 ether to Base and of 100.857001 ether to OP Mainnet, as the transactions' values say.
    expect(events.map(({ sent }) => (sent as Json | undefined)?.['raw'])).toEqual(
      expect.arrayContaining(['400000000000000000', '100857001000000000000']),
    );
    expect(stderr).toBe('5 transactions: 5 bridge events (arbitrum 1, op-stack 4), 0 undecodable logs\n');
  });

  it('reads the same from a receipt, a list, an answer, and a container with headers', async () => {
    const { stdout: expected } = await run(['decode'], JSON.stringify(firstRecord));
    expect(expected).not.toBe('');
    const receipt = receiptOf(firstRecord);
    const chain = String(firstRecord['chain']);
    const chainId = Number(chain.slice('eip155:'.length));
    const seconds = (firstRecord['blockTime'] as number) / 1000;
    const blockTimestamp = `0x${seconds.toString(16)}`;
    const header = `${chainId}:${String(firstRecord['blockHash'])}`;
    for (const [input, options] of [
      [{ ...receipt, blockTimestamp }, ['--chain', chain]],
      [receipt, ['--chain', chain, '--block-time', String(firstRecord['blockTime'])]],
      [[{ ...receipt, chainId, timestamp: seconds }], []],
      [{ jsonrpc: '2.0', id: 1, result: { ...receipt, chainId, blockTimestamp } }, []],
      [
        {
          schema: 'any',
          receipts: [{ ...receipt, chainId }],
          blockHeaders: { [header]: { timestamp: blockTimestamp } },
        },
        [],
      ],
    ] as [unknown, string[]][]) {
      expect(await run(['decode', '-', ...options], JSON.stringify(input))).toMatchObject({
        exitCode: 0,
        stdout: expected,
      });
    }
  });

  it('leaves out logs that a reorganisation removed', async () => {
    const receipt = receiptOf(firstRecord);
    const removed = (receipt['logs'] as Json[]).map((log) => ({ ...log, removed: true }));
    const input = JSON.stringify({ ...receipt, chainId: 10, logs: removed });
    expect(await run(['decode'], input)).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('names file, line and field of what it cannot read', async () => {
    const receipt = receiptOf(firstRecord);
    const good = JSON.stringify(firstRecord);
    const bad = JSON.stringify({ ...firstRecord, blockHash: '0x12' });
    const file = write('logs.ndjson', `${good}\n\n${bad}\n${good}\n`);
    await expectRefusal(['decode', file], [`${file}:3: blockHash: `, '(INVALID_DOCUMENT)']);
    await expectRefusal(['decode'], ['standard input:2: not JSON'], `${good}\nnonsense\n`);
    await expectRefusal(
      ['decode'],
      ['receipts[1].logs[0].address'],
      JSON.stringify({
        receipts: [
          { ...receipt, chainId: 10, timestamp: 1 },
          {
            ...receipt,
            chainId: 10,
            timestamp: 1,
            logs: [{ ...(receipt['logs'] as Json[])[0], address: '0x1' }],
          },
        ],
      }),
    );
    await expectRefusal(['decode'], ['chainId: ', '--chain'], JSON.stringify(receipt));
    await expectRefusal(
      ['decode', '--chain', 'eip155:10'],
      ['blockTimestamp: ', '--block-time'],
      JSON.stringify(receipt),
    );
    await expectRefusal(['decode', '--chain', 'optimism'], ['--chain: "optimism"'], JSON.stringify(receipt));
    await expectRefusal(['decode', '--block-time', 'noon'], ['--block-time'], JSON.stringify(receipt));
    await expectRefusal(['decode', path.join(folder, 'absent')], ['absent: cannot be read: ENOENT']);
  });

  const corpus = path.join(root, '../shared/data/receipts_bridge.json');
  (existsSync(corpus) ? it : it.skip)('names events of each protocol in 80 public receipts', async () => {
    // A few of the receipts come without their block's header.
    const { exitCode, stdout, stderr } = await run(['decode', corpus, '--block-time', '1700000000']);
    expect(exitCode).toBe(0);
    expect([...new Set(parseLines(stdout).map(({ bridge }) => bridge))]).toEqual(
      expect.arrayContaining([
        'across',
        'arbitrum',
        'cctp',
        'celer',
        'layerzero',
        'op-stack',
        'relay',
        'stargate',
      ]),
    );
    expect(stderr).toContain('80 transactions: ');
  });
});

describe('causeway track', () => {
  it('assembles transfers, whichever order and however often the events come', async () => {
    const { stdout: events } = await run(['decode', example('cli/logs.ndjson')]);
    const { exitCode, stdout, stderr } = await run(['track'], events + events);
    expect(exitCode).toBe(0);
    const transfers = parseLines(stdout);
    expect(transfers.map(({ schema }) => schema)).toEqual(transfers.map(() => 'causeway.transfer/1'));
    expect(transfers.map(({ stage }) => stage)).toEqual([
      'finalised',
      'initiated',
      'initiated',
      'initiated',
      'initiated',
    ]);
    expect(stderr).toBe('10 events: 10 applied, 0 left out; 5 transfers\n');
  });

  it('judges transfers under way at the instant that it is told', async () => {
    const { stdout: events } = await run(['decode', example('sample/bridge-logs.ndjson')]);
    const { exitCode, stdout, stderr } = await run(['track', '--now', '2025-02-25T18:36:35Z'], events);
    expect(exitCode).toBe(0);
    const found = parseLines(stdout).find(({ id }) => String(id).startsWith('op-stack/eip155:10/0x2f818b69'));
    const at = (text: string): number => Date.parse(`${text}.000Z`);
    // A withdrawal that left OP Mainnet on 11 June 2023 at 19:53:35 and that nobody proved in these logs.
    expect(found?.['tracking']).toEqual({
      punctuality: 'claimable',
      since: at('2023-06-11T20:53:35'),
      expected: {
        early: at('2023-06-18T19:53:35'),
        typical: at('2023-06-18T20:53:35'),
        late: at('2023-06-22T08:53:35'),
      },
      nextStep: { kind: 'prove', possibleAt: at('2023-06-11T20:53:35') },
    });
    expect(stderr).toContain('\n20 under way: 0 on-time, 0 late, 19 stuck, 1 claimable\n');
  });

  it('names an instant that is none', async () => {
    await expectRefusal(['track', '--now', 'yesterday'], ['--now: "yesterday"', 'INVALID_TIME']);
  });

  it('leaves out and names what no known contract said', async () => {
    const { stdout: events } = await run(['decode', example('cli/logs.ndjson')]);
    const forged = { ...parseLines(events)[0], emitter: 'topic-only' };
    const { exitCode, stdout, stderr } = await run(['track'], JSON.stringify(forged));
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('UNTRUSTED_EMITTER');
    expect(stderr).toContain('1 events: 0 applied, 1 left out; 0 transfers\n');
  });

  it('names line and field of what is no bridge event', async () => {
    const { stdout: events } = await run(['decode', example('cli/logs.ndjson')]);
    const broken = JSON.stringify({ ...parseLines(events)[0], step: 'lost' });
    await expectRefusal(
      ['track', write('events.ndjson', `${events}${broken}\n`)],
      ['events.ndjson:6: step: '],
    );
  });
});

describe('causeway margin', () => {
  const margin = (account: string, prices: string, rules: string, ...more: string[]) => [
    'margin',
    '--account',
    account,
    '--prices',
    prices,
    '--policy',
    rules,
    ...more,
  ];
  const account = example('cli/account.json');
  const prices = example('cli/prices.ndjson');

  it('evaluates an account and names the policy version', async () => {
    const { exitCode, stdout, stderr } = await run(margin(account, prices, policy, '--policy-version', '4'));
    expect([exitCode, stderr]).toEqual([0, '']);
    // 12 × 46,216.93 = 554,603.16 notional; 5 % and 3 % of it; 12 × (46,216.93 − 47,722.65).
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'causeway.margin-state/1',
      account: 'atlas-main',
      policyVersion: 4,
      initialMargin: '27730.158',
      maintenanceMargin: '16638.0948',
      unrealisedPnl: '-18068.64',
      inTransitValue: '25000',
      gaps: [],
    });
  });

  it('explains each figure by its rule, for people', async () => {
    const { exitCode, stdout } = await run(margin(account, prices, policy, '--explain'));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('layer-haircut  /margin/collateral/1\n');
    expect(stdout).toContain(
      ': maintenance margin = 16638.0948 USD\n    = notional × fraction, rounded up at 8 places\n',
    );
    expect(stdout).toContain('    with notional = 554603.16 USD, fraction = 0.03 fraction\n');
  });

  it('explains as JSON, with the state that it prints otherwise', async () => {
    const [state] = parseLines((await run(margin(account, prices, policy))).stdout);
    const [explained] = parseLines(
      (await run(margin(account, prices, policy, '--explain', '--json'))).stdout,
    );
    const { schema: _, ...figures } = state as Json;
    expect(explained).toMatchObject({ schema: 'causeway.margin-explanation/1', state: figures });
    await expectRefusal(margin(account, prices, policy, '--json'), ['--json: goes with --explain']);
  });

  it('takes facts of the market and the instant that ages count to', async () => {
    const facts = write(
      'facts.ndjson',
      '{"schema":"causeway.market-facts/1","symbol":"ETH","volatility":"0.6"}\n',
    );
    const at = ['--facts', facts, '--now', '2022-01-01T00:00:00Z'];
    const [state] = parseLines((await run(margin(account, prices, policy, ...at))).stdout);
    expect(state).toMatchObject({ asOf: Date.parse('2022-01-01T00:00:00Z') });
    await expectRefusal(margin(account, prices, policy, '--now', 'noon'), ['--now: "noon" is no instant']);
  });

  it('takes the latest price of a symbol wherever it stands, and says what it could not value', async () => {
    const old = { schema: 'causeway.price/1', symbol: 'BTC-PERP', price: '1', time: 1, source: 'test' };
    const newer = { ...old, price: '50000', time: 2 };
    const file = write('prices.ndjson', `${JSON.stringify(newer)}\n${JSON.stringify(old)}\n`);
    const { stdout, stderr } = await run(margin(account, file, policy));
    expect((JSON.parse(stdout) as { positions: Json[] }).positions[0]).toMatchObject({ markPrice: '50000' });
    expect(stderr).toContain('not valued: ');
  });

  it('names document and field of what it cannot read', async () => {
    const house = readJson(policy);
    const section = house['margin'] as Json;
    const rules = (change: Json) =>
      write('policy.json', {
        ...house,
        margin: { ...section, health: { ...(section['health'] as Json), ...change } },
      });
    await expectRefusal(margin(account, prices, rules({ warning: 1.2 })), [
      'policy.json: /margin/health/warning: ',
    ]);
    await expectRefusal(margin(account, prices, rules({ liquidation: '0.9' })), [
      'policy.json: /margin/health/liquidation: ',
      '(INVALID_POLICY)',
    ]);
    await expectRefusal(margin(account, prices, rules({ warnings: '1' })), [
      'policy.json: /margin/health/warnings: ',
    ]);
    const desk = write('account.json', { ...readJson(account), desk: 'Atlas Desk' });
    await expectRefusal(margin(desk, prices, policy), ['account.json: desk: "Atlas Desk"']);
    const line = write('broken.ndjson', `${readFileSync(prices, 'utf8')}{"schema":"causeway.price/1"}\n`);
    await expectRefusal(margin(account, line, policy), ['broken.ndjson:5: symbol: symbol is missing']);
    await expectRefusal(margin(account, prices, policy, '--policy-version', '0'), ['--policy-version']);
    await expectRefusal(['margin', '--account', account], ["required option '--prices <file>'"]);
  });
});

describe('causeway route', () => {
  const graph = example('liquidity/graph.json');
  const request = readJson(example('liquidity/request.json'));
  const route = (graphFile: string, requestFile: string) => [
    'route',
    '--graph',
    graphFile,
    '--request',
    requestFile,
  ];

  it('quotes the sample request, and takes one document from standard input', async () => {
    const quoted = await run(route(graph, '-'), JSON.stringify(request));
    expect(quoted).toEqual(await run(route(graph, example('liquidity/request.json'))));
    expect([quoted.exitCode, quoted.stderr]).toEqual([0, '']);
    expect(JSON.parse(quoted.stdout)).toMatchObject({
      schema: 'causeway.route-quote/1',
      graphVersion: 'sample-2024-h2',
      route: { output: { asset: request['output'] } },
    });
  });

  it('names document and field of what it cannot read or answer', async () => {
    const asked = (change: Json) => write('request.json', { ...request, ...change });
    await expectRefusal(route(graph, asked({ deadline: 5 })), ['request.json: deadline: ']);
    await expectRefusal(route(graph, asked({ input: request['output'] })), [
      'request.json: output: is to have an amount',
    ]);
    await expectRefusal(route(graph, asked({ forbiddenBridges: ['acros'] })), [
      'request.json: forbiddenBridges[0]: acros is no bridge',
      '(UNKNOWN_BRIDGE)',
    ]);
    await expectRefusal(route(graph, asked({ deadlineSeconds: 1 })), [
      'request.json: deadlineSeconds: ',
      '(CONSTRAINTS_EXCLUDE_ALL)',
    ]);
    await expectRefusal(route(graph, asked({ input: { asset: 'USDC', raw: '1' } })), [
      'request.json: input.asset: ',
    ]);
    const loop = readJson(graph) as { edges: Json[] };
    const first = loop.edges[0] as Json;
    const looped = write('graph.json', { ...loop, edges: [{ ...first, to: first['from'] }] });
    await expectRefusal(route(looped, asked({})), ['graph.json: edges[0].to: ', '(INVALID_EDGE)']);
  });
});

describe('causeway', () => {
  it('answers unknown commands and options with one line', async () => {
    await expectRefusal(['fly'], ["unknown command 'fly'"]);
    await expectRefusal(['decode', '--fast'], ["unknown option '--fast'"]);
  });

  it('explains itself', async () => {
    const { exitCode, stdout } = await run(['--help']);
    expect(exitCode).toBe(0);
    for (const command of ['decode', 'track', 'margin', 'route', 'replay']) expect(stdout).toContain(command);
  });
});
