import type {
  AssetDirectory,
  HealthRule,
  HoldingMargin,
  MarginAccount,
  MarginState,
} from '@causeway/domain/margin';
import { Decimal, maximum, ONE, ZERO } from '@causeway/domain/units';
import { compareText } from '../compare-text.js';
import { reachableConversion, type ConversionTable, type UnreachableReason } from '../conversion.js';
import type { LiquidationPolicy } from '../liquidation-policy.js';
import type { UnreachableCollateral } from '../liquidation-case.js';
import { contextAfter, reductionLimit, type SizingContext } from '../sizing/reduction-limits.js';
import { collateralAction, type CollateralAction, type SeizureTerms } from './collateral-action.js';
import { marginReleases, type EvaluateAccount } from './margin-releases.js';
import { positionAction, type PositionAction, type ReductionTerms } from './position-action.js';

/** All that a plan can do about an account, in the order in which equal plans are preferred. */
export interface PlanActions {
  readonly positions: readonly PositionAction[];
  readonly collateral: readonly CollateralAction[];
  readonly unreachable: readonly UnreachableCollateral[];
  readonly settlement: SeizureTerms & { readonly decimals: number };
}

/** What the actions are made from. */
export interface PlanInputs {
  readonly account: MarginAccount;
  readonly state: MarginState;
  /** Equity must reach its target × maintenance margin. */
  readonly health: HealthRule;
  readonly policy: LiquidationPolicy;
  readonly directory: AssetDirectory;
  readonly conversions: ConversionTable;
  /** USD for one whole settlement asset and what fraction of its value counts as collateral; absent without a price. */
  readonly settlement: { readonly price: Decimal; readonly weight: Decimal } | undefined;
  readonly sizing: SizingContext;
}

/**
 * The actions of an account: positions with a mark price, by the maintenance margin that closing them releases, then by
 * instrument, chain and size; collateral that can be seized in time, what is available before what is reserved, then by asset.
 */
export function planActions(inputs: PlanInputs, evaluate: EvaluateAccount): PlanActions {
  const { policy, directory, settlement } = inputs;
  const decimals = directory.assetOf(policy.settlement.asset)?.decimals ?? 0;
  const price = settlement?.price ?? ZERO;
  const terms = {
    settlementPrice: price.div(new Decimal(10).pow(decimals)),
    cashHaircut: ONE.sub(settlement?.weight ?? ONE),
    decimals,
  };
  return {
    positions: positionActions(inputs, evaluate, terms.cashHaircut),
    ...collateralActions(inputs, terms),
    settlement: terms,
  };
}

function positionActions(
  { account, state, policy, health, sizing }: PlanInputs,
  evaluate: EvaluateAccount,
  cashHaircut: Decimal,
): readonly PositionAction[] {
  const unpriced = missingPrices(state);
  const terms: ReductionTerms = { targetHealth: health.target, costs: policy.costs, cashHaircut };
  let context = sizing;
  return state.positions
    .filter(({ instrument }) => !unpriced.has(instrument))
    .map((position) => {
      const releases = marginReleases(position, account, state, evaluate);
      const maintenanceMargin = maximum(ZERO, releases.at(-1)?.released ?? ZERO);
      return { position: { ...position, maintenanceMargin }, releases };
    })
    .sort(
      ({ position: a }, { position: b }) =>
        b.maintenanceMargin.comparedTo(a.maintenanceMargin) ||
        compareText(a.instrument, b.instrument) ||
        compareText(a.chain, b.chain) ||
        a.size.comparedTo(b.size),
    )
    .flatMap(({ position, releases }) => {
      const limit = reductionLimit(position, state, policy, context);
      context = contextAfter(context, position, limit);
      return positionAction(position, limit, terms, releases) ?? [];
    });
}

function collateralActions(
  { account, state, policy, directory, conversions }: PlanInputs,
  terms: SeizureTerms,
): Pick<PlanActions, 'collateral' | 'unreachable'> {
  const collateral: CollateralAction[] = [];
  const unreachable: UnreachableCollateral[] = [];
  const unpriced = missingPrices(state);
  const canPay = terms.settlementPrice.gt(0);
  const held = account.holdings
    .filter(({ bucket }) => bucket !== 'seized')
    .sort((a, b) => compareText(a.bucket, b.bucket) || compareText(a.amount.asset, b.amount.asset));
  const margins = new Map(state.holdings.map((margin) => [`${margin.bucket} ${margin.asset}`, margin]));
  for (const { bucket, amount } of held) {
    const margin = margins.get(`${bucket} ${amount.asset}`);
    if (margin === undefined || amount.raw <= 0n) continue;
    const leave = (reason: UnreachableReason) => unreachable.push(unreachableCollateral(margin, reason));
    if (bucket === 'in-transit' || bucket === 'seized') {
      leave('in-transit');
      continue;
    }
    if (!canPay || unpriced.has(margin.family) || directory.assetOf(amount.asset) === undefined) {
      leave('no-price');
      continue;
    }
    const reached = reachableConversion(amount.asset, bucket, amount.raw, conversions, policy.settlement);
    if ('reason' in reached) leave(reached.reason);
    else collateral.push(collateralAction(margin, bucket, amount.raw, reached.points, terms));
  }
  return { collateral, unreachable };
}

function unreachableCollateral(margin: HoldingMargin, reason: UnreachableReason): UnreachableCollateral {
  const { asset, chain, bucket, value } = margin;
  return { asset, chain, bucket, value, reason };
}

function missingPrices({ gaps }: MarginState): ReadonlySet<string> {
  return new Set(gaps.filter(({ code }) => code === 'MISSING_PRICE').map(({ subject }) => subject));
}
