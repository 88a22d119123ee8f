import type { MarginState } from '@causeway/domain/margin';
import type { MarketMotion } from '@causeway/domain/pricing';
import { Decimal, divDown, roundUp, sum, ZERO } from '@causeway/domain/units';

const SECONDS_PER_DAY = 86_400;
const PLACES = 18;
/** Ten years: what is further away than that says nothing. */
const LONGEST_SECONDS = 315_360_000;

/** When an account is expected to breach, if prices go on as they have. An estimate: nothing is decided by it. */
export interface BreachEstimate {
  /** Equity − liquidation health × maintenance margin, in USD. */
  readonly surplus: Decimal;
  /** What drift adds to the surplus in a day, in USD; negative brings the breach nearer. */
  readonly driftPerDay: Decimal;
  /** One standard deviation of the surplus after a day, in USD, with all prices against the account together. */
  readonly deviationPerDay: Decimal;
  /** Whole seconds until drift alone breaches, rounded down; absent when it does not within ten years. */
  readonly driftSeconds?: number;
  /** Whole seconds until drift and so many deviations of bad luck breach, rounded down; absent as above. */
  readonly seconds?: number;
}

/**
 * The first passage of a linear surplus. Around the present prices the surplus S changes with each symbol's relative
 * move by the account's exposure to it: what collateral of the family counts for, and size × mark − threshold ×
 * maintenance margin of a position. With drift μ and volatility σ of each symbol, D = Σ exposure × μ for a day, and
 * V = Σ |exposure| × σ: the deviation if all prices move against the account at once, which for any correlations is
 * the largest there can be.
 *
 * A path with z deviations of bad luck is at S + D·t − z·V·√t after t days, and breaches when that reaches zero:
 * √t = (√(z²V² − 4·D·S) − z·V) / (−2·D) for D < 0, the smaller root for D > 0 (none when the drift outruns the luck),
 * and S / (z·V) for D = 0. Roots are rounded so that the time is never overstated by more than the second it is
 * rounded down to. It is a linear model: caps, tiers and jumps are not in it.
 */
export function estimateBreach(
  state: MarginState,
  motions: ReadonlyMap<string, MarketMotion>,
  liquidationHealth: Decimal,
  deviations: Decimal,
): BreachEstimate {
  const surplus = state.equity.sub(state.maintenanceMargin.mul(liquidationHealth));
  const exposures = exposuresOf(state, liquidationHealth);
  const moving = [...exposures].flatMap(([symbol, exposure]) => {
    const motion = motions.get(symbol);
    return motion === undefined ? [] : [{ exposure, motion }];
  });
  const driftPerDay = sum(moving.map(({ exposure, motion }) => exposure.mul(motion.driftPerDay)));
  const deviationPerDay = roundUp(
    sum(moving.map(({ exposure, motion }) => exposure.abs().mul(rootUp(motion.variancePerDay)))),
    PLACES,
  );
  const driftSeconds = driftPerDay.lt(0)
    ? wholeSeconds(divDown(surplus, driftPerDay.neg(), PLACES))
    : undefined;
  const days = passageDays(surplus, driftPerDay, deviationPerDay.mul(deviations));
  const seconds = days === undefined ? undefined : wholeSeconds(days);
  return {
    surplus,
    driftPerDay,
    deviationPerDay,
    ...(driftSeconds === undefined ? {} : { driftSeconds }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

/** What a move of a symbol by its whole price would add to the surplus, to the first order. */
function exposuresOf(state: MarginState, threshold: Decimal): ReadonlyMap<string, Decimal> {
  const exposures = new Map<string, Decimal>();
  const add = (symbol: string, exposure: Decimal) =>
    exposures.set(symbol, (exposures.get(symbol) ?? ZERO).add(exposure));
  for (const { family, collateralValue } of state.holdings) add(family, collateralValue);
  for (const { instrument, size, markPrice, maintenanceMargin } of state.positions) {
    add(instrument, size.mul(markPrice).sub(maintenanceMargin.mul(threshold)));
  }
  return exposures;
}

/** Days until surplus + drift·t − luck·√t reaches zero; undefined when it never does. */
function passageDays(surplus: Decimal, drift: Decimal, luck: Decimal): Decimal | undefined {
  if (surplus.lte(0)) return ZERO;
  if (drift.isZero()) {
    if (luck.isZero()) return undefined;
    const root = divDown(surplus, luck, PLACES);
    return root.mul(root);
  }
  const inner = luck.mul(luck).sub(drift.mul(surplus).mul(4));
  if (inner.lt(0)) return undefined;
  if (drift.lt(0)) {
    const root = divDown(rootDown(inner).sub(luck), drift.mul(-2), PLACES);
    return root.gt(0) ? root.mul(root) : ZERO;
  }
  if (luck.isZero()) return undefined;
  const root = divDown(luck.sub(rootUp(inner)), drift.mul(2), PLACES);
  return root.gt(0) ? root.mul(root) : ZERO;
}

function rootDown(value: Decimal): Decimal {
  return value.sqrt().toDecimalPlaces(PLACES, Decimal.ROUND_FLOOR);
}

function rootUp(value: Decimal): Decimal {
  return value.sqrt().toDecimalPlaces(PLACES, Decimal.ROUND_CEIL);
}

function wholeSeconds(days: Decimal): number | undefined {
  const seconds = days.mul(SECONDS_PER_DAY).floor();
  if (seconds.lte(0)) return 0;
  if (seconds.gt(LONGEST_SECONDS)) return undefined;
  // eslint-disable-next-line no-restricted-syntax -- a time in whole seconds is no money
  return seconds.toNumber();
}
