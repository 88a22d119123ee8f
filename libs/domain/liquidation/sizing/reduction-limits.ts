import type { MarginState, PositionMargin } from '@causeway/domain/margin';
import {
  decimal,
  divUp,
  maximum,
  minimum,
  mulUp,
  ONE,
  sum,
  ZERO,
  type Decimal,
  type InstrumentId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { LiquidationCosts, LiquidationPolicy, SizingRule } from '../liquidation-policy.js';
import { maximumDebtToClose } from './close-factor.js';
import { auctionFractionDown, largestProportionDown } from './dutch-auction.js';
import { largestNotionalDown } from './maximum-portion.js';
import { isBackstopped, sizeAfterCooldown } from './share-with-cooldown.js';
import { baseToCoverShortageDown, shareToCoverDown } from './shortage-cover.js';
import { sizeLeftToPlan, type CaseReduction, type InstrumentFlow } from './window-rate-limit.js';

/** Decimal places of a size that is traded: reductions are multiples of 10⁻⁸. */
export const LOT_PLACES = 8;

/** What has happened, in a case and to its instruments, that sizing depends on. */
export interface SizingContext {
  readonly at: UnixMilliseconds;
  /** When the liquidation began; `at` when it begins now. */
  readonly since: UnixMilliseconds;
  /** Reductions of this account. */
  readonly past: readonly CaseReduction[];
  /** What all accounts together do to an instrument; nothing where one is absent. */
  readonly flows: ReadonlyMap<InstrumentId, InstrumentFlow>;
  /** Among how many the limits of instruments are divided, at least 1. */
  readonly shares: number;
}

const NO_FLOW: InstrumentFlow = { past: [], planned: ZERO };

/** How far a position may be reduced now. */
export interface ReductionLimit {
  /** At most the size of the position. */
  readonly most: Decimal;
  /** A partial reduction must leave this notional in USD; zero when any may be left. */
  readonly minimumRemainder: Decimal;
}

/**
 * The most by which a position may be reduced under all sizing rules of the policy: the smallest of their sizes, each
 * rounded up to the next lot and never above the position. Without rules, all of it.
 */
export function reductionLimit(
  position: PositionMargin,
  state: MarginState,
  { sizing, costs, ...policy }: Pick<LiquidationPolicy, 'costs' | 'minimumRemainder' | 'sizing'>,
  context: SizingContext,
): ReductionLimit {
  let most = position.size.abs();
  let { minimumRemainder } = policy;
  for (const rule of sizing) {
    most = minimum(most, sizeUnder(rule, position, state, costs, context));
    if (rule.rule === 'close-factor') minimumRemainder = maximum(minimumRemainder, rule.minimumRemainder);
  }
  return { most, minimumRemainder };
}

/** The context of the positions that come after one that may be reduced by `most`: they share what is left. */
export function contextAfter(
  context: SizingContext,
  instrument: InstrumentId,
  { most }: ReductionLimit,
): SizingContext {
  const { past, planned } = flowOf(instrument, context);
  const flows = new Map(context.flows).set(instrument, { past, planned: planned.add(most) });
  return { ...context, flows };
}

function flowOf(instrument: InstrumentId, { flows }: SizingContext): InstrumentFlow {
  return flows.get(instrument) ?? NO_FLOW;
}

function sizeUnder(
  rule: SizingRule,
  position: PositionMargin,
  state: MarginState,
  costs: LiquidationCosts,
  context: SizingContext,
): Decimal {
  const { notional } = position;
  switch (rule.rule) {
    case 'close-factor': {
      const health = state.health ?? ZERO;
      const totalDebtValue = sum(state.positions.map((one) => one.notional));
      const debt = { health, collateralValue: state.collateralValue, debtValue: notional, totalDebtValue };
      return sizeOf(maximumDebtToClose(debt, rule), position);
    }
    case 'share-with-cooldown': {
      if (isBackstopped(state.equity, state.maintenanceMargin)) return position.size.abs();
      const reducedAt = pastOf(position, context).at(-1)?.at;
      const known = reducedAt === undefined ? position : { ...position, reducedAt };
      return sizeAfterCooldown(known, context.at, rule, LOT_PLACES);
    }
    case 'cover-shortage':
      return sizeToCover(rule, position, state, costs, context);
    case 'maximum-portion':
      return sizeOf(largestNotionalDown(notional, rule, LOT_PLACES), position);
    case 'rate-limit':
      return rule.instrument === position.instrument
        ? sizeLeftToPlan(flowOf(position.instrument, context), context.at, rule, context.shares)
        : position.size.abs();
    case 'dutch-auction': {
      const { equity, maintenanceMargin, accountValue: markToMarket } = state;
      if (markToMarket.lte(0)) return position.size.abs();
      const portfolio = {
        maintenanceMargin: equity.sub(maintenanceMargin),
        markToMarket,
        reservedCash: ZERO,
      };
      const elapsed = Math.floor((context.at - context.since) / 1_000);
      const share = largestProportionDown(portfolio, auctionFractionDown(elapsed, rule), rule);
      return mulUp(position.size.abs(), minimum(share, ONE), LOT_PLACES);
    }
  }
}

/** Drift's buffer and fees: the shortage to the buffered requirement, the ramp's share of it, and the size for that. */
function sizeToCover(
  rule: Extract<SizingRule, { readonly rule: 'cover-shortage' }>,
  position: PositionMargin,
  { equity, maintenanceMargin }: MarginState,
  costs: LiquidationCosts,
  { at, since }: SizingContext,
): Decimal {
  const size = position.size.abs();
  const shortage = maintenanceMargin.mul(ONE.add(rule.buffer)).sub(equity);
  if (shortage.lte(0)) return ZERO;
  const elapsedSeconds = Math.floor((at - since) / 1_000);
  const share = shareToCoverDown({ shortage, freed: ZERO, elapsedSeconds }, rule);
  const marginRatio = divUp(position.maintenanceMargin, position.notional, 4).add(rule.buffer);
  const rates = {
    marginRatio,
    liquidatorFee: costs.closingCosts.get(position.instrument) ?? costs.defaultClosingCost,
    insuranceFee: costs.liquidationFee,
  };
  const whole = baseToCoverShortageDown(shortage, position.markPrice, rates);
  return whole === undefined ? size : minimum(size, mulUp(whole, share, LOT_PLACES));
}

function sizeOf(notional: Decimal, { markPrice, size }: PositionMargin): Decimal {
  return minimum(size.abs(), divUp(notional, markPrice, LOT_PLACES));
}

function pastOf(position: PositionMargin, { past }: SizingContext): readonly CaseReduction[] {
  return past.filter(
    ({ instrument, chain }) => instrument === position.instrument && chain === position.chain,
  );
}

/** One lot. */
export const LOT: Decimal = decimal('0.00000001');
