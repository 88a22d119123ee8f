import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, pad, parseAbiParameters, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { shippedTransactions, transactionOf } from '../real-transactions.fixture.js';
import { parseGlobalIndex } from './networks.js';

const transactions = shippedTransactions('polygon-zkevm/polygon-zkevm-transactions.fixture.json');
const BRIDGE = '0x2a3dd3eb832af982ec71669e178424b10dca2ede';
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const WALLET = '0xeec2fc175c458ec8501b905a0097694ad93e54d0';
const ZERO = `0x${'0'.repeat(40)}` as const;
const CLAIM = '0x1df3f2a973a00d6635911755c260704e95e8a5876997546798770f76396fda4d';
const FIRST_CLAIM = '0x25308c93ceeed162da955b3f7ce3e3f93606579e40fb92029faa9efe27545983';

const on = (chain: number, ...logs: readonly RawLog[]): TransactionLogs => ({
  ...transactionOf(transactions, '0x06ea5dcb'),
  chain: `eip155:${chain}` as TransactionLogs['chain'],
  logs,
});
const only = (transaction: TransactionLogs) => {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0];
};
const claim = (
  index: bigint,
  originNetwork: number,
  token: Hex,
  amount: bigint,
  topic: Hex = CLAIM,
): RawLog => ({
  logIndex: 7,
  address: BRIDGE as RawLog['address'],
  topics: [topic],
  data: encodeAbiParameters(parseAbiParameters('uint256, uint32, address, address, uint256'), [
    index,
    originNetwork,
    token,
    WALLET,
    amount,
  ]),
});
const moved = (token: Hex, from: Hex, to: Hex, raw: bigint): RawLog => ({
  logIndex: 6,
  address: token as RawLog['address'],
  topics: ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', pad(from), pad(to)],
  data: encodeAbiParameters(parseAbiParameters('uint256'), [raw]),
});

/** On X Layer, which has the same bridge and is no layer of the network; amounts as RSS3-Network/Node (MIT) expects. */
describe('real logs of the bridge', () => {
  it('tell a deposit with the token that was burned and the one that is due', () => {
    expect(only(transactionOf(transactions, '0x06ea5dcb'))).toMatchObject({
      bridge: 'polygon-zkevm',
      step: 'initiated',
      emitter: 'topic-only',
      transfer: 'polygon-zkevm/eip155:196/3669',
      destinationChain: 'eip155:1',
      recipient: WALLET,
      sent: { asset: 'eip155:196/erc20:0x1e4a5963abfd975d8c9021ce480b42188849d41d', raw: 10_000_000n },
      received: { asset: `eip155:1/erc20:${USDT}`, raw: 10_000_000n },
    });
  });

  it('tell a claim of ether, of which nobody knows the form on a layer nobody knows', () => {
    const event = only(transactionOf(transactions, '0xbf2d3e7b'));
    expect(event).toMatchObject({
      step: 'finalised',
      transfer: 'polygon-zkevm/eip155:1/207488',
      emitter: 'topic-only',
    });
    expect(event?.received).toBeUndefined();
  });
});

describe('a deposit and its claim', () => {
  const deposit = transactionOf(transactions, '0x06ea5dcb').logs.find(({ logIndex }) => logIndex === 4)!;

  it('share the deposit’s count on its own network', () => {
    const left = only(on(1101, deposit));
    const arrived = only(
      on(1, claim(3_669n, 0, USDT, 10_000_000n), moved(USDT, BRIDGE, WALLET, 10_000_000n)),
    );
    expect(left).toMatchObject({ transfer: 'polygon-zkevm/eip155:1101/3669', emitter: 'known-contract' });
    expect(arrived).toMatchObject({ transfer: left?.transfer, received: left?.received });
  });

  it('share it in the first form of the claim, too', () => {
    expect(only(on(1, claim(3_669n, 0, USDT, 1n, FIRST_CLAIM)))?.transfer).toBe(
      'polygon-zkevm/eip155:1101/3669',
    );
    expect(only(on(1101, claim(5n, 0, ZERO, 1n, FIRST_CLAIM)))?.transfer).toBe('polygon-zkevm/eip155:1/5');
  });

  it('is not believed about a token that did not move', () => {
    expect(only(on(1, claim(3_669n, 0, USDT, 10_000_000n)))?.received).toBeUndefined();
  });

  it('cannot borrow a token that was minted beside it', () => {
    // A worthless token claimed on zkEVM while the same amount of a token the network knows is minted.
    const worthless = `0x${'99'.repeat(20)}` as const;
    const beside = moved('0x2791bca1f2de4661ed88a30c99a7a9449aa84174', ZERO, WALLET, 5n);
    expect(only(on(137, beside, claim(1n << 64n, 0, worthless, 5n)))?.received).toBeUndefined();
  });

  it('moves ether as the coin of either layer', () => {
    expect(only(on(1101, claim((1n << 64n) + 5n, 0, ZERO, 9n)))).toMatchObject({
      transfer: 'polygon-zkevm/eip155:1/5',
      received: { asset: 'eip155:1101/slip44:60', raw: 9n },
    });
  });
});

describe('parseGlobalIndex', () => {
  it('names an unknown rollup by its network number', () => {
    expect(parseGlobalIndex((2n << 32n) + 8n)).toEqual({ source: 'agglayer:3', depositCount: 8n });
  });
});
