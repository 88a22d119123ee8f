import type { Transfer } from '@causeway/domain/bridging';
import type { ConservationAlert, LegChanges } from '@causeway/domain/conservation';
import type { PostingCause } from '@causeway/domain/ledger';
import type { MarginAccount, MarginState } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { AllocationEvidence, LiquidationCase } from '@causeway/domain/liquidation';
import type { ActionInForce, ActionStep } from '@causeway/domain/systemic-risk';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { KeptSettlement } from './settlement-record.js';

/** What Causeway publishes. Each event carries the whole new state, so that a consumer needs no history. */
export type PublishedEvent =
  | { readonly type: 'account.changed'; readonly account: MarginAccount; readonly cause: PostingCause }
  | { readonly type: 'margin.changed'; readonly state: MarginState; readonly at: UnixMilliseconds }
  | { readonly type: 'liquidation.changed'; readonly case: LiquidationCase }
  | { readonly type: 'liquidation.settled'; readonly evidence: AllocationEvidence }
  | {
      readonly type: 'settlement.changed';
      readonly settlement: KeptSettlement;
      readonly at: UnixMilliseconds;
    }
  | { readonly type: 'transfer.changed'; readonly transfer: Transfer; readonly cause: PostingCause }
  | { readonly type: 'policy.activated'; readonly policy: RiskPolicy; readonly at: UnixMilliseconds }
  /** What one record of a chain says of the legs of all bridges on it. */
  | { readonly type: 'legs.changed'; readonly changes: LegChanges }
  /** `isFrozen`: whether the alert's bridge is frozen from here on. */
  | { readonly type: 'bridge.alerted'; readonly alert: ConservationAlert; readonly isFrozen: boolean }
  | SystemicRiskChange;

/** Systemic-risk actions that were triggered or ended, and all that are in force from here on. */
export interface SystemicRiskChange {
  readonly type: 'systemic-risk.changed';
  readonly steps: readonly ActionStep[];
  readonly inForce: readonly ActionInForce[];
  readonly at: UnixMilliseconds;
}

/** The streams of events; each has its own gap-free sequence. */
export type StreamKind =
  | 'account'
  | 'margin'
  | 'liquidation'
  | 'settlement'
  | 'transfer'
  | 'policy'
  | 'leg'
  | 'bridge'
  | 'systemic-risk';

/** The name of a stream, e.g. `margin/atlas-main`; the streams of policies and of systemic risk have no subject. */
export function streamName(kind: StreamKind, subject?: string): string {
  return subject === undefined ? kind : `${kind}/${subject}`;
}

/** The stream of an account's settlements, on the topic of its cases but written with the books. */
export function settlementStream(account: string): string {
  return `${streamName('liquidation', account)}/settlements`;
}

/** The topic that the events of a stream are published on. */
export function topicOfStream(stream: string): string {
  const [kind] = stream.split('/', 1);
  return `${kind}.events`;
}

/** An event to be published, before its stream has given it a number. */
export interface OutboxEvent {
  readonly stream: string;
  /** Orders the event on its topic: all events of a stream have the same key. */
  readonly key: string;
  readonly event: PublishedEvent;
}

/** An event as its stream carries it. `prevSeq` is 0 for the first. */
export interface StreamEvent extends OutboxEvent {
  readonly seq: number;
  readonly prevSeq: number;
}
