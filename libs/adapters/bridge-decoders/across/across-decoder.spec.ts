import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, keccak256, pad, parseAbiParameters, type Hex } from 'viem';
import type { BridgeEvent, RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { acrossV2Events, acrossV3AddressEvents, acrossV3WordEvents } from './abi.js';
import { amountAfterFees } from './version-2.js';

const BASE_POOL = '0x09aea4b2242abc8bb4bb78d537a67a245a7bec64';
const ARBITRUM_POOL = '0xe35e9842fceaca96570b734083f4a58e8f7c5f2a';
const BASE_USDC = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';
const ARBITRUM_USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const NONE = `0x${'0'.repeat(40)}` as const;
const DEPOSITOR = `0x${'d1'.repeat(20)}` as const;
const RELAYER = `0x${'e1'.repeat(20)}` as const;
const MESSAGE = '0xabcd' as const;

function on(chain: number, log: RawLog): TransactionLogs {
  const chainId = `eip155:${chain}` as TransactionLogs['chain'];
  return { ...sampleTransaction('0x7eea022c'), chain: chainId, logs: [log] };
}

function only(transaction: TransactionLogs) {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0];
}

/** A deposit of 1,000 USDC on Base for 999 on Arbitrum, with 20-byte addresses. */
function addressDeposit(outputToken: Hex): TransactionLogs {
  return on(8453, {
    logIndex: 1,
    address: BASE_POOL as RawLog['address'],
    topics: encodeEventTopics({
      abi: acrossV3AddressEvents,
      eventName: 'V3FundsDeposited',
      args: { destinationChainId: 42_161n, depositId: 5, depositor: DEPOSITOR },
    }) as Hex[],
    data: encodeAbiParameters(
      parseAbiParameters(
        'address, address, uint256, uint256, uint32, uint32, uint32, address, address, bytes',
      ),
      [BASE_USDC, outputToken, 1_000_000_000n, 999_000_000n, 1, 2_000, 0, DEPOSITOR, NONE, MESSAGE],
    ),
  });
}

function addressFill(updatedOutputAmount: bigint, inputAmount = 1_000_000_000n): TransactionLogs {
  return on(42_161, {
    logIndex: 2,
    address: ARBITRUM_POOL as RawLog['address'],
    topics: encodeEventTopics({
      abi: acrossV3AddressEvents,
      eventName: 'FilledV3Relay',
      args: { originChainId: 8453n, depositId: 5, relayer: RELAYER },
    }) as Hex[],
    data: encodeAbiParameters(
      parseAbiParameters(
        'address, address, uint256, uint256, uint256, uint32, uint32, address, address, address, bytes, (address a, bytes b, uint256 c, uint8 d)',
      ),
      [
        BASE_USDC,
        ARBITRUM_USDC,
        inputAmount,
        999_000_000n,
        1n,
        2_000,
        0,
        NONE,
        DEPOSITOR,
        DEPOSITOR,
        MESSAGE,
        { a: DEPOSITOR, b: MESSAGE, c: updatedOutputAmount, d: 0 },
      ],
    ),
  });
}

/** The same deposit as contracts with 32-byte addresses log it. */
function wordFill(): TransactionLogs {
  const word = (address: Hex): Hex => pad(address, { size: 32 });
  return on(42_161, {
    logIndex: 3,
    address: ARBITRUM_POOL as RawLog['address'],
    topics: encodeEventTopics({
      abi: acrossV3WordEvents,
      eventName: 'FilledRelay',
      args: { originChainId: 8453n, depositId: 5n, relayer: word(RELAYER) },
    }) as Hex[],
    data: encodeAbiParameters(
      parseAbiParameters(
        'bytes32, bytes32, uint256, uint256, uint256, uint32, uint32, bytes32, bytes32, bytes32, bytes32, (bytes32 a, bytes32 b, uint256 c, uint8 d)',
      ),
      [
        word(BASE_USDC),
        word(ARBITRUM_USDC),
        1_000_000_000n,
        999_000_000n,
        1n,
        2_000,
        0,
        word(NONE),
        word(DEPOSITOR),
        word(DEPOSITOR),
        keccak256(MESSAGE),
        { a: word(DEPOSITOR), b: keccak256(MESSAGE), c: 999_000_000n, d: 0 },
      ],
    ),
  });
}

/** A fill of a part of a version-2 deposit of 1,000 USDC, which costs the recipient 1 %. */
function partialFill(
  fillAmount: bigint,
  totalFilledAmount: bigint,
  changes: { amount?: bigint; token?: Hex; recipient?: Hex; feePct?: bigint } = {},
): TransactionLogs {
  const { amount = 1_000_000_000n, token = ARBITRUM_USDC, recipient = DEPOSITOR, feePct = 0n } = changes;
  return on(42_161, {
    logIndex: 4,
    address: ARBITRUM_POOL as RawLog['address'],
    topics: encodeEventTopics({
      abi: acrossV2Events,
      eventName: 'FilledRelay',
      args: { originChainId: 8453n, depositId: 5, depositor: DEPOSITOR },
    }) as Hex[],
    data: encodeAbiParameters(
      parseAbiParameters(
        'uint256, uint256, uint256, uint256, uint256, int64, int64, address, address, address, bytes, (address a, bytes b, int64 c, bool d, int256 e)',
      ),
      [
        ...([amount, totalFilledAmount, fillAmount, 10n, 42_161n, feePct, 10n ** 16n] as const),
        ...([token, RELAYER, recipient, MESSAGE] as const),
        { a: DEPOSITOR, b: MESSAGE, c: 0n, d: false, e: 0n },
      ],
    ),
  });
}

