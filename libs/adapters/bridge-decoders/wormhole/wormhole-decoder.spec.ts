import { describe, expect, it } from '@jest/globals';
import { concat, pad, toHex, type Hex } from 'viem';
import type { BridgeEvent, RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog, transferLog } from '../encoded-log.fixture.js';
import { transactionWith } from '../message-bridges.fixture.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { wormholeEvents } from './abi.js';
import { isDenormalized } from './token-payload.js';

const CORE = '0x98f3c9e6e3face36baad05fe09d375ef1464288b';
const TOKEN_BRIDGE = '0x3ee18b2214aff97000d974cf647e7c347e8fa585';
const BASE_TOKEN_BRIDGE = '0x8d2de8d2f73f1f4cab472ac9a881c9b123c79627';
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const WRAPPED = `0x${'c3'.repeat(20)}` as const;
const WALLET = `0x${'a1'.repeat(20)}` as const;
const RECIPIENT = `0x${'b2'.repeat(20)}` as const;
const RELAYER = `0x${'d4'.repeat(20)}` as const;
const ZERO = `0x${'0'.repeat(40)}` as const;
const word = (value: Hex): Hex => pad(value, { size: 32 });
/** 1.5 of a token with 18 decimals, which the payload holds in 8. */
const RAW = 1_500_000_000_000_000_000n;
const NORMALIZED = 150_000_000n;

function decode(transaction: TransactionLogs): readonly BridgeEvent[] {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  return events;
}

function published(logIndex: number, sender: string, type: number): RawLog {
  const payload = concat([
    toHex(type, { size: 1 }),
    toHex(NORMALIZED, { size: 32 }),
    word(WETH),
    '0x0002',
    word(RECIPIENT),
    '0x001e',
    type === 3 ? word(WALLET) : word('0x'),
  ]);
  return encodedLog(
    wormholeEvents,
    'LogMessagePublished',
    { sender, sequence: 42n, nonce: 0, payload, consistencyLevel: 1 },
    { logIndex, address: CORE },
  );
}

function redeemed(logIndex: number): RawLog {
  return encodedLog(
    wormholeEvents,
    'TransferRedeemed',
    { emitterChainId: 2, emitterAddress: word(TOKEN_BRIDGE), sequence: 42n },
    { logIndex, address: BASE_TOKEN_BRIDGE },
  );
}

function wrapping(logIndex: number, topic: Hex, token: string, holder: Hex, raw: bigint): RawLog {
  return {
    logIndex,
    address: token as RawLog['address'],
    topics: [topic, word(holder)],
    data: toHex(raw, { size: 32 }),
  };
}

describe('the token bridge', () => {
  it('joins both legs, in the decimals of each token', () => {
    const [left] = decode(
      transactionWith(1, [transferLog(WETH, WALLET, TOKEN_BRIDGE, RAW, 1), published(2, TOKEN_BRIDGE, 1)]),
    );
    const [arrived] = decode(
      transactionWith(8453, [redeemed(1), transferLog(WRAPPED, ZERO, RECIPIENT, RAW, 2)]),
    );
    expect(left).toMatchObject({
      bridge: 'wormhole',
      step: 'initiated',
      emitter: 'known-contract',
      transfer: `wormhole/eip155:1/${TOKEN_BRIDGE}-42`,
      destinationChain: 'eip155:8453',
      sender: WALLET,
      recipient: RECIPIENT,
      sent: { asset: `eip155:1/erc20:${WETH}`, raw: RAW },
    });
    expect(arrived).toMatchObject({
      step: 'finalised',
      emitter: 'known-contract',
      transfer: left?.transfer,
      recipient: RECIPIENT,
      received: { asset: `eip155:8453/erc20:${WRAPPED}`, raw: RAW },
    });
  });

  it('counts the coin as the coin, on either side', () => {
    const deposit = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
    const withdrawal = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';
    const baseWeth = '0x4200000000000000000000000000000000000006';
    const [left] = decode(
      transactionWith(1, [wrapping(1, deposit, WETH, TOKEN_BRIDGE, RAW), published(2, TOKEN_BRIDGE, 3)]),
    );
    expect(left).toMatchObject({ sender: WALLET, sent: { asset: 'eip155:1/slip44:60', raw: RAW } });
    const [arrived] = decode(
      transactionWith(8453, [redeemed(1), wrapping(2, withdrawal, baseWeth, BASE_TOKEN_BRIDGE, RAW)]),
    );
    expect(arrived?.received).toEqual({ asset: 'eip155:8453/slip44:60', raw: RAW });
  });

  it('leaves the relayer his fee, and the amount open when tokens disagree', () => {
    const paid = [
      redeemed(1),
      transferLog(WRAPPED, ZERO, RELAYER, 7n, 2),
      transferLog(WRAPPED, ZERO, RECIPIENT, 93n, 3),
    ];
    expect(decode(transactionWith(8453, paid))).toMatchObject([
      { recipient: RECIPIENT, received: { raw: 93n } },
    ]);
    const other = transferLog(WETH, ZERO, RECIPIENT, 93n, 3);
    const [open] = decode(transactionWith(8453, [...paid.slice(0, 2), other]));
    expect(open?.step).toBe('finalised');
    expect(open?.received).toBeUndefined();
  });
});

describe('other messages', () => {
  it('are left out, also when they imitate a transfer', () => {
    expect(decode(transactionWith(1, [published(1, WALLET, 1)]))).toEqual([]);
    expect(decode(transactionWith(1, [published(1, TOKEN_BRIDGE, 2)]))).toEqual([]);
    // A mint of CCTP that an application of Wormhole ordered, block 21925176 of Ethereum, a16z/helios (MIT).
    expect(decode(sampleTransaction('0x2879c5ee')).map(({ bridge }) => bridge)).toEqual(['cctp']);
  });
});

describe('isDenormalized', () => {
  it('allows for zeros behind the eight decimals, and nothing else', () => {
    expect([NORMALIZED, NORMALIZED * 10n, RAW].map((raw) => isDenormalized(raw, NORMALIZED))).toEqual([
      true,
      true,
      true,
    ]);
    expect([NORMALIZED * 2n, RAW + 1n, 0n].map((raw) => isDenormalized(raw, NORMALIZED))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isDenormalized(0n, 0n)).toBe(true);
  });
});
