import type { PolicyVersion } from '@causeway/domain/units';
import type { ImposedRules } from './imposed-rules.js';
import type { AccountFloorRule } from './rules/account-floor.js';
import type { AssetHaircutRule } from './rules/asset-haircut.js';
import type { CollateralWeightRule } from './rules/collateral-weight.js';
import type { ConcentrationBracketsRule } from './rules/concentration-brackets.js';
import type { CorrelatedAssetsRule } from './rules/correlated-assets.js';
import type { FailureScenariosRule } from './rules/failure-scenarios.js';
import type { FlooredRequirementRule } from './rules/floored-requirement.js';
import type { HealthFactorRule } from './rules/health-factor.js';
import type { HealthRatioRule } from './rules/health-ratio.js';
import type { HedgeOffsetRule } from './rules/hedge-offset.js';
import type { InTransitCapRule } from './rules/in-transit-cap.js';
import type { InTransitCreditRule } from './rules/in-transit-credit.js';
import type { IsolatedMarginRule } from './rules/isolated-margin.js';
import type { LayerHaircutRule } from './rules/layer-haircut.js';
import type { LeverageTiersRule } from './rules/leverage-tiers.js';
import type { LiabilityWeightRule } from './rules/liability-weight.js';
import type { MarginFloorRule } from './rules/margin-floor.js';
import type { MarginRatesRule } from './rules/margin-rates.js';
import type { MarginTiersRule } from './rules/margin-tiers.js';
import type { LiquidityTiersRule } from './rules/open-interest-scaled-initial-margin.js';
import type { PortfolioScenariosRule } from './rules/portfolio-scenarios.js';
import type { PriceGridRule } from './rules/price-volatility-grid.js';
import type { ProfitHaircutRule } from './rules/profit-haircut.js';
import type { ProvenBalanceRule } from './rules/proven-balance.js';
import type { ReserveCollateralRule } from './rules/reserve-collateral.js';
import type { ReserveDebtRule } from './rules/reserve-debt.js';
import type { ScenarioGridRule } from './rules/scenario-grid.js';
import type { SkewScaledMarginRule } from './rules/skew-scaled-margin.js';
import type { SqrtSizeAssetWeightRule } from './rules/sqrt-size-asset-weight.js';
import type { SqrtSizeLiabilityWeightRule } from './rules/sqrt-size-liability-weight.js';
import type { SqrtSizeMarginRule } from './rules/sqrt-size-margin.js';

/** What collateral counts for; rules work in their order, each on what the one before left. */
export type CollateralRule =
  | AssetHaircutRule
  | CollateralWeightRule
  | ConcentrationBracketsRule
  | CorrelatedAssetsRule
  | InTransitCapRule
  | InTransitCreditRule
  | LayerHaircutRule
  | ProvenBalanceRule
  | ReserveCollateralRule
  | SqrtSizeAssetWeightRule;

/** What debts ask for. */
export type DebtRule = LiabilityWeightRule | ReserveDebtRule | SqrtSizeLiabilityWeightRule;

/** What positions demand; of several demands on one position the largest counts. */
export type PositionRule =
  | FlooredRequirementRule
  | LeverageTiersRule
  | LiquidityTiersRule
  | MarginFloorRule
  | MarginRatesRule
  | MarginTiersRule
  | SkewScaledMarginRule
  | SqrtSizeMarginRule;

/** What holds for the account as a whole; rules work in their order. */
export type AccountRule =
  | AccountFloorRule
  | FailureScenariosRule
  | HedgeOffsetRule
  | IsolatedMarginRule
  | PortfolioScenariosRule
  | PriceGridRule
  | ProfitHaircutRule
  | ScenarioGridRule;

/** How equity is held against maintenance margin. */
export type HealthRule = HealthFactorRule | HealthRatioRule;

/** How the margin of an account is worked out: named rules, in order. Data, part of a version of the risk policy. */
export interface MarginPolicy {
  /** The version of the risk policy that this is a part of; every figure names it. */
  readonly version: PolicyVersion;
  /** Decimal places of every USD figure; collateral is rounded down to it, requirements up. */
  readonly places: number;
  readonly collateral: readonly CollateralRule[];
  readonly debts: readonly DebtRule[];
  readonly positions: readonly PositionRule[];
  readonly account: readonly AccountRule[];
  readonly health: HealthRule;
  /** What systemic-risk actions in force add; absent while there are none. */
  readonly imposed?: ImposedRules;
}
