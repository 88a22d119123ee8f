import { isOnSubject, type HoldingMargin, type ImposedRules } from '@causeway/domain/margin';
import { ONE, ZERO, type Decimal } from '@causeway/domain/units';
import type { Line } from '../kinked-lines.js';

/** The factor that raised haircuts leave of a holding. */
export function imposedFactor(
  imposed: ImposedRules | undefined,
  { chain, family, bridge }: HoldingMargin,
): Decimal {
  let factor = ONE;
  for (const rule of imposed?.collateral ?? []) {
    if (rule.rule !== 'raised-haircut' || !isOnSubject(rule, { chain, family, bridge })) continue;
    factor = factor.mul(ONE.sub(rule.haircut));
  }
  return factor;
}

/** What is demanded of a notional at a venue at least; a position that no rule lists demands all of it already. */
export function imposedFloors(
  imposed: ImposedRules | undefined,
  chain: string,
  instrument: string,
): readonly Line[] {
  return (imposed?.positions ?? [])
    .filter((floor) => floor.chain === chain && floor.instrument === instrument)
    .map(({ rate }) => ({ slope: rate, intercept: ZERO }));
}
