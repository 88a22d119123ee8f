import type { PolicyVersion, UnixMilliseconds } from '@causeway/domain/units';
import type { OutboxEvent } from './outbox-event.js';

export type PolicyStatus = 'proposed' | 'active' | 'superseded';

/** A version of the policy with its history. `document` is the validated wire document. */
export interface PolicyRecord {
  readonly version: PolicyVersion;
  readonly status: PolicyStatus;
  readonly name: string;
  readonly document: unknown;
  readonly proposedBy: string;
  readonly proposedAt: UnixMilliseconds;
  readonly activatedBy?: string;
  readonly activatedAt?: UnixMilliseconds;
}

/** Versions of the risk policy; every change is decided under one lock. */
export interface PolicyStore {
  /** Reads all versions, oldest first. */
  all(): Promise<readonly PolicyRecord[]>;
  transact<Outcome>(
    decide: (existing: readonly PolicyRecord[]) => {
      readonly upserts: readonly PolicyRecord[];
      readonly outbox: readonly OutboxEvent[];
      readonly outcome: Outcome;
    },
  ): Promise<Outcome>;
}
