import { size, slice } from 'viem';
import type {
  BridgeEvent,
  DecodedTransaction,
  TransactionLogs,
  UndecodableLog,
} from '@causeway/domain/bridging';
import { chainOfNumber, type Network } from '@causeway/domain/network';
import {
  expectOk,
  nativeAsset,
  parseBridgeId,
  tokenAmount,
  transferId,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressInWord, addressOf, draftEvent, erc20Amount, ZERO_ADDRESS } from '../event-draft.js';
import { eventReader, undecodableLog, type ReadLog } from '../event-reader.js';
import { knownFirst } from '../known-first.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { agreedMove, tokenMoves, type TokenMove } from '../token-moves.js';
import { mailboxEvents, warpRouteEvents } from './abi.js';
import { keccak256 } from '../keccak.js';

const bridge = expectOk(parseBridgeId('hyperlane'));
const mailbox = eventReader(bridge, mailboxEvents);
const warpRoute = eventReader(bridge, warpRouteEvents);

type MailboxLog = ReadLog<typeof mailboxEvents>;
type WarpLog = ReadLog<typeof warpRouteEvents>;
type Named<Log, Name> = Extract<Log, { eventName: Name }>;

/** Message header: version (1 byte), nonce (4), origin (4), sender (32), destination (4), recipient (32). */
const HEADER_BYTES = 77;

/**
 * Hyperlane messages, and the tokens that warp routes move by them. The message id is the protocol's own: the
 * keccak-256 of the message. A message of any other application is a transfer that moves nothing.
 * https://docs.hyperlane.xyz/docs/protocol/core/messages/overview
 */
export const hyperlaneDecoder: ProtocolDecoder = {
  bridge,
  topics: new Set([...mailbox.topics, ...warpRoute.topics]),
  decode(transaction, network) {
    const messages = mailbox.read(transaction, network);
    const routes = warpRoute.read(transaction, network);
    const claimed = new Set<WarpLog>();
    const left = departures(transaction, network, messages.logs, routes.logs, claimed);
    const arrived = arrivals(transaction, network, messages.logs, routes.logs, claimed);
    const alone = routes.logs.filter((log) => !claimed.has(log));
    const message = 'no Hyperlane message of the transaction carries it, and only the message has an id';
    return {
      events: [...left, ...arrived.events],
      undecodable: [
        ...[messages, routes, arrived].flatMap(({ undecodable }) => undecodable),
        ...alone.map(({ log }) =>
          undecodableLog(transaction, bridge, log, 'INCOMPLETE_TRANSACTION', message),
        ),
      ],
    };
  },
};

function departures(
  transaction: TransactionLogs,
  network: Network,
  messages: readonly MailboxLog[],
  routes: readonly WarpLog[],
  claimed: Set<WarpLog>,
): readonly BridgeEvent[] {
  return knownFirst(messages)
    .filter((log): log is Named<MailboxLog, 'Dispatch'> => log.eventName === 'Dispatch')
    .map((dispatch) => {
      const { sender, destination, message } = dispatch.args;
      const id = keccak256(message);
      const confirmation = messages.filter(
        (log) =>
          log.eventName === 'DispatchId' &&
          log.contract === dispatch.contract &&
          log.args.messageId.toLowerCase() === id,
      );
      const receiver = recipientInBody(message);
      const sent = routes.find(
        (log): log is Named<WarpLog, 'SentTransferRemote'> =>
          log.eventName === 'SentTransferRemote' &&
          !claimed.has(log) &&
          log.log.address === addressOf(sender) &&
          log.args.destination === destination &&
          log.args.recipient.toLowerCase() === receiver,
      );
      const facts = {
        bridge,
        step: 'initiated' as const,
        transfer: transferId(bridge, transaction.chain, id),
        sourceChain: transaction.chain,
        destinationChain: chainOfDomain(network, destination),
      };
      if (sent === undefined) {
        return draftEvent(transaction, dispatch, confirmation, { ...facts, sender: addressOf(sender) });
      }
      claimed.add(sent);
      const route = sent.log.address;
      const taken = movedBy(
        transaction,
        sent.args.amount,
        ({ from, to }) => to === route || (to === ZERO_ADDRESS && from !== route),
      );
      return draftEvent(transaction, sent, [dispatch, ...confirmation], {
        ...facts,
        sender: taken?.from,
        recipient: addressInWord(sent.args.recipient),
        sent: amountOf(transaction, sent, taken),
      });
    });
}

