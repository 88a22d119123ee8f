import type {
  BridgeEvent,
  DecodedTransaction,
  TransactionLogs,
  UndecodableLog,
} from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { transferId, type Address } from '@causeway/domain/units';
import { addressInWord, addressOf, draftEvent, ZERO_ADDRESS } from '../event-draft.js';
import { undecodableLog, type ReadLog } from '../event-reader.js';
import { knownFirst } from '../known-first.js';
import type { endpointV1Events, tokenV1Events } from './abi.js';
import { asWord, chainOfEndpoint, guidOf, parsePacketV1, TOO_SHORT, type Packet } from './packet.js';
import { amountAt, bridgeOfMessage, LAYERZERO, STARGATE, tokenContractAt } from './packet-logs.js';
import { parseSwapMessage, swapSent, type SwapLog } from './stargate-v1.js';

export type PacketLog = Extract<ReadLog<typeof endpointV1Events>, { eventName: 'Packet' }>;
export type SendLog = Extract<ReadLog<typeof tokenV1Events>, { eventName: 'SendToChain' }>;

/** Messages sent in version 1, each with the swap of Stargate or the token event that it carries. */
export function departuresV1(
  transaction: TransactionLogs,
  network: Network,
  packets: readonly PacketLog[],
  swaps: readonly SwapLog[],
  sends: readonly SendLog[],
): DecodedTransaction {
  const claimed = new Set<SwapLog | SendLog>();
  const malformed: UndecodableLog[] = [];
  const events = knownFirst(packets).flatMap((carrier) => {
    const packet = parsePacketV1(carrier.args.payload);
    if (packet === undefined) {
      malformed.push(undecodableLog(transaction, LAYERZERO, carrier.log, 'MALFORMED_LOG', TOO_SHORT));
      return [];
    }
    const swap = swapOf(
      network,
      transaction,
      packet,
      swaps.filter((found) => !claimed.has(found)),
    );
    if (swap !== undefined) {
      claimed.add(swap);
      return [swapDeparture(transaction, network, carrier, packet, swap)];
    }
    const sender = addressInWord(packet.sender);
    const send = sends.find((found) => !claimed.has(found) && found.log.address === sender);
    if (send !== undefined) claimed.add(send);
    return [messageDeparture(transaction, network, carrier, packet, send)];
  });
  const alone = [...swaps, ...sends].filter((log) => !claimed.has(log));
  return {
    events,
    undecodable: [
      ...malformed,
      ...alone.map(({ log, contract }) =>
        undecodableLog(
          transaction,
          contract?.bridge ?? LAYERZERO,
          log,
          'INCOMPLETE_TRANSACTION',
          'no LayerZero message of the transaction carries it, and only the message has an id',
        ),
      ),
    ],
  };
}

/** The swap that a message of Stargate's bridge carries; a swap of unknown pools only with an unknown bridge. */
function swapOf(
  network: Network,
  transaction: TransactionLogs,
  packet: Packet,
  swaps: readonly SwapLog[],
): SwapLog | undefined {
  const message = parseSwapMessage(packet.message);
  if (message === undefined) return undefined;
  const isStargate =
    tokenContractAt(network, transaction.chain, addressInWord(packet.sender))?.bridge === STARGATE;
  return swaps.find(
    ({ args, contract }) =>
      (contract !== undefined) === isStargate &&
      args.amountSD === message.amount &&
      args.dstPoolId === message.destinationPool &&
      args.chainId === packet.destinationEndpoint,
  );
}

function swapDeparture(
  transaction: TransactionLogs,
  network: Network,
  carrier: PacketLog,
  packet: Packet,
  swap: SwapLog,
): BridgeEvent {
  return draftEvent(transaction, swap, [carrier], {
    bridge: STARGATE,
    step: 'initiated',
    transfer: transferId(STARGATE, transaction.chain, guidOf(packet)),
    sourceChain: transaction.chain,
    destinationChain: chainOfEndpoint(network, packet.destinationEndpoint),
    sender: walletBehind(transaction, network, addressOf(swap.args.from)),
    recipient: parseSwapMessage(packet.message)?.receiver,
    sent: swapSent(transaction, network, swap, carrier.log.logIndex),
  });
}

/** Undefined for Stargate's own router of ether, which gives in its own name and logs nowhere for whom. */
function walletBehind(transaction: TransactionLogs, network: Network, giver: Address): Address | undefined {
  return tokenContractAt(network, transaction.chain, giver) === undefined ? giver : undefined;
}

function messageDeparture(
  transaction: TransactionLogs,
  network: Network,
  carrier: PacketLog,
  packet: Packet,
  send: SendLog | undefined,
): BridgeEvent {
  const bridge = bridgeOfMessage(network, transaction.chain, packet.sender, send);
  const facts = {
    bridge,
    step: 'initiated' as const,
    transfer: transferId(bridge, transaction.chain, guidOf(packet)),
    sourceChain: transaction.chain,
    destinationChain: chainOfEndpoint(network, packet.destinationEndpoint),
  };
  if (send === undefined) {
    return draftEvent(transaction, carrier, [], { ...facts, sender: addressInWord(packet.sender) });
  }
  const sender = addressOf(send.args._from);
  const token = send.log.address;
  const receiver = send.args._toAddress;
  return draftEvent(transaction, send, [carrier], {
    ...facts,
    sender,
    recipient: receiver.length > 66 ? undefined : addressInWord(asWord(receiver)),
    sent: amountAt(
      transaction,
      send,
      send.args._amount,
      ({ from, to }) => from === sender && (to === token || to === ZERO_ADDRESS),
    ),
  });
}
