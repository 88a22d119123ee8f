import type { BridgeEvent, DecodedTransaction, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { transferId, type ChainId } from '@causeway/domain/units';
import { addressOf, draftEvent, ZERO_ADDRESS } from '../event-draft.js';
import { undecodableLog, type ReadLog } from '../event-reader.js';
import { knownFirst } from '../known-first.js';
import type { endpointV1Events, tokenV1Events } from './abi.js';
import { asWord, chainOfEndpoint, endpointOfChain, guidOf } from './packet.js';
import { amountAt, bridgeOfMessage, LAYERZERO, STARGATE } from './packet-logs.js';
import { swapReceived, type NativeLog, type SwapRemoteLog } from './stargate-v1.js';

export type PacketReceivedLog = Extract<ReadLog<typeof endpointV1Events>, { eventName: 'PacketReceived' }>;
export type ReceiveLog = Extract<ReadLog<typeof tokenV1Events>, { eventName: 'ReceiveFromChain' }>;

/** The payments that messages received in a transaction can lead to. */
export interface PaymentsV1 {
  readonly swaps: readonly SwapRemoteLog[];
  readonly receipts: readonly ReceiveLog[];
  readonly native: readonly NativeLog[];
}

/** The id and the source of a received message. */
interface Received {
  readonly carrier: PacketReceivedLog;
  readonly guid: string;
  readonly sourceChain: ChainId;
}

/**
 * Messages received in version 1, each with the payment that follows it. The node logs a message before the
 * application runs it, and keeps it for a retry when that fails: a message alone has been relayed, no more.
 */
export function arrivalsV1(
  transaction: TransactionLogs,
  network: Network,
  carriers: readonly PacketReceivedLog[],
  payments: PaymentsV1,
): DecodedTransaction {
  const endpoint = endpointOfChain(network, transaction.chain, 1);
  if (endpoint === undefined) {
    const message = `LayerZero's number of ${transaction.chain} is not known, so the message id cannot be computed`;
    const logs = [...carriers, ...payments.swaps, ...payments.receipts];
    return {
      events: [],
      undecodable: logs.map(({ log }) =>
        undecodableLog(transaction, LAYERZERO, log, 'UNKNOWN_CHAIN', message),
      ),
    };
  }
  const claimed = new Set<SwapRemoteLog | ReceiveLog>();
  const events = knownFirst(carriers).map((carrier) => {
    const received = receivedBy(network, carrier, endpoint);
    const next = followingIndex(carriers, carrier);
    const follows = ({ log }: SwapRemoteLog | ReceiveLog): boolean =>
      log.logIndex > carrier.log.logIndex && log.logIndex < next;
    const bridge = bridgeOfMessage(network, transaction.chain, asWord(carrier.args.dstAddress), undefined);
    const swap = payments.swaps.find(
      (found) =>
        !claimed.has(found) && follows(found) && (found.contract !== undefined) === (bridge === STARGATE),
    );
    const receiver = addressOf(carrier.args.dstAddress);
    const receipt = payments.receipts.find(
      (found) => !claimed.has(found) && follows(found) && found.log.address === receiver,
    );
    const payment = swap ?? receipt;
    if (payment !== undefined) claimed.add(payment);
    if (swap !== undefined) return swapArrival(transaction, network, received, swap, payments.native);
    return receipt === undefined
      ? relayed(transaction, network, received)
      : tokenArrival(transaction, network, received, receipt);
  });
  const alone = [...payments.swaps, ...payments.receipts].filter((log) => !claimed.has(log));
  return {
    events,
    undecodable: alone.map(({ log, contract }) =>
      undecodableLog(
        transaction,
        contract?.bridge ?? LAYERZERO,
        log,
        'INCOMPLETE_TRANSACTION',
        'a payment without its message, as when a kept message is run again, names no transfer',
      ),
    ),
  };
}

function receivedBy(network: Network, carrier: PacketReceivedLog, endpoint: number): Received {
  const { srcChainId, srcAddress, dstAddress, nonce } = carrier.args;
  const guid = guidOf({
    nonce,
    sourceEndpoint: srcChainId,
    sender: asWord(srcAddress),
    destinationEndpoint: endpoint,
    receiver: asWord(dstAddress),
  });
  return { carrier, guid, sourceChain: chainOfEndpoint(network, srcChainId) };
}

/** Where the logs of the next message of a known node begin; an imitation cannot cut a real one short. */
function followingIndex(carriers: readonly PacketReceivedLog[], carrier: PacketReceivedLog): number {
  const later = carriers.filter(
    ({ log, contract }) => log.logIndex > carrier.log.logIndex && contract !== undefined,
  );
  return Math.min(Number.MAX_SAFE_INTEGER, ...later.map(({ log }) => log.logIndex));
}

function relayed(transaction: TransactionLogs, network: Network, received: Received): BridgeEvent {
  const { carrier, guid, sourceChain } = received;
  const bridge = bridgeOfMessage(network, transaction.chain, asWord(carrier.args.dstAddress), undefined);
  return draftEvent(transaction, carrier, [], {
    bridge,
    step: 'relayed',
    transfer: transferId(bridge, sourceChain, guid),
    sourceChain,
    destinationChain: transaction.chain,
  });
}

function swapArrival(
  transaction: TransactionLogs,
  network: Network,
  { carrier, guid, sourceChain }: Received,
  swap: SwapRemoteLog,
  native: readonly NativeLog[],
): BridgeEvent {
  return draftEvent(transaction, swap, [carrier], {
    bridge: STARGATE,
    step: 'finalised',
    transfer: transferId(STARGATE, sourceChain, guid),
    sourceChain,
    destinationChain: transaction.chain,
    recipient: addressOf(swap.args.to),
    received: swapReceived(transaction, network, swap, carrier.log.logIndex, native),
  });
}

function tokenArrival(
  transaction: TransactionLogs,
  network: Network,
  { carrier, guid, sourceChain }: Received,
  receipt: ReceiveLog,
): BridgeEvent {
  const token = receipt.log.address;
  const recipient = addressOf(receipt.args._to);
  const bridge = bridgeOfMessage(network, transaction.chain, asWord(carrier.args.dstAddress), receipt);
  return draftEvent(transaction, receipt, [carrier], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, sourceChain, guid),
    sourceChain,
    destinationChain: transaction.chain,
    recipient,
    received: amountAt(
      transaction,
      receipt,
      receipt.args._amount,
      ({ from, to }) => to === recipient && (from === token || from === ZERO_ADDRESS),
    ),
  });
}
