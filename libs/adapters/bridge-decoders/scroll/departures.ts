import type { Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { contractAt, type Network } from '@causeway/domain/network';
import { transferId, type BridgeId } from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { serveSameLayer } from '../message-run.js';
import type { scrollEvents } from './abi.js';
import { etherMoved, messageHash, parseGatewayCall, type Moved } from './gateway-call.js';
import { keccak256 } from '../keccak.js';

type ScrollLog = ReadLog<typeof scrollEvents>;
type LogOf<Name extends ScrollLog['eventName']> = Extract<ScrollLog, { eventName: Name }>;

const GATEWAY_DEPARTURES: ReadonlySet<string> = new Set([
  'DepositETH',
  'DepositERC20',
  'WithdrawETH',
  'WithdrawERC20',
]);

/**
 * The messages that leave this layer. Only what one of the bridge's own gateways says moves tokens; any other
 * message moves at most its ether. The queue's and the gateway's logs of the same message are its evidence.
 */
export function departures(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly ScrollLog[],
): readonly BridgeEvent[] {
  const claimed = new Set<ScrollLog>();
  return logs.flatMap((log) => {
    if (log.eventName !== 'SentMessage') return [];
    const hash = messageHash(log.args);
    const moved = movedBy(transaction, network, bridge, log);
    const peers = logs.filter((other) => serveSameLayer(other.contract, log.contract));
    const gateway = peers.find((other) => !claimed.has(other) && tellsDeparture(other, log, moved));
    if (gateway !== undefined) claimed.add(gateway);
    const queued = peers.filter((other) => isQueued(other, hash));
    return [
      draftEvent(transaction, log, gateway === undefined ? queued : [...queued, gateway], {
        bridge,
        step: 'initiated',
        transfer: transferId(bridge, transaction.chain, hash),
        sourceChain: transaction.chain,
        destinationChain: log.contract?.counterpart,
        ...moved,
      }),
    ];
  });
}

function movedBy(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  { args, contract }: LogOf<'SentMessage'>,
): Moved {
  const destination = contract?.counterpart;
  const gateway = contractAt(network, transaction.chain, addressOf(args.sender));
  // Nothing is known of a messenger outside the network, so its senders get the benefit of the doubt.
  const isGateway =
    contract === undefined || (gateway?.bridge === bridge && gateway.role.endsWith('Gateway'));
  const call = isGateway ? parseGatewayCall(args.message, transaction.chain, destination) : undefined;
  return call ?? etherMoved(transaction.chain, destination, args.sender, args.target, args.value);
}

function tellsDeparture(log: ScrollLog, message: LogOf<'SentMessage'>, moved: Moved): boolean {
  if (!GATEWAY_DEPARTURES.has(log.eventName) || log.log.address !== addressOf(message.args.sender))
    return false;
  const { from, to, amount } = log.args as { from: Hex; to: Hex; amount: bigint };
  return (
    addressOf(from) === moved.sender &&
    addressOf(to) === moved.recipient &&
    amount === (moved.sent?.raw ?? 0n)
  );
}

function isQueued(log: ScrollLog, hash: Hex): boolean {
  if (log.eventName === 'AppendMessage') return log.args.messageHash === hash;
  return log.eventName === 'QueueTransaction' && keccak256(log.args.data) === hash;
}
