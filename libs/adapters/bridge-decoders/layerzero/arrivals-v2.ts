import type {
  BridgeEvent,
  DecodedTransaction,
  TransactionLogs,
  UndecodableLog,
} from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { transferId } from '@causeway/domain/units';
import { addressOf, draftEvent, ZERO_ADDRESS } from '../event-draft.js';
import { undecodableLog, type ReadLog } from '../event-reader.js';
import type { endpointV2Events, tokenV2Events } from './abi.js';
import { asWord, chainOfEndpoint, endpointOfChain, guidOf } from './packet.js';
import { amountAt, bridgeOfMessage, LAYERZERO, tokenContractAt } from './packet-logs.js';

type EndpointLog = ReadLog<typeof endpointV2Events>;
type ReceivedLog = Exclude<EndpointLog, { eventName: 'PacketSent' }>;
export type TokenReceivedLog = Extract<ReadLog<typeof tokenV2Events>, { eventName: 'OFTReceived' }>;

/**
 * Messages verified and delivered in version 2. A token's own event tells what arrived; a delivery to a known token
 * contract that logs no such event (the token kept for a retry) is no arrival yet.
 */
export function arrivalsV2(
  transaction: TransactionLogs,
  network: Network,
  received: readonly ReceivedLog[],
  tokens: readonly TokenReceivedLog[],
): DecodedTransaction {
  const endpoint = endpointOfChain(network, transaction.chain, 2);
  const carriers = new Map<string, ReceivedLog>();
  const events: BridgeEvent[] = [];
  const undecodable: UndecodableLog[] = [];
  for (const carrier of received) {
    if (endpoint === undefined) {
      const message = `LayerZero's number of ${transaction.chain} is not known, so the message id cannot be computed`;
      undecodable.push(undecodableLog(transaction, LAYERZERO, carrier.log, 'UNKNOWN_CHAIN', message));
      continue;
    }
    const guid = guidOf(headerOf(carrier, endpoint));
    const isTokens = tokens.some((token) => token.args.guid.toLowerCase() === guid);
    if (carrier.eventName === 'PacketDelivered' && isTokens) {
      if (carrier.contract !== undefined) carriers.set(guid, carrier);
    } else {
      events.push(messageStep(transaction, network, carrier, guid));
    }
  }
  return { events: [...tokenArrivals(transaction, network, tokens, carriers), ...events], undecodable };
}

function headerOf({ args }: ReceivedLog, endpoint: number): Parameters<typeof guidOf>[0] {
  const { origin, receiver } = args;
  return {
    nonce: origin.nonce,
    sourceEndpoint: origin.srcEid,
    sender: origin.sender,
    destinationEndpoint: endpoint,
    receiver: asWord(receiver),
  };
}

function messageStep(
  transaction: TransactionLogs,
  network: Network,
  carrier: ReceivedLog,
  guid: string,
): BridgeEvent {
  const { origin, receiver } = carrier.args;
  const bridge = bridgeOfMessage(network, transaction.chain, asWord(receiver), undefined);
  const sourceChain = chainOfEndpoint(network, origin.srcEid);
  const keepsTokens = tokenContractAt(network, transaction.chain, addressOf(receiver)) !== undefined;
  const delivered = keepsTokens ? 'relayed' : 'finalised';
  return draftEvent(transaction, carrier, [], {
    bridge,
    step: carrier.eventName === 'PacketVerified' ? 'attested' : delivered,
    transfer: transferId(bridge, sourceChain, guid),
    sourceChain,
    destinationChain: transaction.chain,
  });
}

function tokenArrivals(
  transaction: TransactionLogs,
  network: Network,
  tokens: readonly TokenReceivedLog[],
  carriers: ReadonlyMap<string, ReceivedLog>,
): readonly BridgeEvent[] {
  const seats = new Map<string, number>();
  return tokens.map((token) => {
    const guid = token.args.guid.toLowerCase();
    // Counted apart, so that an imitation cannot take the place of a real arrival.
    const row = token.contract === undefined ? `${guid} unknown` : guid;
    const seat = seats.get(row) ?? 0;
    seats.set(row, seat + 1);
    const { srcEid, toAddress, amountReceivedLD } = token.args;
    const bridge = token.contract?.bridge ?? LAYERZERO;
    const sourceChain = chainOfEndpoint(network, srcEid);
    const recipient = addressOf(toAddress);
    const payer = token.log.address;
    const carrier = carriers.get(guid);
    return draftEvent(transaction, token, carrier === undefined ? [] : [carrier], {
      bridge,
      step: 'finalised',
      // The passengers of a bus share its guid; each is a transfer of its own.
      transfer: transferId(bridge, sourceChain, seat === 0 ? guid : `${guid}-seat-${seat}`),
      sourceChain,
      destinationChain: transaction.chain,
      recipient,
      received: amountAt(
        transaction,
        token,
        amountReceivedLD,
        ({ from, to }) => to === recipient && (from === payer || from === ZERO_ADDRESS),
      ),
    });
  });
}
