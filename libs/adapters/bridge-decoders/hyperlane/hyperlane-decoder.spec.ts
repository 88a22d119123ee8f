import { describe, expect, it } from '@jest/globals';
import { concat, keccak256, pad, toHex, type Hex } from 'viem';
import type { BridgeEvent, RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog, transferLog } from '../encoded-log.fixture.js';
import { transactionWith } from '../message-bridges.fixture.js';
import { mailboxEvents, warpRouteEvents } from './abi.js';

const ARBITRUM_MAILBOX = '0x979ca5202784112f4738403dbec5d0f3b9daabb9';
const BASE_MAILBOX = '0xea87ae93fa0019a82a727bfd3ebd1cfca8f64f1d';
const ARBITRUM_ROUTE = '0x2cb0e5abe11346679749063d3fbfc1f390e6e70a';
const BASE_ROUTE = '0x955132016f9b6376b1392aa7bff50538d21ababc';
const ARBITRUM_NATIVE_ROUTE = '0x6b8d1f18819daca1fb966cf8cff12feb4c00eb88';
const ARBITRUM_USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const BASE_USDC = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const RECIPIENT = `0x${'b2'.repeat(20)}` as const;
const word = (value: Hex): Hex => pad(value, { size: 32 });

function only(transaction: TransactionLogs): BridgeEvent {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0]!;
}

/** A warp route's message from Arbitrum One to Base. */
function message(sender: Hex, recipient: Hex): Hex {
  return concat([
    '0x03',
    toHex(9, { size: 4 }),
    toHex(42_161, { size: 4 }),
    word(sender),
    toHex(8453, { size: 4 }),
    word(recipient),
    word(RECIPIENT),
    toHex(5_000_000n, { size: 32 }),
  ]);
}

function dispatched(route: Hex): readonly RawLog[] {
  const content = message(route, BASE_ROUTE);
  const args = { sender: route, destination: 8453, recipient: word(BASE_ROUTE), message: content };
  return [
    encodedLog(mailboxEvents, 'Dispatch', args, { logIndex: 2, address: ARBITRUM_MAILBOX }),
    encodedLog(
      mailboxEvents,
      'DispatchId',
      { messageId: keccak256(content) },
      { logIndex: 3, address: ARBITRUM_MAILBOX },
    ),
    encodedLog(
      warpRouteEvents,
      'SentTransferRemote',
      { destination: 8453, recipient: word(RECIPIENT), amount: 5_000_000n },
      { logIndex: 4, address: route },
    ),
  ];
}

const processed: readonly RawLog[] = [
  encodedLog(
    mailboxEvents,
    'Process',
    { origin: 42_161, sender: word(ARBITRUM_ROUTE), recipient: BASE_ROUTE },
    { logIndex: 1, address: BASE_MAILBOX },
  ),
  encodedLog(
    mailboxEvents,
    'ProcessId',
    { messageId: keccak256(message(ARBITRUM_ROUTE, BASE_ROUTE)) },
    { logIndex: 2, address: BASE_MAILBOX },
  ),
  transferLog(BASE_USDC, BASE_ROUTE, RECIPIENT, 5_000_000n, 3),
  encodedLog(
    warpRouteEvents,
    'ReceivedTransferRemote',
    { origin: 42_161, recipient: word(RECIPIENT), amount: 5_000_000n },
    { logIndex: 4, address: BASE_ROUTE },
  ),
];

describe('a real message', () => {
  // Transaction 0x9da03376… of Arbitrum One in the SDK tests of hyperlane-xyz/hyperlane-monorepo (Apache-2.0), which
  // name the message id; the log's address is not given there and is that of the chain's mailbox.
  const log: RawLog = {
    logIndex: 1,
    address: ARBITRUM_MAILBOX as RawLog['address'],
    topics: [
      '0x769f711d20c679153d382254f59892613b58a97cc876b249134ac25c80f9c814',
      word('0x96271ca0ab9eefb3ca481749c0ca4c705fd4f523'),
      word('0x89'),
      word('0x6c0ac8cea75232aa7bed8cbe9c4f820e7a77a9c3'),
    ],
    data: '0x0000000000000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000000000000000000000005300000013670000a4b100000000000000000000000096271ca0ab9eefb3ca481749c0ca4c705fd4f523000000890000000000000000000000006c0ac8cea75232aa7bed8cbe9c4f820e7a77a9c348656c6c6f2100000000000000000000000000',
  };

  it('is followed under the id the protocol gives it', () => {
    expect(only(transactionWith(42_161, [log]))).toMatchObject({
      bridge: 'hyperlane',
      step: 'initiated',
      emitter: 'known-contract',
      transfer: 'hyperlane/eip155:42161/0x24753f3a532603bde51127f611a15479802ea5a3857e7f3c78a1c44a972e3b3b',
      destinationChain: 'eip155:137',
      sender: '0x96271ca0ab9eefb3ca481749c0ca4c705fd4f523',
    });
  });
});

describe('a warp route', () => {
  it('joins both legs, with wallet, token and amount', () => {
    const taken = transferLog(ARBITRUM_USDC, WALLET, ARBITRUM_ROUTE, 5_000_000n, 1);
    const left = only(transactionWith(42_161, [taken, ...dispatched(ARBITRUM_ROUTE)]));
    const arrived = only(transactionWith(8453, processed));
    expect(left).toMatchObject({
      emitter: 'known-contract',
      destinationChain: 'eip155:8453',
      sender: WALLET,
      recipient: RECIPIENT,
      sent: { asset: `eip155:42161/erc20:${ARBITRUM_USDC}`, raw: 5_000_000n },
      evidence: [{ eventName: 'Dispatch' }, { eventName: 'DispatchId' }, { eventName: 'SentTransferRemote' }],
    });
    expect(arrived.transfer).toBe(left.transfer);
    expect(arrived).toMatchObject({
      step: 'finalised',
      emitter: 'known-contract',
      recipient: RECIPIENT,
      received: { asset: `eip155:8453/erc20:${BASE_USDC}`, raw: 5_000_000n },
    });
  });

  it('takes the coin where the route holds it', () => {
    const left = only(transactionWith(42_161, dispatched(ARBITRUM_NATIVE_ROUTE)));
    expect(left.sent).toEqual({ asset: 'eip155:42161/slip44:60', raw: 5_000_000n });
  });

  it('is shown by topic only when the network does not know it', () => {
    const left = only(transactionWith(42_161, dispatched(WALLET)));
    expect(left).toMatchObject({ emitter: 'topic-only', eventName: 'SentTransferRemote' });
  });

  it('is undecodable without the message, and the message without its id', () => {
    const alone = decodeTransaction(transactionWith(42_161, dispatched(ARBITRUM_ROUTE).slice(2)), NETWORK);
    expect(alone).toMatchObject({ events: [], undecodable: [{ code: 'INCOMPLETE_TRANSACTION' }] });
    const unnamed = decodeTransaction(transactionWith(8453, processed.slice(0, 1)), NETWORK);
    expect(unnamed).toMatchObject({ events: [], undecodable: [{ code: 'INCOMPLETE_TRANSACTION' }] });
  });
});
