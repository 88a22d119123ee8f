import { type Decimal, decimal, minimum, ONE, ZERO } from '@causeway/domain/units';
import { entriesAt, notPositive, pointerStep, type Complaint } from '../complaint.js';
import { input, type StepInput } from '../explanation.js';
import { demandAmount, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';
import { sumOverBrackets, type BracketRounding } from './marginal-brackets.js';
import { recordLineFigure } from './line-figure.js';

/** The highest leverage for the part of a position's notional up to a boundary; without boundary, all above. */
export interface LeverageTier {
  readonly upTo?: Decimal;
  readonly maxLeverage: Decimal;
}

/**
 * Maintenance margin of a position under leverage tiers: Σ part of the notional in the tier / (2 × its maximum
 * leverage), which is Hyperliquid's N·rₙ − dₙ with rₙ = 1/(2·maxLeverageₙ) and
 * dₙ = dₙ₋₁ + lowerₙ·(rₙ − rₙ₋₁), here without ever rounding a rate.
 *
 * In the quote unit at `places` decimal places. Hyperliquid reports it truncated to 10⁻⁶ USDC
 * (`towards-zero`); round `up` where a requirement must not be understated.
 * Source: hyperliquid.gitbook.io/hyperliquid-docs/trading/margin-tiers.
 */
export function tieredMaintenanceMargin(
  notional: Decimal,
  tiers: readonly LeverageTier[],
  places: number,
  rounding: BracketRounding,
): Decimal {
  return overTiers(notional, tiers, TWO, places, rounding);
}

/**
 * Initial margin of a position at the highest leverage its tiers allow: Σ part of the notional / maximum leverage,
 * in the quote unit. A venue where traders choose less leverage asks for more than that.
 */
export function tieredInitialMargin(
  notional: Decimal,
  tiers: readonly LeverageTier[],
  places: number,
  rounding: BracketRounding,
): Decimal {
  return overTiers(notional, tiers, ONE, places, rounding);
}

const TWO = decimal('2');

function overTiers(
  notional: Decimal,
  tiers: readonly LeverageTier[],
  divisor: Decimal,
  places: number,
  rounding: BracketRounding,
): Decimal {
  const brackets = tiers.map(({ upTo, maxLeverage }) => ({
    ...(upTo === undefined ? {} : { upTo }),
    numerator: ONE,
    denominator: maxLeverage.mul(divisor),
  }));
  return sumOverBrackets(notional, brackets, places, rounding);
}

/**
 * `leverage-tiers`: each part of a position's notional is margined by the highest leverage of its own tier; initial
 * margin = Σ part / leverage, maintenance margin = Σ part / (2 × leverage), in USD, each rounded once. Hyperliquid
 * truncates (`rounding: down`).
 */
export interface LeverageTiersRule {
  readonly rule: 'leverage-tiers';
  readonly rounding: 'up' | 'down';
  /** By instrument, in the order of their bounds. */
  readonly tiers: ReadonlyMap<string, readonly LeverageTier[]>;
}

export const leverageTiers: RuleDefinition<LeverageTiersRule, PositionLine> = {
  complaintAbout: ({ tiers }) => {
    for (const [path, each] of entriesAt('/tiers', tiers)) {
      const complaint = complaintAboutTiers(path, each);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ tiers, rounding }, lines, context) => {
    for (const line of lines) {
      const listed = tiers.get(line.position.instrument);
      if (listed === undefined) continue;
      const notional = line.position.size.abs().mul(line.markPrice);
      const initial = tieredInitialMargin(notional, listed, context.places, rounding);
      const maintenance = tieredMaintenanceMargin(notional, listed, context.places, rounding);
      demandAmount(line, initial, maintenance);
      if (context.recorder === undefined) continue;
      const { inputs, names } = partsOf(notional, listed);
      const figures = [
        ['initial margin of tiers', initial, names.map(([part, leverage]) => `${part} / ${leverage}`)],
        [
          'maintenance margin of tiers',
          maintenance,
          names.map(([part, leverage]) => `${part} / (2 × ${leverage})`),
        ],
      ] as const;
      for (const [figure, output, terms] of figures) {
        const formula = terms.join(' + ');
        recordLineFigure(line, context, { figure, formula, inputs, output, direction: rounding });
      }
    }
  },
};

/** The parts of a notional within the tiers it reaches, as inputs of a step, and their names. */
function partsOf(
  notional: Decimal,
  tiers: readonly LeverageTier[],
): { readonly inputs: readonly StepInput[]; readonly names: readonly (readonly [string, string])[] } {
  const inputs: StepInput[] = [];
  const names: (readonly [string, string])[] = [];
  let lower = ZERO;
  for (const [index, { upTo, maxLeverage }] of tiers.entries()) {
    if (index > 0 && notional.lte(lower)) break;
    const upper = upTo === undefined ? notional : minimum(notional, upTo);
    const name = [`part${index + 1}`, `leverage${index + 1}`] as const;
    inputs.push(input(name[0], upper.sub(lower), 'USD'), input(name[1], maxLeverage, 'ratio'));
    names.push(name);
    lower = upper;
  }
  return { inputs, names };
}

function complaintAboutTiers(path: string, tiers: readonly LeverageTier[]): Complaint | undefined {
  let lower = ZERO;
  for (const [index, { upTo, maxLeverage }] of tiers.entries()) {
    const at = path + pointerStep(index);
    const isLast = index === tiers.length - 1;
    const complaint = notPositive([[`${at}/maxLeverage`, maxLeverage]]);
    if (complaint !== undefined) return complaint;
    if (isLast !== (upTo === undefined)) {
      return { path: `${at}/upTo`, message: 'every tier has a bound but the last, which has none' };
    }
    if (upTo?.lte(lower)) return { path: `${at}/upTo`, message: 'bounds must rise from tier to tier' };
    const before = tiers[index - 1]?.maxLeverage;
    if (before !== undefined && maxLeverage.gt(before)) {
      const message = `${maxLeverage.toFixed()} must be at most that of the tier before: larger positions need no less`;
      return { path: `${at}/maxLeverage`, message };
    }
    if (maxLeverage.lt(ONE)) {
      const message = `${maxLeverage.toFixed()} must be at least 1: less would demand more than the notional`;
      return { path: `${at}/maxLeverage`, message };
    }
    lower = upTo ?? lower;
  }
  return tiers.length === 0 ? { path, message: 'give at least one tier' } : undefined;
}
