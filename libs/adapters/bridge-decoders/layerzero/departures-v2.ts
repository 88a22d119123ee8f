import { size, slice, type Hex } from 'viem';
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
import type { busEvents, endpointV2Events, tokenV2Events } from './abi.js';
import { chainOfEndpoint, guidOf, parsePacketV2, TOO_SHORT, type Packet } from './packet.js';
import { amountAt, bridgeOfMessage, LAYERZERO, STARGATE } from './packet-logs.js';

type EndpointLog = ReadLog<typeof endpointV2Events>;
type TokenLog = ReadLog<typeof tokenV2Events>;
type SentLog = Extract<EndpointLog, { eventName: 'PacketSent' }>;
export type TokenSentLog = Extract<TokenLog, { eventName: 'OFTSent' }>;
export type BusLog = ReadLog<typeof busEvents>;

const TAXI = 1;
const NO_GUID = `0x${'0'.repeat(64)}`;

/** Messages sent in version 2, each with the token event that bears its guid. */
export function departuresV2(
  transaction: TransactionLogs,
  network: Network,
  sent: readonly SentLog[],
  tokens: readonly TokenSentLog[],
): DecodedTransaction {
  const claimed = new Set<TokenSentLog>();
  const undecodable: UndecodableLog[] = [];
  const events = knownFirst(sent).flatMap((carrier) => {
    const packet = parsePacketV2(carrier.args.encodedPayload);
    if (packet === undefined) {
      undecodable.push(undecodableLog(transaction, LAYERZERO, carrier.log, 'MALFORMED_LOG', TOO_SHORT));
      return [];
    }
    const token = tokenOf(
      packet,
      tokens.filter((found) => !claimed.has(found)),
    );
    if (token !== undefined) claimed.add(token);
    return [departure(transaction, network, carrier, packet, token)];
  });
  const alone = tokens.filter((token) => !claimed.has(token) && token.args.guid !== NO_GUID);
  return {
    events: [...events, ...alone.map((token) => untrustedDeparture(transaction, network, token))],
    undecodable,
  };
}

/**
 * The token event of a message. The pools of Stargate send through another contract, so any known one may bear the
 * guid; an unknown one must be the sender of the message itself.
 */
function tokenOf(packet: Packet, tokens: readonly TokenSentLog[]): TokenSentLog | undefined {
  const guid = guidOf(packet);
  const bearers = tokens.filter((token) => token.args.guid.toLowerCase() === guid);
  const sender = addressInWord(packet.sender);
  return (
    bearers.find(({ contract }) => contract !== undefined) ??
    bearers.find(({ log }) => log.address === sender)
  );
}

function departure(
  transaction: TransactionLogs,
  network: Network,
  carrier: SentLog,
  packet: Packet,
  token: TokenSentLog | undefined,
): BridgeEvent {
  const bridge = bridgeOfMessage(network, transaction.chain, packet.sender, token);
  const facts = {
    bridge,
    step: 'initiated' as const,
    transfer: transferId(bridge, transaction.chain, guidOf(packet)),
    sourceChain: transaction.chain,
    destinationChain: chainOfEndpoint(network, packet.destinationEndpoint),
  };
  if (token === undefined) {
    const sender = addressInWord(packet.sender);
    return draftEvent(transaction, carrier, [], { ...facts, sender });
  }
  return draftEvent(transaction, token, [carrier], {
    ...facts,
    sender: addressOf(token.args.fromAddress),
    recipient: bridge === STARGATE ? taxiReceiver(packet.message) : tokenReceiver(packet.message),
    sent: sentAmount(transaction, token),
  });
}

/** A token event without its message, which its contract cannot emit: shown under the guid it claims. */
function untrustedDeparture(
  transaction: TransactionLogs,
  network: Network,
  token: TokenSentLog,
): BridgeEvent {
  const { guid, dstEid, fromAddress } = token.args;
  const bridge = token.contract?.bridge ?? bridgeOfMessage(network, transaction.chain, NO_GUID, undefined);
  return draftEvent(transaction, { ...token, contract: undefined }, [], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, guid.toLowerCase()),
    sourceChain: transaction.chain,
    destinationChain: chainOfEndpoint(network, dstEid),
    sender: addressOf(fromAddress),
    sent: sentAmount(transaction, token),
  });
}

/**
 * Rides on a bus of Stargate 2. A ride has a ticket but no guid yet: that belongs to the message which carries all
 * passengers of the bus later, and neither `BusDriven` nor the arrivals name both. So a ride's units are the bridge's
 * from the ride on; were they in transit too, they would be counted twice once they arrive under the guid.
 */
export function busRides(
  transaction: TransactionLogs,
  network: Network,
  rides: readonly BusLog[],
  tokens: readonly TokenSentLog[],
): readonly BridgeEvent[] {
  const riders = tokens.filter(({ args }) => args.guid === NO_GUID);
  const claimed = new Set<TokenSentLog>();
  return rides.map((ride) => {
    const { dstEid, ticketId, passenger } = ride.args;
    const token = riders.find(
      (rider) =>
        !claimed.has(rider) && rider.args.dstEid === dstEid && rider.log.logIndex > ride.log.logIndex,
    );
    if (token !== undefined) claimed.add(token);
    return draftEvent(transaction, ride, token === undefined ? [] : [token], {
      bridge: STARGATE,
      step: 'initiated',
      transfer: transferId(STARGATE, transaction.chain, `bus-${dstEid}-${ticketId}`),
      sourceChain: transaction.chain,
      destinationChain: chainOfEndpoint(network, dstEid),
      sender: token === undefined ? undefined : addressOf(token.args.fromAddress),
      // BusCodec of stargate-protocol/stargate-v2: asset (2 bytes), receiver (32), amount (8), native drop (1).
      recipient: wordAt(passenger, 2),
      sent: token === undefined ? undefined : sentAmount(transaction, token),
      arrivesSilently: true,
      arrivesElsewhere: true,
    });
  });
}

function sentAmount(transaction: TransactionLogs, token: TokenSentLog): BridgeEvent['sent'] {
  const { fromAddress, amountSentLD } = token.args;
  const sender = addressOf(fromAddress);
  const taker = token.log.address;
  return amountAt(
    transaction,
    token,
    amountSentLD,
    ({ from, to }) => from === sender && (to === taker || to === ZERO_ADDRESS),
  );
}

/** TaxiCodec of stargate-protocol/stargate-v2: type (1 byte), asset (2), receiver (32), amount (8). */
function taxiReceiver(message: Hex): Address | undefined {
  if (size(message) === 0 || Number(BigInt(slice(message, 0, 1))) !== TAXI) return undefined;
  return wordAt(message, 3);
}

/** OFTMsgCodec of LayerZero-Labs/LayerZero-v2: receiver (32 bytes), amount (8). */
function tokenReceiver(message: Hex): Address | undefined {
  return wordAt(message, 0);
}

function wordAt(bytes: Hex, start: number): Address | undefined {
  return size(bytes) < start + 32 ? undefined : addressInWord(slice(bytes, start, start + 32));
}