/** The mailbox logs Process and at once ProcessId, then runs the recipient. */
function arrivals(
  transaction: TransactionLogs,
  network: Network,
  messages: readonly MailboxLog[],
  routes: readonly WarpLog[],
  claimed: Set<WarpLog>,
): DecodedTransaction {
  const events: BridgeEvent[] = [];
  const undecodable: UndecodableLog[] = [];
  for (const process of knownFirst(messages)) {
    if (process.eventName !== 'Process') continue;
    const { origin, recipient } = process.args;
    const named = messages.find(
      ({ log }) => log.address === process.log.address && log.logIndex === process.log.logIndex + 1,
    );
    if (named?.eventName !== 'ProcessId') {
      const message = 'Process is not followed by ProcessId, which names the message';
      undecodable.push(undecodableLog(transaction, bridge, process.log, 'INCOMPLETE_TRANSACTION', message));
      continue;
    }
    const received = routes.find(
      (log): log is Named<WarpLog, 'ReceivedTransferRemote'> =>
        log.eventName === 'ReceivedTransferRemote' &&
        !claimed.has(log) &&
        log.log.address === addressOf(recipient) &&
        log.args.origin === origin &&
        log.log.logIndex > process.log.logIndex,
    );
    if (received !== undefined) claimed.add(received);
    events.push(arrival(transaction, network, process, named, received));
  }
  return { events, undecodable };
}

function arrival(
  transaction: TransactionLogs,
  network: Network,
  process: Named<MailboxLog, 'Process'>,
  named: Named<MailboxLog, 'ProcessId'>,
  received: Named<WarpLog, 'ReceivedTransferRemote'> | undefined,
): BridgeEvent {
  const sourceChain = chainOfDomain(network, process.args.origin);
  const facts = {
    bridge,
    step: 'finalised' as const,
    transfer: transferId(bridge, sourceChain, named.args.messageId.toLowerCase()),
    sourceChain,
    destinationChain: transaction.chain,
  };
  if (received === undefined) return draftEvent(transaction, named, [process], facts);
  const route = received.log.address;
  const recipient = addressInWord(received.args.recipient);
  const paid = movedBy(
    transaction,
    received.args.amount,
    ({ from, to }) => to === recipient && (from === route || from === ZERO_ADDRESS),
  );
  return draftEvent(transaction, received, [process, named], {
    ...facts,
    recipient,
    received: amountOf(transaction, received, paid),
  });
}

/** A warp route's message begins with the recipient. TokenMessage of hyperlane-xyz/hyperlane-monorepo. */
function recipientInBody(message: `0x${string}`): string | undefined {
  return size(message) < HEADER_BYTES + 32
    ? undefined
    : slice(message, HEADER_BYTES, HEADER_BYTES + 32).toLowerCase();
}

function movedBy(
  transaction: TransactionLogs,
  raw: bigint,
  isMove: (move: TokenMove) => boolean,
): TokenMove | undefined {
  return agreedMove(tokenMoves(transaction).filter((move) => move.raw === raw && isMove(move)));
}

/** Routes whose role ends in `Native` hold the layer's coin, which logs no transfer. */
function amountOf(
  transaction: TransactionLogs,
  { args, contract }: WarpLog,
  move: TokenMove | undefined,
): TokenAmount | undefined {
  if (contract?.role.endsWith('Native') === true) {
    return args.amount === 0n ? undefined : tokenAmount(nativeAsset(transaction.chain), args.amount);
  }
  return erc20Amount(transaction.chain, move?.token, args.amount);
}

/** The chain behind a domain; one the network does not know is named by its domain, e.g. `hyp:2818`. */
function chainOfDomain(network: Network, domain: number): ChainId {
  return chainOfNumber(network, 'hyperlaneDomain', domain) ?? (`hyp:${domain}` as ChainId);
}
