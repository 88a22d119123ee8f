import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, keccak256, parseAbiParameters, type Hex } from 'viem';
import type { RawLog } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { shippedTransactions, transactionOf } from '../real-transactions.fixture.js';
import { lineaEvents } from './abi.js';

const transactions = shippedTransactions('linea/linea-transactions.fixture.json');
const only = (hashStart: string) => {
  const { events, undecodable } = decodeTransaction(transactionOf(transactions, hashStart), NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0];
};

/** Wallets, tokens on Ethereum and amounts as the hand-written tests of RSS3-Network/Node (MIT) expect them. */
describe('real transfers against an independent decoding', () => {
  it.each<[string, string, string, string, bigint]>([
    [
      '0x36aa2360',
      'initiated',
      '0xa2d37a9ddb9bc09eee1a6e0fe66ac6c1662d0954',
      'eip155:1/erc20:0x2260fac5e5542a773aa44fbcfedf7c193bc2c599',
      870_000n,
    ],
    [
      '0x1f0c0bd5',
      'initiated',
      '0x7b052756f8cb2fdcd9de2f1665d0d6648317346a',
      'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
      17_000_000_000n,
    ],
    [
      '0x5a63ba05',
      'initiated',
      '0xff735406f897a32e3e815fb3c53fb8ba16214d72',
      'eip155:1/slip44:60',
      1_617_173_875_635_822_030n,
    ],
    [
      '0x1f2c1706',
      'finalised',
      '0x9bacb15d8935d7fc93e119cc99c711dc59aea660',
      'eip155:1/erc20:0x1f9840a85d5af5bf1d1762f925bdaddc4201f984',
      36_628_216_024_964_374_528n,
    ],
  ])('%s', (hash, step, wallet, asset, raw) => {
    const event = only(hash);
    expect(event).toMatchObject({ bridge: 'linea', step, recipient: wallet, emitter: 'known-contract' });
    expect(step === 'initiated' ? event?.sent : event?.received).toEqual({ asset, raw });
  });
});

describe('the message id', () => {
  it('is the hash of the message’s fields', () => {
    const { args, topics } = messageOf('0x1f0c0bd5');
    const fields = parseAbiParameters('address, address, uint256, uint256, uint256, bytes');
    expect(only('0x1f0c0bd5')?.transfer).toBe(
      `linea/eip155:1/${keccak256(encodeAbiParameters(fields, args))}`,
    );
    expect(only('0x1f0c0bd5')?.transfer).toBe(`linea/eip155:1/${topics[3]}`);
  });

  it('is repeated when the message is claimed, with what the token bridge paid', () => {
    const { topics } = messageOf('0x36aa2360');
    const [arrival] = decodeTransaction(
      claim(topics[3] ?? '0x', '0x353012dc4a9a6cf55c941badc267f82004a8ceb9'),
      NETWORK,
    ).events;
    expect(arrival).toMatchObject({
      step: 'finalised',
      transfer: only('0x36aa2360')?.transfer,
      emitter: 'known-contract',
      sent: only('0x36aa2360')?.sent,
      received: { asset: `eip155:59144/erc20:${BRIDGED}`, raw: 870_000n },
    });
  });

  it('stands without a payment when the token bridge is another', () => {
    const { topics } = messageOf('0x36aa2360');
    const [arrival] = decodeTransaction(claim(topics[3] ?? '0x', `0x${'99'.repeat(20)}`), NETWORK).events;
    expect(arrival).toMatchObject({ step: 'finalised', emitter: 'known-contract' });
    expect(arrival?.received).toBeUndefined();
  });
});

describe('a deposit of USDC', () => {
  it('knows the token on Linea, which no log names', () => {
    expect(only('0x1f0c0bd5')?.received?.asset).toBe(
      'eip155:59144/erc20:0x176211869ca2b568f2a7d4ee941e073a821ee1ff',
    );
  });
});

describe('an unknown message service', () => {
  it('is shown and not trusted', () => {
    const transaction = transactionOf(transactions, '0x5a63ba05');
    const logs = transaction.logs.map((log) => ({
      ...log,
      address: `0x${'99'.repeat(20)}` as RawLog['address'],
    }));
    expect(decodeTransaction({ ...transaction, logs }, NETWORK).events).toMatchObject([
      { emitter: 'topic-only' },
    ]);
  });
});

const BRIDGED = `0x${'b7'.repeat(20)}` as const;

/** The claim on Linea of the deposit of WBTC, which is in no public test data: only its hash is real. */
function claim(messageHash: Hex, tokenBridge: Hex) {
  const wallet = '0xa2d37a9ddb9bc09eee1a6e0fe66ac6c1662d0954' as const;
  const finalised: RawLog = {
    logIndex: 1,
    address: tokenBridge as RawLog['address'],
    topics: encodeEventTopics({
      abi: lineaEvents,
      eventName: 'BridgingFinalizedV2',
      args: {
        nativeToken: '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599',
        bridgedToken: BRIDGED,
        recipient: wallet,
      },
    }) as Hex[],
    data: encodeAbiParameters(parseAbiParameters('uint256'), [870_000n]),
  };
  const claimed: RawLog = {
    logIndex: 2,
    address: '0x508ca82df566dcd1b0de8296e70a96332cd644ec' as RawLog['address'],
    topics: encodeEventTopics({
      abi: lineaEvents,
      eventName: 'MessageClaimed',
      args: { messageHash },
    }) as Hex[],
    data: '0x',
  };
  const transaction = transactionOf(transactions, '0x36aa2360');
  return { ...transaction, chain: 'eip155:59144' as typeof transaction.chain, logs: [finalised, claimed] };
}

/** The fields of a deposit’s message, read from its words without the decoder. */
function messageOf(hashStart: string) {
  const log = transactionOf(transactions, hashStart).logs.find(
    ({ topics }) => topics.length === 4 && topics[0]?.startsWith('0xe856c2b8'),
  );
  const word = (index: number): Hex => `0x${log?.data.slice(2 + 64 * index, 2 + 64 * (index + 1)) ?? ''}`;
  const addressAt = (topic: number): Hex => `0x${log?.topics[topic]?.slice(26) ?? ''}`;
  const length = Number(BigInt(word(4)));
  const calldata: Hex = `0x${log?.data.slice(2 + 64 * 5, 2 + 64 * 5 + 2 * length) ?? ''}`;
  return {
    args: [addressAt(1), addressAt(2), BigInt(word(0)), BigInt(word(1)), BigInt(word(2)), calldata] as const,
    topics: log?.topics ?? [],
  };
}
