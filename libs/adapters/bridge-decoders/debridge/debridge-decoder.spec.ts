import { describe, expect, it } from '@jest/globals';
import { concat, toHex, type Hex } from 'viem';
import type { RawLog } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog, transferLog } from '../encoded-log.fixture.js';
import { transactionWith } from '../message-bridges.fixture.js';
import { debridgeEvents } from './abi.js';

const SOURCE = '0xef4fb24ad0916217251f553c0596f8edc630eb66';
const DESTINATION = '0xe7351fd770a37282b91d153ee690b63579d6dd7f';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const BASE_USDC = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';
const MAKER = `0x${'a1'.repeat(20)}` as const;
const RECEIVER = `0x${'b2'.repeat(20)}` as const;
const SOLVER = `0x${'d4'.repeat(20)}` as const;
const ZERO = `0x${'0'.repeat(40)}` as const;
const ID = `0x${'e5'.repeat(32)}` as const;

function order(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    makerOrderNonce: 1n,
    makerSrc: MAKER,
    giveChainId: 1n,
    giveTokenAddress: USDC,
    giveAmount: 9_990n,
    takeChainId: 8453n,
    takeTokenAddress: BASE_USDC,
    takeAmount: 9_900n,
    receiverDst: RECEIVER,
    givePatchAuthoritySrc: MAKER,
    orderAuthorityAddressDst: MAKER,
    allowedTakerDst: '0x',
    allowedCancelBeneficiarySrc: '0x',
    externalCall: '0x',
    ...changes,
  };
}

function created(affiliateFee: Hex, changes?: Readonly<Record<string, unknown>>): RawLog {
  const fees = { affiliateFee, nativeFixFee: 1n, percentFee: 4n, referralCode: 0, metadata: '0x' };
  const args = { order: order(changes), orderId: ID, ...fees };
  return encodedLog(debridgeEvents, 'CreatedOrder', args, { logIndex: 3, address: SOURCE });
}

function fulfilled(changes?: Readonly<Record<string, unknown>>): RawLog {
  const args = { order: order(changes), orderId: ID, sender: SOLVER, unlockAuthority: SOLVER };
  return encodedLog(debridgeEvents, 'FulfilledOrder', args, { logIndex: 3, address: DESTINATION });
}

const events = (chain: number, logs: readonly RawLog[]) =>
  decodeTransaction(transactionWith(chain, logs), NETWORK).events;

describe('debridgeDecoder', () => {
  it('counts what the maker gave, fees included', () => {
    const affiliate = concat([SOLVER, toHex(6n, { size: 32 })]);
    expect(events(1, [created(affiliate)])).toMatchObject([
      {
        bridge: 'debridge',
        step: 'initiated',
        emitter: 'known-contract',
        transfer: `debridge/eip155:1/${ID}`,
        destinationChain: 'eip155:8453',
        sender: MAKER,
        recipient: RECEIVER,
        sent: { asset: `eip155:1/erc20:${USDC}`, raw: 10_000n },
        received: { asset: `eip155:8453/erc20:${BASE_USDC}`, raw: 9_900n },
      },
    ]);
    expect(events(1, [created('0x')])[0]?.sent?.raw).toBe(9_994n);
  });

  it('joins the fill, also when the maker takes less by then', () => {
    expect(events(8453, [fulfilled()])).toMatchObject([
      {
        step: 'finalised',
        emitter: 'known-contract',
        transfer: `debridge/eip155:1/${ID}`,
        received: { raw: 9_900n },
      },
    ]);
    const less = transferLog(BASE_USDC, SOLVER, RECEIVER, 9_800n, 1);
    expect(events(8453, [less, fulfilled()])[0]?.received?.raw).toBe(9_800n);
  });

  it('gives and takes the coin where the token is none, and names other than EVM chains', () => {
    expect(events(1, [created('0x', { giveTokenAddress: ZERO })])[0]?.sent?.asset).toBe('eip155:1/slip44:60');
    const [solana] = events(1, [
      created('0x', { takeChainId: 7_565_164n, takeTokenAddress: ID, receiverDst: ID }),
    ]);
    expect(solana).toMatchObject({ destinationChain: 'debridge:7565164' });
    expect(solana?.received).toBeUndefined();
    expect(solana?.recipient).toBeUndefined();
  });

  it('ends an order that is cancelled where it would have arrived', () => {
    const cancelled = encodedLog(
      debridgeEvents,
      'SentOrderCancel',
      { order: order(), orderId: ID, cancelBeneficiary: MAKER, submissionId: ID },
      { logIndex: 1, address: DESTINATION },
    );
    expect(events(8453, [cancelled])).toMatchObject([
      {
        step: 'cancelled',
        transfer: `debridge/eip155:1/${ID}`,
        emitter: 'known-contract',
        destinationChain: 'eip155:8453',
        sender: MAKER,
      },
    ]);
  });

  it('returns a cancelled order', () => {
    const cancelled = encodedLog(
      debridgeEvents,
      'ClaimedOrderCancel',
      { orderId: ID, beneficiary: MAKER, paidAmount: 10_000n, giveTokenAddress: USDC },
      { logIndex: 1, address: SOURCE },
    );
    expect(events(1, [cancelled])).toMatchObject([
      { step: 'refunded', transfer: `debridge/eip155:1/${ID}`, emitter: 'known-contract' },
    ]);
  });

  it('has the topics that other indexers know', () => {
    // miradorlabs/bridgeevm and AndreAugusto11/XChainDataGen (MIT).
    expect([created('0x').topics[0], fulfilled().topics[0]]).toEqual([
      '0xfc8703fd57380f9dd234a89dce51333782d49c5902f307b02f03e014d18fe471',
      '0xd281ee92bab1446041582480d2c0a9dc91f855386bb27ea295faac1e992f7fe4',
    ]);
  });
});