/** The version-2 deposit of those fills. */
function version2Deposit(): BridgeEvent {
  const deposit = only(
    on(8_453, {
      logIndex: 2,
      address: BASE_POOL as RawLog['address'],
      topics: encodeEventTopics({
        abi: acrossV2Events,
        eventName: 'FundsDeposited',
        args: { destinationChainId: 42_161n, depositId: 5, depositor: DEPOSITOR },
      }) as Hex[],
      data: encodeAbiParameters(
        parseAbiParameters('uint256, uint256, int64, uint32, address, address, bytes'),
        [1_000_000_000n, 8_453n, 0n, 1_000, BASE_USDC, DEPOSITOR, MESSAGE],
      ),
    }),
  );
  if (deposit === undefined) throw new Error('a deposit was decoded');
  return deposit;
}

describe('a version-2 transfer that is filled in parts', () => {
  it('is not touched by a made-up fill with its number, in another token, amount or to another wallet', () => {
    const { transfer } = version2Deposit();
    expect(transfer).toMatch(/^across\/eip155:8453\/5-0x[0-9a-f]{64}$/);
    const real = { fillAmount: 1_000_000_000n, totalFilledAmount: 1_000_000_000n };
    const forged = [{ amount: 1_000_000n }, { token: RELAYER }, { recipient: RELAYER }, { feePct: 1n }];
    for (const changes of forged) {
      const fill = only(partialFill(real.fillAmount, real.totalFilledAmount, changes));
      expect(fill?.emitter).toBe('known-contract');
      expect(fill?.transfer).not.toBe(transfer);
    }
    expect(only(partialFill(real.fillAmount, real.totalFilledAmount))?.transfer).toBe(transfer);
  });

  it('tells of each part how much of the deposit it covers and what it brings', () => {
    expect(
      [partialFill(400_000_000n, 400_000_000n), partialFill(600_000_000n, 1_000_000_000n)].map(only),
    ).toMatchObject([
      {
        step: 'filled',
        transfer: version2Deposit().transfer,
        fill: { filled: 400_000_000n, ordered: 1_000_000_000n },
        received: { raw: 396_000_000n },
      },
      { step: 'filled', fill: { filled: 600_000_000n, ordered: 1_000_000_000n } },
    ]);
  });

  it('arrives at once when one fill covers it', () => {
    const fill = only(partialFill(1_000_000_000n, 1_000_000_000n));
    expect(fill).toMatchObject({ step: 'finalised', received: { raw: 990_000_000n } });
    expect(fill).not.toHaveProperty('fill');
  });
});

describe('a version-3 transfer', () => {
  const deposit = only(addressDeposit(ARBITRUM_USDC));

  it('has one id on both layers, also across the change of the event’s form', () => {
    expect(only(addressFill(999_000_000n))?.transfer).toBe(deposit?.transfer);
    expect(only(wordFill())?.transfer).toBe(deposit?.transfer);
  });

  it('finds the output token of a deposit that leaves it open', () => {
    expect(only(addressDeposit(NONE))?.transfer).toBe(deposit?.transfer);
  });

  it('arrives in the amount the depositor last agreed to', () => {
    const fill = only(addressFill(998_000_000n));
    expect(fill?.transfer).toBe(deposit?.transfer);
    expect(fill?.received?.raw).toBe(998_000_000n);
    expect(deposit?.received?.raw).toBe(999_000_000n);
    expect(fill?.sent).toEqual(deposit?.sent);
    expect(deposit?.fillDeadline).toBe(2_000_000);
  });

  it('is not touched by a made-up fill with its number', () => {
    const forged = only(addressFill(1n, 1n));
    expect(forged?.emitter).toBe('known-contract');
    expect(forged?.transfer).not.toBe(deposit?.transfer);
  });
});

describe('a fill of the native coin', () => {
  it('arrives as the coin that the pool unwrapped', () => {
    // Block 21925176 of Ethereum, a16z/helios (MIT).
    expect(only(sampleTransaction('0x7eea022c'))).toMatchObject({
      sourceChain: 'eip155:42161',
      recipient: '0x23fb2d515c9d3b412b6ada442403504a26b96071',
      received: { asset: 'eip155:1/slip44:60', raw: 0x8bb241f2378ce4n },
    });
  });

  it('arrives as the wrapped token when the pool did not unwrap it', () => {
    const transaction = sampleTransaction('0x7eea022c');
    const logs = transaction.logs.filter(({ logIndex }) => logIndex === 267);
    expect(only({ ...transaction, logs })?.received?.asset).toBe(
      'eip155:1/erc20:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
    );
  });
});

describe('amountAfterFees', () => {
  it('rounds down, as the pool does', () => {
    expect(amountAfterFees(1_000n, 10n ** 16n)).toBe(990n);
    expect(amountAfterFees(999n, 10n ** 16n)).toBe(989n);
    expect(amountAfterFees(999n, 0n)).toBe(999n);
  });
});
