import type { Decimal } from '@causeway/domain/units';
import { settleCollateral, type CollateralLine } from '../collateral-line.js';
import { COLLATERAL_COLUMNS, linesBy, shareOut, totalValue } from '../collateral-share.js';
import { belowZero, entriesAt } from '../complaint.js';
import type { RuleDefinition } from '../rule-definition.js';

/**
 * `in-transit-cap`: all that an account has in transit over one bridge counts at most the cap of that bridge, in USD,
 * because it can be lost together; each transfer keeps its proportional share. Comes after the credit. Causeway's own.
 */
export interface InTransitCapRule {
  readonly rule: 'in-transit-cap';
  /** USD by bridge. */
  readonly caps: ReadonlyMap<string, Decimal>;
  /** The cap of a bridge that is not listed; absent is none. */
  readonly otherwise?: Decimal;
}

export const inTransitCap: RuleDefinition<InTransitCapRule, CollateralLine> = {
  complaintAbout: ({ caps, otherwise }) =>
    belowZero(entriesAt('/caps', caps)) ?? belowZero([['/otherwise', otherwise]]),
  apply: ({ caps, otherwise }, lines, context) => {
    for (const [bridge, group] of linesBy(lines, ({ holding }) => holding.transit?.bridge)) {
      const cap = caps.get(bridge) ?? otherwise;
      if (cap === undefined) continue;
      for (const line of group) settleCollateral(line, context);
      for (const column of COLLATERAL_COLUMNS) {
        const total = totalValue(group, column);
        if (total.gt(cap)) shareOut(group, column, cap, total, context);
      }
    }
  },
};
