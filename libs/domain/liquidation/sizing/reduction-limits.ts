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
import { baseToCoverShortageDown, shareToCoverDown, type PerpetualRates } from './shortage-cover.js';
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
  /** Notional in USD by which the same plan may reduce positions that come before; absent is none. */
  readonly reducingBefore?: Decimal;
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
 * rounded up to the next lot and never above the position. Without rules, all of it. A position of which no part may be
 * left is closed whole where anything of it may be, as far as the limits of its instrument allow: else it would stay.
 */
export function reductionLimit(
  position: PositionMargin,
  state: MarginState,
  { sizing, costs, ...policy }: Pick<LiquidationPolicy, 'costs' | 'minimumRemainder' | 'sizing'>,
  context: SizingContext,
): ReductionLimit {
  let most = position.size.abs();
  let mostOfMarket = most;
  let { minimumRemainder } = policy;
  for (const rule of sizing) {
    const size = sizeUnder(rule, position, state, costs, context);
    most = minimum(most, size);
    if (rule.rule === 'rate-limit') mostOfMarket = minimum(mostOfMarket, size);
    if (rule.rule === 'close-factor') minimumRemainder = maximum(minimumRemainder, rule.minimumRemainder);
  }
  const isDust = position.notional.lte(minimumRemainder);
  return { most: isDust && most.gt(0) ? mostOfMarket : most, minimumRemainder };
}

/** The context of the positions that come after one that may be reduced by `most`: they share what is left. */
export function contextAfter(
  context: SizingContext,
  { instrument, markPrice }: Pick<PositionMargin, 'instrument' | 'markPrice'>,
  { most }: ReductionLimit,
): SizingContext {
  const { past, planned } = flowOf(instrument, context);
  const flows = new Map(context.flows).set(instrument, { past, planned: planned.add(most) });
  const reducingBefore = (context.reducingBefore ?? ZERO).add(most.mul(markPrice));
  return { ...context, flows, reducingBefore };
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
      const debt = {
        health,
        collateralValue: state.collateralValue,
        debtValue: notional,
        totalDebtValue,
        ...(context.reducingBefore === undefined ? {} : { closingBesides: context.reducingBefore }),
      };
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
  rule: CoverShortage,
  position: PositionMargin,
  state: MarginState,
  costs: LiquidationCosts,
  context: SizingContext,
): Decimal {
  const size = position.size.abs();
  const shortage = state.maintenanceMargin.mul(ONE.add(rule.buffer)).sub(state.equity);
  if (shortage.lte(0)) return ZERO;
  const elapsedSeconds = Math.floor((context.at - context.since) / 1_000);
  const freed = freedBy(context.past, state, rule, costs);
  const share = shareToCoverDown({ shortage, freed, elapsedSeconds }, rule);
  const whole = baseToCoverShortageDown(shortage, position.markPrice, ratesOf(position, rule, costs));
  return whole === undefined ? size : minimum(size, mulUp(whole, share, LOT_PLACES));
}

type CoverShortage = Extract<SizingRule, { readonly rule: 'cover-shortage' }>;

function ratesOf(
  position: PositionMargin,
  { buffer }: CoverShortage,
  costs: LiquidationCosts,
): PerpetualRates {
  return {
    marginRatio: divUp(position.maintenanceMargin, position.notional, 4).add(buffer),
    liquidatorFee: costs.closingCosts.get(position.instrument) ?? costs.defaultClosingCost,
    insuranceFee: costs.liquidationFee,
  };
}

/** What reductions that the case has seen freed of the shortage, at present prices, of positions that are still open. */
function freedBy(
  past: readonly CaseReduction[],
  { positions }: MarginState,
  rule: CoverShortage,
  costs: LiquidationCosts,
): Decimal {
  const freed = past.flatMap(({ instrument, chain, size }) => {
    const position = positions.find((one) => one.instrument === instrument && one.chain === chain);
    if (position === undefined || position.notional.isZero()) return [];
    const { marginRatio, liquidatorFee, insuranceFee } = ratesOf(position, rule, costs);
    return [
      maximum(ZERO, size.mul(position.markPrice).mul(marginRatio.sub(liquidatorFee).sub(insuranceFee))),
    ];
  });
  return sum(freed);
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
