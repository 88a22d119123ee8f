import type { AccountRuleDefinition } from './account-book.js';
import type { CollateralLine } from './collateral-line.js';
import type { DebtLine } from './debt-line.js';
import type { HealthRuleDefinition } from './health-definition.js';
import type { AccountRule, CollateralRule, DebtRule, HealthRule, PositionRule } from './policy.js';
import type { PositionLine } from './position-line.js';
import type { RuleDefinitions } from './rule-definition.js';
import { accountFloor } from './rules/account-floor.js';
import { assetHaircut } from './rules/asset-haircut.js';
import { collateralWeight } from './rules/collateral-weight.js';
import { concentrationBrackets } from './rules/concentration-brackets.js';
import { correlatedAssets } from './rules/correlated-assets.js';
import { failureScenarios } from './rules/failure-scenarios.js';
import { flooredRequirement } from './rules/floored-requirement.js';
import { healthFactorRule } from './rules/health-factor.js';
import { healthRatio } from './rules/health-ratio.js';
import { hedgeOffset } from './rules/hedge-offset.js';
import { inTransitCap } from './rules/in-transit-cap.js';
import { inTransitCredit } from './rules/in-transit-credit.js';
import { isolatedMargin } from './rules/isolated-margin.js';
import { layerHaircut } from './rules/layer-haircut.js';
import { leverageTiers } from './rules/leverage-tiers.js';
import { liabilityWeight } from './rules/liability-weight.js';
import { marginFloor } from './rules/margin-floor.js';
import { marginRates } from './rules/margin-rates.js';
import { marginTiers } from './rules/margin-tiers.js';
import { liquidityTiers } from './rules/open-interest-scaled-initial-margin.js';
import { portfolioScenarios } from './rules/portfolio-scenarios.js';
import { priceGrid } from './rules/price-volatility-grid.js';
import { profitHaircut } from './rules/profit-haircut.js';
import { provenBalance } from './rules/proven-balance.js';
import { reserveCollateral } from './rules/reserve-collateral.js';
import { reserveDebt } from './rules/reserve-debt.js';
import { scenarioGrid } from './rules/scenario-grid.js';
import { skewScaledMargin } from './rules/skew-scaled-margin.js';
import { sqrtSizeAssetWeight } from './rules/sqrt-size-asset-weight.js';
import { sqrtSizeLiabilityWeight } from './rules/sqrt-size-liability-weight.js';
import { sqrtSizeMargin } from './rules/sqrt-size-margin.js';

/** The rules that a policy can name. A new one is its own file, a line here, and its form on the wire. */
export const COLLATERAL_RULES: RuleDefinitions<CollateralRule, CollateralLine> = {
  'asset-haircut': assetHaircut,
  'collateral-weight': collateralWeight,
  'concentration-brackets': concentrationBrackets,
  'correlated-assets': correlatedAssets,
  'in-transit-cap': inTransitCap,
  'in-transit-credit': inTransitCredit,
  'layer-haircut': layerHaircut,
  'proven-balance': provenBalance,
  'reserve-collateral': reserveCollateral,
  'sqrt-size-asset-weight': sqrtSizeAssetWeight,
};

export const DEBT_RULES: RuleDefinitions<DebtRule, DebtLine> = {
  'liability-weight': liabilityWeight,
  'reserve-debt': reserveDebt,
  'sqrt-size-liability-weight': sqrtSizeLiabilityWeight,
};

export const POSITION_RULES: RuleDefinitions<PositionRule, PositionLine> = {
  'floored-requirement': flooredRequirement,
  'leverage-tiers': leverageTiers,
  'liquidity-tiers': liquidityTiers,
  'margin-floor': marginFloor,
  'margin-rates': marginRates,
  'margin-tiers': marginTiers,
  'skew-scaled-margin': skewScaledMargin,
  'sqrt-size-margin': sqrtSizeMargin,
};

export const ACCOUNT_RULES: {
  readonly [Name in AccountRule['rule']]: AccountRuleDefinition<
    Extract<AccountRule, { readonly rule: Name }>
  >;
} = {
  'account-floor': accountFloor,
  'failure-scenarios': failureScenarios,
  'hedge-offset': hedgeOffset,
  'isolated-margin': isolatedMargin,
  'portfolio-scenarios': portfolioScenarios,
  'price-grid': priceGrid,
  'profit-haircut': profitHaircut,
  'scenario-grid': scenarioGrid,
};

export const HEALTH_RULES: {
  readonly [Name in HealthRule['rule']]: HealthRuleDefinition<Extract<HealthRule, { readonly rule: Name }>>;
} = {
  'health-factor': healthFactorRule,
  'health-ratio': healthRatio,
};
