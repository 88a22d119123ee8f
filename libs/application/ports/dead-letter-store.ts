import type { UnixMilliseconds } from '@causeway/domain/units';
import type { DeadLetterRecord, DeadLetterStatus } from './read-store.js';

/** What an operator did about a dead letter, for the audit. */
export interface DeadLetterDecision {
  readonly id: string;
  /** Where the input lay when the decision was taken: what has come back from a retry since is not meant. */
  readonly offset: bigint;
  readonly status: DeadLetterStatus;
  readonly by: string;
  readonly reason: string;
  readonly at: UnixMilliseconds;
}

/** Dead letters and the audit of what was done about them. */
export interface DeadLetterStore {
  find(id: string): Promise<DeadLetterRecord | undefined>;
  /**
   * Records the decision and its audit row in one transaction; false when the letter was decided meanwhile. A letter
   * that was retried and has failed again before the decision was recorded goes on waiting.
   */
  decide(decision: DeadLetterDecision): Promise<boolean>;
}
