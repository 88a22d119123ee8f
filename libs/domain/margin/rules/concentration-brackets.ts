import { roundDown, ZERO, type Decimal } from '@causeway/domain/units';
import { settleCollateral, type CollateralLine } from '../collateral-line.js';
import {
  COLLATERAL_COLUMNS,
  linesBy,
  shareOut,
  totalValue,
  type CollateralColumn,
} from '../collateral-share.js';
import { entriesAt, notAFraction, type Complaint } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';

/** What counts of the part of a value up to a bound, and beyond the bound of the bracket before. */
export interface ConcentrationBracket {
  /** USD; absent on a bracket without bound. */
  readonly upTo?: Decimal;
  /** Fraction of 1. */
  readonly weight: Decimal;
}

/**
 * `concentration-brackets`: of all collateral of one family that an account has, on all layers, each part counts by the
 * weight of its bracket, because much of one asset sells for less. Marginal, as an income tax: counted = T·wₙ + aₙ
 * with aₙ = aₙ₋₁ + boundₙ₋₁·(wₙ₋₁ − wₙ), in USD, rounded down; each holding keeps its proportional share of it. What
 * lies above the last bound counts nothing, so that a single bracket of weight 1 is a cap. What is in transit without
 * credit takes no room in a bracket. Binance proof of reserves
 * (`src/utils/utils.go`, tiers of collateral value).
 */
export interface ConcentrationBracketsRule {
  readonly rule: 'concentration-brackets';
  /** By family, in the order of their bounds. */
  readonly brackets: ReadonlyMap<string, readonly ConcentrationBracket[]>;
}

export const concentrationBrackets: RuleDefinition<ConcentrationBracketsRule, CollateralLine> = {
  complaintAbout: ({ brackets }) => {
    for (const [path, each] of entriesAt('/brackets', brackets)) {
      const complaint = complaintAboutBrackets(path, each);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ brackets }, lines, context) => {
    for (const line of lines) settleCollateral(line, context);
    const counted = lines.filter(({ credit }) => !credit.isZero());
    for (const [family, group] of linesBy(counted, ({ family: name }) => name)) {
      const listed = brackets.get(family);
      if (listed === undefined) continue;
      for (const column of COLLATERAL_COLUMNS) concentrate(family, group, listed, column, context);
    }
  },
};

/** T·weight + addition is the marginal sum over the brackets; exact. A bound belongs to the bracket that it ends. */
export function concentrated(
  total: Decimal,
  brackets: readonly ConcentrationBracket[],
): { readonly weight: Decimal; readonly addition: Decimal } {
  let weight = brackets[0]?.weight ?? ZERO;
  let addition = ZERO;
  for (const [index, { upTo }] of brackets.entries()) {
    if (upTo === undefined || total.lte(upTo)) break;
    const next = brackets[index + 1]?.weight ?? ZERO;
    addition = addition.add(upTo.mul(weight.sub(next)));
    weight = next;
  }
  return { weight, addition };
}

function concentrate(
  family: string,
  group: readonly CollateralLine[],
  brackets: readonly ConcentrationBracket[],
  column: CollateralColumn,
  context: EvaluationContext,
): void {
  const total = totalValue(group, column);
  const { weight, addition } = concentrated(total, brackets);
  const counted = roundDown(total.mul(weight).add(addition), context.places);
  if (counted.gte(total)) return;
  context.recorder?.step({
    subject: family,
    figure: column === 'initialValue' ? 'initial value counted' : 'value counted',
    formula: 'total × weight + addition',
    inputs: [
      input('total', total, 'USD'),
      input('weight', weight, 'fraction'),
      input('addition', addition, 'USD'),
    ],
    rounding: { direction: 'down', places: context.places },
    output: counted,
    unit: 'USD',
  });
  shareOut(group, column, counted, total, context);
}

function complaintAboutBrackets(
  path: string,
  brackets: readonly ConcentrationBracket[],
): Complaint | undefined {
  if (brackets.length === 0) return { path, message: 'give at least one bracket' };
  for (const [index, { upTo, weight }] of brackets.entries()) {
    const at = `${path}/${index}`;
    const before = brackets[index - 1];
    const complaint = notAFraction([[`${at}/weight`, weight]]);
    if (complaint !== undefined) return complaint;
    if (before !== undefined && weight.gt(before.weight)) {
      const message = `${weight.toFixed()} must be at most the weight of the bracket before: more of one asset counts no more`;
      return { path: `${at}/weight`, message };
    }
    if (upTo === undefined && index < brackets.length - 1) {
      return { path: `${at}/upTo`, message: 'give the bound of this bracket: only the last may have none' };
    }
    if (upTo !== undefined && !upTo.gt(before?.upTo ?? ZERO)) {
      return {
        path: `${at}/upTo`,
        message: `${upTo.toFixed()} must be above the bound of the bracket before`,
      };
    }
  }
  return undefined;
}
