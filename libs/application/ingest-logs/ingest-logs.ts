import type { DecodedTransaction, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { fail, type Address, type ChainId, type Result, type TransferId } from '@causeway/domain/units';
import type {
  AppliedLog,
  DeadLetter,
  LayerClock,
  LedgerStore,
  RecordBatch,
  StoredRecord,
} from '@causeway/application/ports';
import { deadLetter, type InputPosition } from './dead-letter.js';
import { decideBridgeEvents, type IngestOutcome, type ReceivedEvent } from './decide-bridge-events.js';

const NOTHING: IngestOutcome = { applied: 0, duplicates: 0, refused: 0, untrusted: 0 };

/** What ingestion needs from outside. */
export interface IngestLogsPorts {
  readonly ledger: LedgerStore;
  /** Reads a record's value; a failure names the field. */
  readonly parseTransactionLogs: (value: string) => Result<TransactionLogs>;
  /** Reads the bridge events of a transaction; never throws. */
  readonly decodeTransaction: (transaction: TransactionLogs) => DecodedTransaction;
  /** What transfers are tracked by. */
  readonly network: Network;
}

/**
 * Applies a batch of transactions' logs to the books in one transaction. Delivering the same batch again changes
 * nothing. Input that cannot be read becomes a dead letter in the same transaction.
 */
export async function ingestLogs(ports: IngestLogsPorts, batch: RecordBatch): Promise<IngestOutcome> {
  const read = batch.records.map((record) => readRecord(ports, record));
  const received = read.flatMap(({ events }) => events);
  const unreadable = read.flatMap(({ deadLetters }) => deadLetters);
  if (received.length === 0 && unreadable.length === 0) return NOTHING;
  const clocks = newestOf(read.flatMap(({ clock }) => clock ?? []));

  const keys = {
    logs: received.map(({ log }) => log.id),
    transfers: unique(received.map(({ event }) => event.transfer)),
    wallets: unique(received.flatMap(({ event }) => walletsOf(event.sender, event.recipient))),
    accounts: [],
  };
  return ports.ledger.transact(keys, (snapshot) => {
    const { changes, outcome } = decideBridgeEvents(snapshot, received, ports.network);
    return {
      changes: { ...changes, clocks, deadLetters: [...unreadable, ...changes.deadLetters] },
      outcome: { ...outcome, refused: outcome.refused + unreadable.length },
    };
  });
}

interface ReadRecord {
  readonly events: readonly ReceivedEvent[];
  readonly deadLetters: readonly DeadLetter[];
  /** Of a record with bridge events alone, so that where a batch is cut changes no clock. */
  readonly clock?: LayerClock;
}

function readRecord(ports: IngestLogsPorts, record: StoredRecord): ReadRecord {
  const origin: InputPosition = {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    body: record.value,
  };
  const parsed = ports.parseTransactionLogs(record.value);
  if (!parsed.ok) {
    const place = `${record.topic}/${record.partition}/${record.offset}`;
    return { events: [], deadLetters: [deadLetter(origin, place, record.appendedAt, parsed.failure)] };
  }
  const transaction = parsed.value;
  const { events, undecodable } = ports.decodeTransaction(transaction);
  return {
    ...(events.length > 0 && { clock: { chain: transaction.chain, readTo: transaction.blockTime } }),
    events: events.map((event) => ({ event, log: appliedLog(event.logId, transaction), origin })),
    deadLetters: undecodable.map(({ logId, bridge, code, message }) =>
      deadLetter(origin, logId, transaction.blockTime, fail(code, message).failure, bridge),
    ),
  };
}

/** The newest clock of each layer. */
function newestOf(clocks: readonly LayerClock[]): readonly LayerClock[] {
  const newest = new Map<ChainId, LayerClock>();
  for (const clock of clocks) {
    if (clock.readTo > (newest.get(clock.chain)?.readTo ?? -1)) newest.set(clock.chain, clock);
  }
  return [...newest.values()];
}

function appliedLog(id: AppliedLog['id'], transaction: TransactionLogs): AppliedLog {
  const { chain, blockNumber, blockHash } = transaction;
  return { id, chain, blockNumber, blockHash };
}

function walletsOf(...wallets: readonly (Address | undefined)[]): Address[] {
  return wallets.filter((wallet) => wallet !== undefined);
}

function unique<Id extends TransferId | Address>(ids: readonly Id[]): Id[] {
  return [...new Set(ids)];
}
