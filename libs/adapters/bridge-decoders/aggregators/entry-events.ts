import { parseAbi } from 'viem';
import type {
  BridgeEvent,
  DecodedTransaction,
  TransactionLogs,
  UndecodableLog,
} from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { expectOk, parseBridgeId, type BridgeId } from '@causeway/domain/units';
import type { NamedLog } from '../event-draft.js';
import { eventReader, undecodableLog, type EventKey } from '../event-reader.js';

/** Socket's gateway. https://docs.socket.tech */
export const socketEvents = parseAbi([
  'event SocketBridge(uint256 amount, address token, uint256 toChainId, bytes32 bridgeName, address sender, address receiver, bytes32 metadata)',
]);

/** LI.FI's diamond. ILiFi of lifinance/contracts. */
export const lifiEvents = parseAbi([
  'struct BridgeData { bytes32 transactionId; string bridge; string integrator; address referrer; address sendingAssetId; address receiver; uint256 minAmount; uint256 destinationChainId; bool hasSourceSwaps; bool hasDestinationCall; }',
  'event LiFiTransferStarted(BridgeData bridgeData)',
  'event LiFiTransferCompleted(bytes32 indexed transactionId, address receivingAssetId, address receiver, uint256 amount, uint256 timestamp)',
]);

const SOCKET: BridgeId = expectOk(parseBridgeId('socket'));
const LIFI: BridgeId = expectOk(parseBridgeId('lifi'));
const socket = eventReader(SOCKET, socketEvents);
const lifi = eventReader(LIFI, lifiEvents);

/** The events by which aggregators note a transfer that they handed to a bridge. */
export const ENTRY_TOPICS: ReadonlySet<EventKey> = new Set([...socket.topics, ...lifi.topics]);

interface Entry extends NamedLog {
  readonly aggregator: BridgeId;
}

/**
 * What the bridges' logs say, with the entry logs of aggregators added to the evidence of the transfer they belong
 * to: an aggregator calls the bridge and logs its entry right after, so that is the last step of the bridge before
 * it. An entry tells of no transfer of its own, adds no fact, and makes no event more or less trusted. Where no
 * step is understood, the entry is undecodable, so that a transfer that is missing is seen to be missing.
 */
export function withEntries(
  decoded: DecodedTransaction,
  transaction: TransactionLogs,
  network: Network,
): DecodedTransaction {
  const readings = [
    { aggregator: SOCKET, reading: socket.read(transaction, network) },
    { aggregator: LIFI, reading: lifi.read(transaction, network) },
  ];
  const entries: readonly Entry[] = readings
    .flatMap(({ aggregator, reading }) =>
      reading.logs.map(({ eventName, log }) => ({ aggregator, eventName, log, contract: undefined })),
    )
    .sort((a, b) => a.log.logIndex - b.log.logIndex);
  const events = [...decoded.events];
  const undecodable: UndecodableLog[] = readings.flatMap(({ reading }) => reading.undecodable);
  for (const entry of entries) {
    const event = handedOver(events, entry);
    if (event === undefined) undecodable.push(missing(transaction, entry));
    else events[events.indexOf(event)] = withEvidence(event, entry);
  }
  return { events, undecodable: [...decoded.undecodable, ...undecodable] };
}

function handedOver(events: readonly BridgeEvent[], entry: Entry): BridgeEvent | undefined {
  const step = entry.eventName === 'LiFiTransferCompleted' ? 'finalised' : 'initiated';
  return events
    .filter((event) => event.step === step && lastLogOf(event) < entry.log.logIndex)
    .sort((a, b) => lastLogOf(a) - lastLogOf(b))
    .at(-1);
}

function lastLogOf({ evidence }: BridgeEvent): number {
  return Math.max(...(evidence ?? []).map(({ logIndex }) => logIndex));
}

function withEvidence(event: BridgeEvent, { eventName, log }: Entry): BridgeEvent {
  const added = { logIndex: log.logIndex, address: log.address, eventName };
  return { ...event, evidence: [...(event.evidence ?? []), added] };
}

function missing(transaction: TransactionLogs, { aggregator, log, eventName }: Entry): UndecodableLog {
  return undecodableLog(
    transaction,
    aggregator,
    log,
    'INCOMPLETE_TRANSACTION',
    eventName === 'LiFiTransferCompleted'
      ? 'what arrived before this, in this transaction or an earlier one, is not named'
      : `${eventName} notes a transfer over another bridge, whose own step is not understood`,
  );
}
