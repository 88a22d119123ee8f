import type { CollateralRule } from '@causeway/domain/margin';
import { ONE, sum, ZERO, type Decimal } from '@causeway/domain/units';
import type { KinkedTerm } from '../account-terms.js';
import { KinkedLines, type Line } from '../kinked-lines.js';
import type { FoldedHolding } from './account-fold.js';

type ConcentrationBracketsRule = Extract<CollateralRule, { readonly rule: 'concentration-brackets' }>;

/**
 * `concentration-brackets` of a policy by family: the n-th bracket counts T·wₙ + aₙ, and because weights fall from
 * bracket to bracket, the least of these lines is the one of the bracket that T lies in. Beyond the last bound it stays.
 */
export function bracketLines(rules: readonly CollateralRule[]): ReadonlyMap<string, KinkedLines> {
  const last = rules.at(-1);
  if (last?.rule !== 'concentration-brackets') return new Map();
  return new Map([...last.brackets].map(([family, brackets]) => [family, linesOf(brackets)]));
}

/**
 * What holdings of bracketed families count for: each family together, at its price. A holding keeps its proportional
 * share, of which systemic-risk actions may take a part: together they take the part weighted by shares, which has 160
 * digits, far more than rounding to the quote unit allows for.
 */
export function foldBrackets(
  holdings: readonly FoldedHolding[],
  brackets: ReadonlyMap<string, KinkedLines>,
): readonly KinkedTerm[] {
  return [...brackets].flatMap(([family, kinked]): readonly KinkedTerm[] => {
    const held = holdings.filter((holding) => holding.family === family);
    const [first] = held;
    if (first === undefined) return [];
    const quantity = sum(held.map(({ counted }) => counted));
    const left = sum(held.map(({ counted, imposed }) => counted.mul(imposed)));
    const factor = quantity.eq(left) ? ONE : left.div(quantity);
    return [{ slot: first.slot, quantity, factor, kinked }];
  });
}

function linesOf(
  brackets: ConcentrationBracketsRule['brackets'] extends ReadonlyMap<string, infer Of> ? Of : never,
) {
  const lines: Line[] = [];
  let intercept: Decimal = ZERO;
  for (const [index, { weight, upTo }] of brackets.entries()) {
    lines.push({ slope: weight, intercept });
    if (upTo === undefined) break;
    const next = brackets[index + 1]?.weight ?? ZERO;
    intercept = intercept.add(upTo.mul(weight.sub(next)));
    if (index === brackets.length - 1) lines.push({ slope: ZERO, intercept });
  }
  const [first, ...others] = lines;
  if (first === undefined) throw new Error('a policy was checked to have brackets where it lists a family');
  return new KinkedLines('least', [first, ...others]);
}
