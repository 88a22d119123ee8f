import { divDown, minimum, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountRuleDefinition } from '../account-book.js';
import { notAFraction, type Complaint } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { PositionLine } from '../position-line.js';

/** Two instruments of which one side hedges the other side of the other. */
export interface HedgePair {
  readonly instruments: readonly [string, string];
  /** The part of the margin on what is matched that is let off; fraction of 1. */
  readonly offset: Decimal;
}

/**
 * `hedge-offset`: where an account is long one instrument and short another of a pair, a part of the margin on the
 * notional that both have is let off: relief = (M₁/N₁ + M₂/N₂) × matched × offset with matched = min(N₁, N₂), in USD,
 * rounded down. Pairs match in their order, and notional matched once is not matched again. Spread weight of Vertex
 * (1 − (1 − w)/5, an offset of 80 %) and the calendar offsets of futures venues.
 */
export interface HedgeOffsetRule {
  readonly rule: 'hedge-offset';
  readonly pairs: readonly HedgePair[];
}

/** All positions of an account on one side of one instrument. */
interface Side {
  readonly notional: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  readonly unmatched: Decimal;
}

type Sides = Map<string, Side>;

export const hedgeOffset: AccountRuleDefinition<HedgeOffsetRule> = {
  complaintAbout: ({ pairs }) => complaintAboutPairs(pairs),
  apply: ({ pairs }, { positions, adjustments }, context) => {
    const sides = sidesOf(positions);
    for (const { instruments, offset } of pairs) {
      const [first, second] = instruments;
      for (const [long, short] of [
        [first, second],
        [second, first],
      ] as const) {
        const relief = match(sides, `${long} long`, `${short} short`, offset, context);
        if (relief === undefined) continue;
        adjustments.push({ rule: 'hedge-offset', subject: `${long} long, ${short} short`, ...relief });
      }
    }
  },
};

function sidesOf(positions: readonly PositionLine[]): Sides {
  const sides: Sides = new Map();
  for (const line of positions) {
    if (line.isIsolated || line.isMarginedTogether || line.notional.isZero()) continue;
    const { instrument, size } = line.position;
    const key = `${instrument} ${size.gt(0) ? 'long' : 'short'}`;
    const known = sides.get(key);
    const notional = (known?.notional ?? ZERO).add(line.notional);
    sides.set(key, {
      notional,
      initialMargin: (known?.initialMargin ?? ZERO).add(line.initialMargin),
      maintenanceMargin: (known?.maintenanceMargin ?? ZERO).add(line.maintenanceMargin),
      unmatched: notional,
    });
  }
  return sides;
}

function match(
  sides: Sides,
  long: string,
  short: string,
  offset: Decimal,
  context: EvaluationContext,
):
  | { readonly equity: Decimal; readonly initialMargin: Decimal; readonly maintenanceMargin: Decimal }
  | undefined {
  const [one, other] = [sides.get(long), sides.get(short)];
  if (one === undefined || other === undefined) return undefined;
  const matched = minimum(one.unmatched, other.unmatched);
  if (matched.isZero()) return undefined;
  sides.set(long, { ...one, unmatched: one.unmatched.sub(matched) });
  sides.set(short, { ...other, unmatched: other.unmatched.sub(matched) });
  const reliefOf = (column: 'initialMargin' | 'maintenanceMargin', figure: string): Decimal => {
    const margin = one[column].mul(other.notional).add(other[column].mul(one.notional));
    const { places, recorder } = context;
    const relief = divDown(margin.mul(matched).mul(offset), one.notional.mul(other.notional), places);
    recorder?.step({
      subject: `${long}, ${short}`,
      figure,
      formula: '(margin1 × notional2 + margin2 × notional1) × matched × offset / (notional1 × notional2)',
      inputs: [
        input('margin1', one[column], 'USD'),
        input('notional1', one.notional, 'USD'),
        input('margin2', other[column], 'USD'),
        input('notional2', other.notional, 'USD'),
        input('matched', matched, 'USD'),
        input('offset', offset, 'fraction'),
      ],
      rounding: { direction: 'down', places },
      output: relief,
      unit: 'USD',
    });
    return relief.neg();
  };
  return {
    equity: ZERO,
    initialMargin: reliefOf('initialMargin', 'initial margin let off'),
    maintenanceMargin: reliefOf('maintenanceMargin', 'maintenance margin let off'),
  };
}

function complaintAboutPairs(pairs: readonly HedgePair[]): Complaint | undefined {
  for (const [index, { instruments, offset }] of pairs.entries()) {
    const complaint = notAFraction([[`/pairs/${index}/offset`, offset]]);
    if (complaint !== undefined) return complaint;
    if (instruments[0] === instruments[1]) {
      return { path: `/pairs/${index}/instruments`, message: 'name two different instruments' };
    }
  }
  return undefined;
}
