import type { Decimal } from '@causeway/domain/units';
import type { Line } from '../kinked-lines.js';

/** What a rule demands of a position for maintenance. */
export interface PositionDemand {
  /** Over the notional; the greatest counts. */
  readonly lines: readonly Line[];
  /** Whether another size of the position would have other lines. */
  readonly dependsOnSize?: true;
}

/** A rule whose demand has no such lines, because a bracket asks for less than the one before. */
export const NOT_CONVEX = 'not-convex';

/** How a position rule is folded; undefined where it says nothing of the instrument. */
export type PositionFold<Rule> = (
  rule: Rule,
  instrument: string,
  size: Decimal,
) => PositionDemand | typeof NOT_CONVEX | undefined;
