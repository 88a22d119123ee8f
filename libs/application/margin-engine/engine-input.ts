import type { PostingCause } from '@causeway/domain/ledger';
import type { MarginAccount, MarginPolicy, Price } from '@causeway/domain/margin';
import type { Result, UnixMilliseconds } from '@causeway/domain/units';
import { deadLetter } from '@causeway/application/ingest-logs';
import {
  ACCOUNT_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  type DeadLetter,
  type PublishedEvent,
  type RecordBatch,
  type StoredRecord,
} from '@causeway/application/ports';

/** What can change an account's margin. */
export type EngineInput =
  | { readonly kind: 'account'; readonly account: MarginAccount; readonly cause: PostingCause }
  | { readonly kind: 'price'; readonly price: Price }
  | { readonly kind: 'policy'; readonly policy: MarginPolicy; readonly at: UnixMilliseconds };

/** A record of an input topic, read: an input, or the reason why it is none. */
export interface EngineRecord {
  readonly offset: bigint;
  readonly input?: EngineInput;
  readonly deadLetter?: DeadLetter;
}

/** How the values of the input topics are read. */
export interface EngineInputParsers {
  readonly parsePublishedEvent: (value: string) => Result<PublishedEvent>;
  readonly parsePrice: (value: string) => Result<Price>;
}

/** Topics a margin engine reads besides its own partition of `account.events`; every engine sees all of them. */
export const BROADCAST_TOPICS = [MARKET_PRICES, POLICY_EVENTS] as const;

/** Reads a batch once for all the partitions of a process. */
export function readEngineRecords(parsers: EngineInputParsers, batch: RecordBatch): readonly EngineRecord[] {
  return batch.records.map((record) => {
    const input = readInput(parsers, record);
    if (input.ok) return { offset: record.offset, input: input.value };
    const { topic, partition, offset, value, appendedAt } = record;
    const origin = { topic, partition, offset, body: value };
    const place = `${topic}/${partition}/${offset}`;
    return { offset, deadLetter: deadLetter(origin, place, appendedAt, input.failure) };
  });
}

function readInput(parsers: EngineInputParsers, record: StoredRecord): Result<EngineInput> {
  if (record.topic === MARKET_PRICES) {
    const price = parsers.parsePrice(record.value);
    return price.ok ? { ok: true, value: { kind: 'price', price: price.value } } : price;
  }
  const event = parsers.parsePublishedEvent(record.value);
  if (!event.ok) return event;
  switch (event.value.type) {
    case 'account.changed':
      return { ok: true, value: { kind: 'account', account: event.value.account, cause: event.value.cause } };
    case 'policy.activated':
      return { ok: true, value: { kind: 'policy', policy: event.value.policy, at: event.value.at } };
    default:
      throw new Error(`${event.value.type} does not belong on ${record.topic}, only on ${ACCOUNT_EVENTS}`);
  }
}
