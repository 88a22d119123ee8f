import type { ChainTransaction, EventRecord, RangeReading } from '@causeway/application/ports';
import { finalityOf, type BlockHeader } from '@causeway/domain/finality';
import { ok, type Result } from '@causeway/domain/units';
import type { Collecting } from './collector-state.js';
import { transactionRecord } from './transaction-record.js';

/** The record of a header, with the heads of its chain as they are now. */
export function headerRecord({ ports, chain, heads }: Collecting, header: BlockHeader): EventRecord {
  return { key: chain, value: ports.encodeHeader({ chain, header, heads }), headers: {} };
}

/**
 * The record that all of a range was told, where headers do not show it: a reading that continues the one before, or
 * begins with the first block that was ever collected.
 */
export function readingRecord(
  { ports, chain }: Collecting,
  { first, last }: RangeReading,
  isFirst: boolean,
): EventRecord {
  const read = { chain, ...(isFirst ? { since: first.time } : {}), through: last.time };
  return { key: chain, value: ports.encodeReading(read), headers: {} };
}

/**
 * The records of all transactions of a reading, in the order of the chain; when headers are told, each block's before
 * its transactions, so that these take effect as they are read.
 */
export function blockRecords(
  collecting: Collecting,
  { headers, transactions }: RangeReading,
  tellsHeaders: boolean,
): Result<readonly EventRecord[], 'RECORD_TOO_LARGE'> {
  const { ports, chain, heads, emitters } = collecting;
  const byBlock = new Map<bigint, ChainTransaction[]>();
  for (const transaction of transactions) {
    const { blockNumber } = transaction;
    byBlock.set(blockNumber, [...(byBlock.get(blockNumber) ?? []), transaction]);
  }
  const records: EventRecord[] = [];
  for (const header of headers) {
    if (tellsHeaders) records.push(headerRecord(collecting, header));
    const finality = finalityOf(header.number, heads);
    for (const transaction of byBlock.get(header.number) ?? []) {
      const form = { chain, emitters, finality, encodeTransaction: ports.encodeTransaction };
      const record = transactionRecord(form, transaction, header);
      if (!record.ok) return record;
      records.push(record.value);
    }
  }
  return ok(records);
}
