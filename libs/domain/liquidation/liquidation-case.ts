import type { SeizableBucket } from '@causeway/domain/ledger';
import type {
  AccountId,
  AssetId,
  CaseId,
  ChainId,
  Decimal,
  DeskId,
  InstrumentId,
  PolicyVersion,
  UnixMilliseconds,
} from '@causeway/domain/units';

/** The life of a case. `warned` and `liquidating` are open; the others end it. */
export type CaseStage = 'warned' | 'liquidating' | 'recovered' | 'closed' | 'bankrupt';

/** Reduce one position. */
export interface PositionReduction {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** Signed change of size: negative sells a long, positive buys back a short. */
  readonly sizeChange: Decimal;
  readonly markPrice: Decimal;
  /** Maintenance margin that the reduction releases, in USD, rounded down. */
  readonly maintenanceReleased: Decimal;
}

/** Seize collateral that has arrived; collateral in transit cannot be seized in time. */
export interface CollateralSeizure {
  readonly asset: AssetId;
  readonly chain: ChainId;
  readonly bucket: SeizableBucket;
  /** Base units, rounded up to cover and never more than is held. */
  readonly raw: bigint;
  /** Market value in USD before any haircut, rounded down. */
  readonly value: Decimal;
}

/** What to do about a breach, in the order in which it is to be done. */
export interface LiquidationPlan {
  readonly reductions: readonly PositionReduction[];
  readonly seizures: readonly CollateralSeizure[];
  /** Health after all reductions at mark prices; absent when nothing must be maintained any more. */
  readonly healthAfter?: Decimal;
  /** Loss in USD that no arrived collateral covers. */
  readonly shortfall: Decimal;
}

/** What a decision was made from, so that anybody can recompute it. */
export interface Evidence {
  readonly accountSeq: number;
  readonly priceVector: string;
  readonly policyVersion: PolicyVersion;
  readonly equity: Decimal;
  readonly maintenanceMargin: Decimal;
  readonly health?: Decimal;
}

export interface CaseHistoryEntry {
  readonly stage: CaseStage;
  readonly at: UnixMilliseconds;
  readonly evidence: Evidence;
}

/** One liquidation case of one account. An account has at most one open case. */
export interface LiquidationCase {
  readonly id: CaseId;
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly stage: CaseStage;
  readonly openedAt: UnixMilliseconds;
  readonly updatedAt: UnixMilliseconds;
  readonly plan?: LiquidationPlan;
  /** The step into each stage and, last, the step that the present plan was made in: never more than four. */
  readonly history: readonly CaseHistoryEntry[];
}
