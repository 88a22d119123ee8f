import type { PostingCause } from '@causeway/domain/ledger';
import type { MarginAccount } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { Quote } from '@causeway/domain/pricing';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import { fail, ok, type BridgeId, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { deadLetter } from '@causeway/application/ingest-logs';
import {
  ACCOUNT_EVENTS,
  BRIDGE_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  SYSTEMIC_RISK_EVENTS,
  type DeadLetter,
  type PublishedEvent,
  type RecordBatch,
  type StoredRecord,
} from '@causeway/application/ports';

/** What can change an account's margin. */
export type EngineInput =
  | { readonly kind: 'account'; readonly account: MarginAccount; readonly cause: PostingCause }
  | { readonly kind: 'price'; readonly price: Quote }
  | { readonly kind: 'policy'; readonly policy: RiskPolicy; readonly at: UnixMilliseconds }
  | {
      readonly kind: 'bridge';
      readonly bridge: BridgeId;
      readonly isFrozen: boolean;
      readonly at: UnixMilliseconds;
    }
  | {
      readonly kind: 'systemic-risk';
      readonly actions: readonly ActionInForce[];
      readonly at: UnixMilliseconds;
    };

/** A record of an input topic, read: an input, or the reason why it is none. */
export interface EngineRecord {
  readonly offset: bigint;
  readonly input?: EngineInput;
  readonly deadLetter?: DeadLetter;
}

/** How the values of the input topics are read. */
export interface EngineInputParsers {
  readonly parsePublishedEvent: (value: string) => Result<PublishedEvent>;
  readonly parsePrice: (value: string) => Result<Quote>;
}

/** Topics a margin engine reads besides its own partition of `account.events`; every engine sees all of them. */
export const BROADCAST_TOPICS = [MARKET_PRICES, POLICY_EVENTS, BRIDGE_EVENTS, SYSTEMIC_RISK_EVENTS] as const;

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
    return price.ok ? ok({ kind: 'price', price: price.value }) : price;
  }
  const parsed = parsers.parsePublishedEvent(record.value);
  if (!parsed.ok) return parsed;
  const event = parsed.value;
  if (event.type === 'account.changed' && record.topic === ACCOUNT_EVENTS) {
    return ok({ kind: 'account', account: event.account, cause: event.cause });
  }
  if (event.type === 'policy.activated' && record.topic === POLICY_EVENTS) {
    return ok({ kind: 'policy', policy: event.policy, at: event.at });
  }
  if (event.type === 'bridge.alerted' && record.topic === BRIDGE_EVENTS) {
    const { alert, isFrozen } = event;
    return ok({ kind: 'bridge', bridge: alert.bridge, isFrozen, at: alert.settledAt ?? alert.raisedAt });
  }
  if (event.type === 'systemic-risk.changed' && record.topic === SYSTEMIC_RISK_EVENTS) {
    return ok({ kind: 'systemic-risk', actions: event.inForce, at: event.at });
  }
  return fail('MISPLACED_EVENT', `${event.type} does not belong on ${record.topic}`, 'schema');
}
