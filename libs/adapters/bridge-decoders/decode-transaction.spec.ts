import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import { sampleTransaction, sampleTransactions } from './sample-transactions.fixture.js';
import { decodeTransaction } from './index.js';

const ZERO = '0x0000000000000000000000000000000000000000';
const L1_USDC = 'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';

/**
 * Wallet, token of the layer whose logs are read, and amount as the hand-written tests of RSS3-Network/Node (MIT,
 * 813383e1) expect them; names there, ids here. For 0x39aa325d they expect the fee in wei as the amount of USDT,
 * where the log says 20 USDT; the log wins.
 */
const EXPECTED: readonly [string, string, string, string, string, string, bigint][] = [
  [
    '0xe1a660f3',
    'op-stack',
    'finalised',
    '0x7a16ff8270133f063aab6c9977183d9e72835428',
    'eip155:1',
    'eip155:10/erc20:0x7f5c764cbc14f9669b88837ca1490cca17c31607',
    2_000_000_000n,
  ],
  [
    '0x185d83ce',
    'op-stack',
    'initiated',
    '0xfbfd6fa9f73ac6a058e01259034c28001bef8247',
    'eip155:8453',
    'eip155:1/slip44:60',
    400_000_000_000_000_000n,
  ],
  [
    '0xf96590b9',
    'op-stack',
    'initiated',
    '0x7a16ff8270133f063aab6c9977183d9e72835428',
    'eip155:1',
    'eip155:10/erc20:0x0994206dfe8de6ec6920ff4d779b0d950605fb53',
    3_690_872_887_087_038_569_213n,
  ],
  [
    '0xd5eabb97',
    'op-stack',
    'initiated',
    '0x00005ff7b4e62b6b868d36809f8a30c85a6d0000',
    'eip155:8453',
    L1_USDC,
    59_998_176_836n,
  ],
  [
    '0x239293e2',
    'op-stack',
    'initiated',
    '0x98389ca467c0199d7379fa1b6992a389b56bcc15',
    'eip155:10',
    L1_USDC,
    11_590_000_000n,
  ],
  [
    '0x90fd9056',
    'op-stack',
    'finalised',
    '0x2ce910fbba65b454bbaf6a18c952a70f3bcd8299',
    'eip155:10',
    'eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7',
    1_941_255_260_000n,
  ],
  [
    '0x3da542a1',
    'op-stack',
    'initiated',
    '0x31e7b932c655628fda6f22f063d550d990dba726',
    'eip155:10',
    'eip155:1/slip44:60',
    100_857_001_000_000_000_000n,
  ],
  [
    '0x39aa325d',
    'arbitrum',
    'initiated',
    '0xa3de4bc4cd34e591b08bf9d0378581c5416fa66a',
    'eip155:42161',
    'eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7',
    20_000_000n,
  ],
  [
    '0x902724b3',
    'arbitrum',
    'finalised',
    '0x9136d8e0f5a09729b8a9dedf4b5c7c0b1ef6365d',
    'eip155:42161',
    L1_USDC,
    147_741_740_366n,
  ],
];

describe('real transfers against an independent decoding', () => {
  it.each(EXPECTED)('%s', (hash, bridge, step, wallet, otherChain, asset, raw) => {
    const { events, undecodable } = decodeTransaction(sampleTransaction(hash), NETWORK);
    expect(undecodable).toEqual([]);
    expect(events).toHaveLength(1);
    const [event] = events;
    expect(event).toMatchObject({
      bridge,
      step,
      sender: wallet,
      recipient: wallet,
      emitter: 'known-contract',
    });
    const isDeparture = step === 'initiated';
    expect(isDeparture ? event?.destinationChain : event?.sourceChain).toBe(otherChain);
    expect(isDeparture ? event?.sent : event?.received).toEqual({ asset, raw });
  });
});

describe('the shipped sample', () => {
  it('is read completely', () => {
    const decoded = sampleTransactions().map((transaction) => decodeTransaction(transaction, NETWORK));
    expect(decoded.flatMap(({ undecodable }) => undecodable)).toEqual([]);
    expect(decoded.every(({ events }) => events.length > 0)).toBe(true);
    const bridges = new Set(decoded.flatMap(({ events }) => events).map(({ bridge }) => bridge));
    expect([...bridges].sort()).toEqual(['across', 'arbitrum', 'cctp', 'op-stack']);
  });

  it('gives every step a log of its own', () => {
    const ids = sampleTransactions().flatMap((transaction) =>
      decodeTransaction(transaction, NETWORK).events.map(({ logId }) => logId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what is not a bridge’s', () => {
  it('is ignored: token transfers, unknown topics, anonymous logs', () => {
    const { logs, ...rest } = sampleTransaction('0x239293e2');
    const [transfer] = logs;
    const other = {
      logIndex: 1,
      address: ZERO as never,
      topics: [`0x${'ab'.repeat(32)}`] as const,
      data: '0x' as const,
    };
    const anonymous = { ...other, logIndex: 2, topics: [] };
    const found = decodeTransaction({ ...rest, logs: [transfer!, other, anonymous] }, NETWORK);
    expect(found).toEqual({ events: [], undecodable: [] });
  });

  it('is kept with the reason when it names a chain that cannot be', () => {
    const { logs, ...rest } = sampleTransaction('0x7eea022c');
    const [filled] = decodeTransaction({ ...rest, logs }, NETWORK).events;
    const madeUp = logs.map((log) =>
      filled?.logId.endsWith(`/${log.logIndex}`) === true
        ? {
            ...log,
            topics: log.topics.map((topic, at) => (at === 1 ? (`0x${'f'.repeat(64)}` as const) : topic)),
          }
        : log,
    );
    expect(decodeTransaction({ ...rest, logs: madeUp }, NETWORK)).toMatchObject({
      events: [],
      undecodable: [{ logId: filled?.logId, bridge: 'across', code: 'MALFORMED_LOG' }],
    });
  });

  it('is kept with the reason when a bridge’s topic comes with other data', () => {
    const { logs, ...rest } = sampleTransaction('0x7eea022c');
    const broken = logs.map((log) => (log.logIndex === 267 ? { ...log, data: '0x1234' as const } : log));
    const { events, undecodable } = decodeTransaction({ ...rest, logs: broken }, NETWORK);
    expect(events).toEqual([]);
    expect(undecodable).toMatchObject([{ bridge: 'across', code: 'MALFORMED_LOG' }]);
    expect(undecodable[0]?.logId.endsWith('/267')).toBe(true);
  });
});
