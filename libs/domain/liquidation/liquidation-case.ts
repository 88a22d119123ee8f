import type { Bucket, SeizableBucket } from '@causeway/domain/ledger';
import type { SecurityMechanism } from '@causeway/domain/network';
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
import type { BreachEstimate } from './breach-estimate.js';
import type { UnreachableReason } from './conversion.js';
import type { CaseReduction } from './sizing/window-rate-limit.js';

/** The life of a case. `warned`, `margin-call` and `liquidating` are open; the others end it. */
export type CaseStage = 'warned' | 'margin-call' | 'liquidating' | 'recovered' | 'closed' | 'bankrupt';

/** Reduce one position. */
export interface PositionReduction {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** Signed change of size: negative sells a long, positive buys back a short. */
  readonly sizeChange: Decimal;
  readonly markPrice: Decimal;
  /** Maintenance margin that the reduction releases, in USD, rounded down. */
  readonly maintenanceReleased: Decimal;
  /** Profit or loss in USD that closing at the mark price makes real, rounded down. Absent where costs are not known. */
  readonly realisedPnl?: Decimal;
  /** What the market and the liquidation fee take, in USD, rounded up. Absent where costs are not known. */
  readonly cost?: Decimal;
}

/** What seized collateral becomes on its way to where losses are paid. */
export interface SeizureConversion {
  /** Base units of the settlement asset, rounded down. */
  readonly proceeds: bigint;
  /** In USD, rounded down. */
  readonly proceedsValue: Decimal;
  /** Upper quartile of how long it takes. */
  readonly seconds: number;
  readonly security?: SecurityMechanism;
  readonly route: readonly string[];
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
  /** Absent where collateral is taken in kind, at its market value. */
  readonly conversion?: SeizureConversion;
}

/** Collateral that the plan could not count on, and why. */
export interface UnreachableCollateral {
  readonly asset: AssetId;
  readonly chain: ChainId;
  readonly bucket: Bucket;
  /** Market value in USD, rounded down. */
  readonly value: Decimal;
  readonly reason: UnreachableReason;
}

/** What a plan is made for. */
export type PlanGoal =
  /** The account reaches its target health. */
  | 'restore'
  /** All that may be reduced is, and losses and fees are paid. */
  | 'close'
  /** All that may be reduced is, all that can be seized in time is, and a loss is left. */
  | 'insolvent';

/** How a plan that loses least was found, and what it loses. */
export interface PlanQuality {
  readonly goal: PlanGoal;
  /** What the account loses by the plan, in USD, rounded up: costs of closing, fees, and value lost in conversion. */
  readonly loss: Decimal;
  /** No plan for the same goal loses less than this, in USD, rounded down. */
  readonly lossBound: Decimal;
  readonly settlementAsset: AssetId;
  /** The version of the liquidity that conversions were quoted on. */
  readonly graphVersion: string;
  readonly unreachable: readonly UnreachableCollateral[];
}

/** What to do about a breach, in the order in which it is to be done. */
export interface LiquidationPlan {
  readonly reductions: readonly PositionReduction[];
  readonly seizures: readonly CollateralSeizure[];
  /** Health after all reductions at mark prices; absent when nothing must be maintained any more. */
  readonly healthAfter?: Decimal;
  /** Loss in USD that no arrived collateral covers. */
  readonly shortfall: Decimal;
  /** Absent where the policy does not say what closing and moving cost. */
  readonly quality?: PlanQuality;
}

/** What a decision was made from, so that anybody can recompute it. */
export interface Evidence {
  readonly accountSeq: number;
  readonly priceVector: string;
  readonly policyVersion: PolicyVersion;
  readonly equity: Decimal;
  readonly maintenanceMargin: Decimal;
  readonly health?: Decimal;
  /** Systemic-risk actions in force that concerned the account, as `threshold: subject`; absent: none. */
  readonly systemicActions?: readonly string[];
}

export interface CaseHistoryEntry {
  readonly stage: CaseStage;
  readonly at: UnixMilliseconds;
  readonly evidence: Evidence;
}

/** A position as it was last seen. */
export interface SeenPosition {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  readonly size: Decimal;
}

/** What has been done in a liquidation so far. */
export interface CaseProgress {
  readonly since: UnixMilliseconds;
  readonly seen: readonly SeenPosition[];
  /** The newest reductions, oldest first; never more than a hundred. */
  readonly reductions: readonly CaseReduction[];
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
  /** When a margin call that is not answered becomes a liquidation. */
  readonly deadline?: UnixMilliseconds;
  /** When the account is expected to breach, as last told; while it is warned or called. */
  readonly estimate?: BreachEstimate;
  /** Sizes of the positions as last seen while liquidating, and what they were reduced by: sizing goes by it. */
  readonly progress?: CaseProgress;
  /** The step into each stage and, last, the step that the present plan was made in: never more than five. */
  readonly history: readonly CaseHistoryEntry[];
}
