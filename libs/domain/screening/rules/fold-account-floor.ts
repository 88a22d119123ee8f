import type { AccountRule } from '@causeway/domain/margin';
import { ZERO, type Decimal } from '@causeway/domain/units';
import type { TermSum } from '../account-terms.js';

type AccountFloorRule = Extract<AccountRule, { readonly rule: 'account-floor' }>;

/** `account-floor` of a policy: folded where it comes last, i.e. where it looks at what all others demand together. */
export function floorOf(rules: readonly AccountRule[]): Decimal | undefined {
  const last = rules.at(-1);
  return last?.rule === 'account-floor' ? last.maintenance : undefined;
}

/** Whether a floor stands anywhere but at the end, where it is not folded. */
export function hasUnfoldedFloor(rules: readonly AccountRule[]): boolean {
  return rules.slice(0, -1).some((rule): rule is AccountFloorRule => rule.rule === 'account-floor');
}

/**
 * Requirements of which the greatest counts, and the floor under them, which applies to an account that must maintain
 * anything at all. Undefined when it depends on prices whether it must.
 */
export function withFloor(requirements: readonly TermSum[], floor: Decimal): readonly TermSum[] | undefined {
  if (requirements.every(isNothing)) return requirements;
  return requirements.some(isAlwaysPositive)
    ? [...requirements, { constant: floor, linear: [], kinked: [] }]
    : undefined;
}

function isNothing({ constant, linear, kinked }: TermSum): boolean {
  return constant.isZero() && linear.every(({ coefficient }) => coefficient.isZero()) && kinked.length === 0;
}

/** Whether a sum of parts none of which is negative has one that is positive at all prices above zero. */
function isAlwaysPositive({ constant, linear, kinked }: TermSum): boolean {
  if (constant.lt(ZERO) || linear.some(({ coefficient }) => coefficient.lt(0))) return false;
  const least = kinked.map(({ kinked: { lines } }) =>
    lines.some(({ slope, intercept }) => slope.gt(0) && intercept.gte(0)),
  );
  // The greatest of lines is not negative where the line of the first bracket is not.
  const isNeverNegative = kinked.every(({ kinked: { lines } }) =>
    lines.some(({ slope, intercept }) => slope.gte(0) && intercept.gte(0)),
  );
  return (
    isNeverNegative &&
    (constant.gt(0) || linear.some(({ coefficient }) => coefficient.gt(0)) || least.includes(true))
  );
}
