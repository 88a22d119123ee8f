import type { Transfer } from '@causeway/domain/bridging';
import type { Settlement } from '@causeway/domain/settlement';
import {
  addSeconds,
  type AccountId,
  type Address,
  type AssetId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { LedgerChanges, LedgerSnapshot } from './ledger-store.js';
import type { Page, PageRequest } from './read-store.js';
import type { SettlementRecord } from './settlement-record.js';

/** Which settlements a list shows. */
export interface SettlementFilter {
  readonly account?: AccountId;
  /** Those that have not ended, or those that have. */
  readonly isOpen?: boolean;
}

/** What a decision on one settlement may touch. */
export interface SettlementKeys {
  readonly quote: string;
  readonly account: AccountId;
  /** What it may claim, besides what the settlement has claimed already. */
  readonly resources: readonly string[];
  /** Wallets whose owner the decision asks for. */
  readonly wallets: readonly Address[];
}

/** By how much the time of a block may lie before that at which what it holds was asked for. */
const BLOCK_LAG_SECONDS = 3_600;

/**
 * From when on a transfer may carry a leg of a settlement. Blocks are as old as their chain says: a rollup's may have
 * been begun before the acceptance of what it holds, and clocks differ.
 */
export function departuresSince({ acceptedAt }: Settlement): UnixMilliseconds {
  return addSeconds(acceptedAt, -BLOCK_LAG_SECONDS);
}

/** The state behind `SettlementKeys`, locked. */
export interface SettlementSnapshot {
  readonly ledger: LedgerSnapshot;
  /** The settlement of the quote, whoever's it is. */
  readonly known?: SettlementRecord;
  /** Base units that all settlements claim, by resource. */
  readonly claimed: ReadonlyMap<string, bigint>;
  /** Base units that all settlements of the account have set aside. */
  readonly reserved: ReadonlyMap<AssetId, bigint>;
  /** The wallet's transfers from `departuresSince` on that carry no leg of another settlement, the oldest first. */
  readonly transfers: readonly Transfer[];
}

/** Everything that one decision writes, and what it answers. */
export interface SettlementDecision<Outcome> {
  readonly ledger: LedgerChanges;
  /** The settlement of the quote in its new state; absent where nothing changes. */
  readonly record?: SettlementRecord;
  readonly outcome: Outcome;
}

/** A settlement by what its decisions are about. */
export interface SettlementReference {
  readonly quote: string;
  readonly account: AccountId;
}

/** The settlements, with the books that they reserve in. */
export interface SettlementStore {
  /**
   * Reads and locks what `keys` names, asks `decide` (pure and synchronous) and writes its changes, all in one
   * transaction. `decide` may be called again when the database asks for a retry.
   */
  transact<Outcome>(
    keys: SettlementKeys,
    decide: (snapshot: SettlementSnapshot) => SettlementDecision<Outcome>,
  ): Promise<Outcome>;
  find(quote: string): Promise<SettlementRecord | undefined>;
  /** Settlements by quote; a page begins after the quote that is its cursor. */
  list(filter: SettlementFilter, page: PageRequest): Promise<Page<SettlementRecord>>;
  /**
   * Settlements that have not ended and, where `since` is given, those accepted then or later, by quote, from after
   * `after` on.
   */
  followed(
    since: UnixMilliseconds | undefined,
    after: string | undefined,
    maximum: number,
  ): Promise<readonly SettlementReference[]>;
}
