import type { AccountRule } from '@causeway/domain/margin';
import type { Decimal } from '@causeway/domain/units';
import type { KinkedLines } from '../kinked-lines.js';

/** `account-floor` of a policy: folded where it comes last, i.e. where it looks at what all others demand together. */
export function floorOf(rules: readonly AccountRule[]): Decimal | undefined {
  const last = rules.at(-1);
  return last?.rule === 'account-floor' ? last.maintenance : undefined;
}

/** Whether a floor stands anywhere but at the end, where it is not folded. */
export function hasUnfoldedFloor(rules: readonly AccountRule[]): boolean {
  return rules.slice(0, -1).some(({ rule }) => rule === 'account-floor');
}

/** Whether a demand for a notional is above zero wherever that is. */
export function isPositiveDemand({ lines }: KinkedLines): boolean {
  return lines.some(
    ({ slope, intercept }) =>
      !slope.isNegative() && !intercept.isNegative() && (slope.gt(0) || intercept.gt(0)),
  );
}
