import type { MarginAccount, PriceVector } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { AccountId } from '@causeway/domain/units';
import type { Page, PageRequest } from './read-store.js';

/** What the margin of all accounts is measured with. */
export interface MarginBasis {
  readonly prices: PriceVector;
  /** As it was activated, without what systemic-risk actions in force add to it. */
  readonly policy: RiskPolicy;
}

/** Reads of all accounts for measuring them, a page at a time: nothing is read that is the same for every account. */
export interface RiskBookReads {
  /**
   * As the engine has them that has read most: all engines read the same in the same order. Undefined before one has a
   * policy.
   */
  basis(): Promise<MarginBasis | undefined>;
  /** How many accounts have a margin: those whose engine has a policy. */
  count(): Promise<number>;
  /** Accounts that have a margin. The cursor of a row is the account's id. */
  page(page: PageRequest): Promise<Page<MarginAccount>>;
  /** Those of some accounts that are there. */
  accounts(ids: readonly AccountId[]): Promise<readonly MarginAccount[]>;
}
