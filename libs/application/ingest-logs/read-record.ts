import type { DecodedTransaction, TransactionLogs } from '@causeway/domain/bridging';
import type { ChainRead } from '@causeway/domain/conservation';
import type { HeaderReport } from '@causeway/domain/finality';
import type { BalanceProof } from '@causeway/domain/margin';
import { fail, type ChainId, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import type {
  AppliedLog,
  DeadLetter,
  ReceivedEvent,
  RecordOrigin,
  StoredRecord,
} from '@causeway/application/ports';
import { deadLetter } from './dead-letter.js';

/** What a record of a chain says. */
export type ChainRecord =
  | { readonly kind: 'transaction-logs'; readonly record: TransactionLogs }
  | { readonly kind: 'block-header'; readonly record: HeaderReport }
  | { readonly kind: 'chain-read'; readonly record: ChainRead }
  /** Verified up to the hash of its block. */
  | { readonly kind: 'balance-proof'; readonly record: BalanceProof };

/** How records are read. */
export interface RecordReading {
  /** Reads a record's value; a failure names the field. */
  readonly parseRecord: (value: string) => Result<ChainRecord>;
  /** Reads the bridge events of a transaction; never throws. */
  readonly decodeTransaction: (transaction: TransactionLogs) => DecodedTransaction;
}

/** A record that says something: of a chain, or that it cannot be read. */
export interface ReadRecord {
  readonly origin: RecordOrigin;
  /** Absent when the record cannot be read. */
  readonly chain?: ChainId;
  /** The time of the block of a record with bridge events, so that where a batch is cut changes no clock. */
  readonly readTo?: UnixMilliseconds;
  readonly report?: HeaderReport;
  readonly read?: ChainRead;
  readonly proof?: BalanceProof;
  readonly events: readonly ReceivedEvent[];
  /** What of it could not be read. */
  readonly deadLetters: readonly DeadLetter[];
}

/** Reads a record; a transaction of no bridge says nothing. */
export function readRecord(reading: RecordReading, stored: StoredRecord): ReadRecord {
  const { topic, partition, offset, value, appendedAt } = stored;
  const origin: RecordOrigin = { topic, partition, offset, body: value };
  const parsed = reading.parseRecord(value);
  if (!parsed.ok) {
    const place = `${topic}/${partition}/${offset}`;
    return { origin, events: [], deadLetters: [deadLetter(origin, place, appendedAt, parsed.failure)] };
  }
  if (parsed.value.kind === 'block-header') {
    const report = parsed.value.record;
    return { origin, chain: report.chain, report, events: [], deadLetters: [] };
  }
  if (parsed.value.kind === 'chain-read') {
    const { chain, since, through } = parsed.value.record;
    const read: ChainRead = { chain, ...(since !== undefined && { since }), through };
    return { origin, chain, read, events: [], deadLetters: [] };
  }
  if (parsed.value.kind === 'balance-proof') {
    const proof = parsed.value.record;
    return { origin, chain: proof.evidence.chain, proof, events: [], deadLetters: [] };
  }
  const transaction = parsed.value.record;
  const { chain, finality, blockTime } = transaction;
  const { events, undecodable } = reading.decodeTransaction(transaction);
  return {
    origin,
    chain,
    ...(events.length > 0 && { readTo: blockTime }),
    events: events.map((event) => ({
      event: { ...event, finality },
      log: appliedLog(event.logId, transaction),
      origin,
    })),
    deadLetters: undecodable.map(({ logId, bridge, code, message }) =>
      deadLetter(origin, logId, blockTime, fail(code, message).failure, bridge),
    ),
  };
}

function appliedLog(id: AppliedLog['id'], transaction: TransactionLogs): AppliedLog {
  const { chain, blockNumber, blockHash } = transaction;
  return { id, chain, blockNumber, blockHash };
}
