import { roundUp, ZERO, type Decimal } from '@causeway/domain/units';
import { entriesAt, type Complaint } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import { demandAmount, positionSubject, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';
import { complaintAboutRates, type MarginRates } from './margin-rates.js';

/** The rates of the part of a notional up to a bound, and beyond the bound of the tier before. */
export interface MarginTier extends MarginRates {
  /** Upper bound of the tier in USD of notional; absent on the last, which has none. */
  readonly upTo?: Decimal;
}

/**
 * `margin-tiers`: marginal brackets, as of an income tax: each part of the notional is margined at the rate of its own
 * tier, so that margin never jumps at a bound. Margin = N·rₙ − dₙ with dₙ = dₙ₋₁ + boundₙ₋₁·(rₙ − rₙ₋₁), in USD, rounded
 * up once. Hyperliquid (hyperliquid.gitbook.io, "Margin tiers").
 */
export interface MarginTiersRule {
  readonly rule: 'margin-tiers';
  /** By instrument, in the order of their bounds. */
  readonly tiers: ReadonlyMap<string, readonly MarginTier[]>;
}

export const marginTiers: RuleDefinition<MarginTiersRule, PositionLine> = {
  complaintAbout: ({ tiers }) => {
    for (const [path, each] of entriesAt('/tiers', tiers)) {
      const complaint = complaintAboutTiers(path, each);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ tiers }, lines, context) => {
    for (const line of lines) {
      const listed = tiers.get(line.position.instrument);
      if (listed === undefined) continue;
      const initial = tieredMargin(line.notional, listed, 'initial');
      const maintenance = tieredMargin(line.notional, listed, 'maintenance');
      demandAmount(
        line,
        settled(line, context, 'initial margin of tiers', initial),
        settled(line, context, 'maintenance margin of tiers', maintenance),
      );
    }
  },
};

/** The rate of the tier that a notional falls in, and what to take off because lower tiers are cheaper. Exact. */
export interface TieredMargin {
  readonly rate: Decimal;
  /** USD. */
  readonly deduction: Decimal;
}

/** N·rate − deduction is the marginal sum over the tiers. A bound itself belongs to the tier that it ends. */
export function tieredMargin(
  notional: Decimal,
  tiers: readonly MarginTier[],
  column: keyof MarginRates,
): TieredMargin {
  let deduction = ZERO;
  let rate = tiers[0]?.[column] ?? ZERO;
  for (const [index, { upTo }] of tiers.entries()) {
    const next = tiers[index + 1];
    if (upTo === undefined || next === undefined || notional.lte(upTo)) break;
    deduction = deduction.add(upTo.mul(next[column].sub(rate)));
    rate = next[column];
  }
  return { rate, deduction };
}

function settled(
  line: PositionLine,
  { places, recorder }: EvaluationContext,
  figure: string,
  { rate, deduction }: TieredMargin,
): Decimal {
  const output = roundUp(line.notional.mul(rate).sub(deduction), places);
  recorder?.step({
    subject: positionSubject(line),
    figure,
    formula: 'notional × rate − deduction',
    inputs: [
      input('notional', line.notional, 'USD'),
      input('rate', rate, 'fraction'),
      input('deduction', deduction, 'USD'),
    ],
    rounding: { direction: 'up', places },
    output,
    unit: 'USD',
  });
  return output;
}

function complaintAboutTiers(path: string, tiers: readonly MarginTier[]): Complaint | undefined {
  if (tiers.length === 0) return { path, message: 'give at least one tier' };
  for (const [index, tier] of tiers.entries()) {
    const at = `${path}/${index}`;
    const before = tiers[index - 1];
    const complaint =
      complaintAboutRates(at, tier) ?? complaintAboutBound(at, tier, before, index === tiers.length - 1);
    if (complaint !== undefined) return complaint;
    for (const column of ['initial', 'maintenance'] as const) {
      if (before === undefined || tier[column].gte(before[column])) continue;
      const message = `${tier[column].toFixed()} must be at least the rate of the tier before: larger positions need no less`;
      return { path: `${at}/${column}`, message };
    }
  }
  return undefined;
}

function complaintAboutBound(
  at: string,
  { upTo }: MarginTier,
  before: MarginTier | undefined,
  isLast: boolean,
): Complaint | undefined {
  if (isLast !== (upTo === undefined)) {
    const message = isLast
      ? 'leave it out of the last tier, which has no bound'
      : 'give the bound of this tier';
    return { path: `${at}/upTo`, message };
  }
  if (upTo === undefined || upTo.gt(before?.upTo ?? ZERO)) return undefined;
  return { path: `${at}/upTo`, message: `${upTo.toFixed()} must be above the bound of the tier before` };
}
