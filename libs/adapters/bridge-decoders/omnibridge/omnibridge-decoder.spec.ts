import { describe, expect, it } from '@jest/globals';
import {
  concat,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  parseAbiParameters,
  toHex,
  type Hex,
} from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { decodeReal, describeWithReceipts } from '../real-transactions.fixture.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { mediatorCalls, omnibridgeEvents } from './abi.js';

const FOREIGN_MEDIATOR = '0x88ad09518695c6c3712ac10a214be5109a655671';
const FOREIGN_AMB = '0x4c36d2919e407f0cc2ee3c993ccf8ac26d9ce64e';
const HOME_MEDIATOR = '0xf6a78083ca3e2a662d6dd1703c939c8ace2e268d';
const HOME_AMB = '0x75df5af045d91108662d8080fd1fefad6aa0bb59';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const GNOSIS_USDC = '0xddafbb505ad214d7b80b1f830fccc89b60fb7a83';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const OTHER = `0x${'99'.repeat(20)}` as const;
const ID = `0x00050000${'1d'.repeat(28)}` as const;

const log = (logIndex: number, address: string, topics: readonly unknown[], data: Hex): RawLog => ({
  logIndex,
  address: address as RawLog['address'],
  topics: topics as Hex[],
  data,
});
const on = (chain: number, ...logs: readonly RawLog[]): TransactionLogs => ({
  ...sampleTransaction('0x7eea022c'),
  chain: `eip155:${chain}` as TransactionLogs['chain'],
  logs,
});
const decode = (transaction: TransactionLogs) => decodeTransaction(transaction, NETWORK).events;

/** A message as the bridge packs it: id, sender, executor, gas, chain ids of one byte each, then the call. */
const packed = (call: Hex): Hex =>
  concat([ID, FOREIGN_MEDIATOR, HOME_MEDIATOR, toHex(2_000_000, { size: 4 }), '0x010180', '0x0164', call]);
const requested = (
  mediator: string,
  token: Hex,
  call: Hex,
  eventName: 'UserRequestForAffirmation' | 'UserRequestForSignature',
  amb: string,
) => [
  log(
    1,
    amb,
    encodeEventTopics({ abi: omnibridgeEvents, eventName, args: { messageId: ID } }),
    encodeAbiParameters(parseAbiParameters('bytes'), [packed(call)]),
  ),
  log(
    2,
    mediator,
    encodeEventTopics({
      abi: omnibridgeEvents,
      eventName: 'TokensBridgingInitiated',
      args: { token, sender: WALLET, messageId: ID },
    }),
    toHex(7n, { size: 32 }),
  ),
];
const call = (functionName: 'handleBridgedTokens' | 'handleNativeTokens', token: Hex): Hex =>
  encodeFunctionData({ abi: mediatorCalls, functionName, args: [token, OTHER, 7n] });
const bridged = (mediator: string, token: Hex): RawLog =>
  log(
    3,
    mediator,
    encodeEventTopics({
      abi: omnibridgeEvents,
      eventName: 'TokensBridged',
      args: { token, recipient: OTHER, messageId: ID },
    }),
    toHex(7n, { size: 32 }),
  );
const outcome = (isDone: boolean, executor: Hex): RawLog =>
  log(
    4,
    HOME_AMB,
    encodeEventTopics({
      abi: omnibridgeEvents,
      eventName: 'AffirmationCompleted',
      args: { sender: FOREIGN_MEDIATOR, executor, messageId: ID },
    }),
    toHex(isDone ? 1n : 0n, { size: 32 }),
  );

describe('a transfer to Gnosis Chain', () => {
  const [left] = decode(
    on(
      1,
      ...requested(
        FOREIGN_MEDIATOR,
        USDC,
        call('handleBridgedTokens', USDC),
        'UserRequestForAffirmation',
        FOREIGN_AMB,
      ),
    ),
  );

  it('names in its message whom it is for', () => {
    expect(left).toMatchObject({
      step: 'initiated',
      emitter: 'known-contract',
      transfer: `omnibridge/eip155:1/${ID}`,
      sender: WALLET,
      recipient: OTHER,
      sent: { asset: `eip155:1/erc20:${USDC}`, raw: 7n },
      received: { asset: `eip155:100/erc20:${GNOSIS_USDC}`, raw: 7n },
    });
  });

  it('arrives under the bridge’s own id', () => {
    expect(decode(on(100, bridged(HOME_MEDIATOR, GNOSIS_USDC), outcome(true, HOME_MEDIATOR)))).toMatchObject([
      { step: 'finalised', transfer: left?.transfer, sent: left?.sent, received: left?.received },
    ]);
  });

  it('fails when the mediator’s message failed; other users of the bridge do not matter', () => {
    expect(decode(on(100, outcome(false, HOME_MEDIATOR)))).toMatchObject([
      { step: 'failed', transfer: left?.transfer },
    ]);
    expect(decode(on(100, outcome(false, OTHER)))).toEqual([]);
  });
});

describe('a transfer back to Ethereum', () => {
  it('is due in the token that Ethereum issued', () => {
    const logs = requested(
      HOME_MEDIATOR,
      GNOSIS_USDC,
      call('handleNativeTokens', USDC),
      'UserRequestForSignature',
      HOME_AMB,
    );
    expect(decode(on(100, ...logs))).toMatchObject([
      { recipient: OTHER, received: { asset: `eip155:1/erc20:${USDC}`, raw: 7n } },
    ]);
  });

  it('tells less when its message cannot be read', () => {
    const logs = requested(HOME_MEDIATOR, GNOSIS_USDC, '0xdeadbeef', 'UserRequestForSignature', HOME_AMB);
    const [event] = decode(on(100, ...logs));
    expect(event).toMatchObject({ emitter: 'known-contract', sent: { raw: 7n } });
    expect([event?.recipient, event?.received]).toEqual([undefined, undefined]);
  });
});

describe('the same events elsewhere', () => {
  it('are not trusted from unknown contracts, and say nothing on other chains', () => {
    expect(decode(on(100, bridged(OTHER, GNOSIS_USDC)))).toMatchObject([{ emitter: 'topic-only' }]);
    expect(decode(on(56, bridged(OTHER, GNOSIS_USDC)))).toEqual([]);
  });
});

describeWithReceipts('real transfers', () => {
  it('tell wallets, tokens and amounts', () => {
    expect(decodeReal('0xfc28641f').events).toMatchObject([
      {
        step: 'initiated',
        recipient: '0x2b888954421b424c5d3d9ce9bb67c9bd47537d12',
        sent: {
          asset: 'eip155:100/erc20:0x4f4f9b8d5b4d0dc10506e5551b0513b61fd59e75',
          raw: 10_336_632_820_713_184_931_506n,
        },
        received: { asset: 'eip155:1/erc20:0x900db999074d9277c5da2a43f252d74366230da0' },
      },
    ]);
    expect(decodeReal('0x6d4006bc').events).toMatchObject([
      { step: 'finalised', received: { asset: `eip155:100/erc20:${GNOSIS_USDC}`, raw: 300_000_000n } },
    ]);
  });
});
