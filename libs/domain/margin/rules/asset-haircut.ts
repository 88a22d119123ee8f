import type { Decimal } from '@causeway/domain/units';
import { takeHaircut, type CollateralLine } from '../collateral-line.js';
import { entriesAt, notAFraction } from '../complaint.js';
import type { RuleDefinition } from '../rule-definition.js';

/**
 * `asset-haircut`: collateral of a family counts for value × (1 − haircut). A family that is not listed is no
 * collateral. The collateral weight of dYdX v4 and of Aave v3 (`GenericLogic.sol`, value × liquidation threshold)
 * with one figure for initial and maintenance margin.
 */
export interface AssetHaircutRule {
  readonly rule: 'asset-haircut';
  /** Fraction of 1 by family. */
  readonly haircuts: ReadonlyMap<string, Decimal>;
}

export const assetHaircut: RuleDefinition<AssetHaircutRule, CollateralLine> = {
  complaintAbout: ({ haircuts }) => notAFraction(entriesAt('/haircuts', haircuts)),
  apply: ({ haircuts }, lines, context) => {
    for (const line of lines) {
      const haircut = haircuts.get(line.family);
      if (haircut === undefined || line.isAdmitted) continue;
      line.isAdmitted = true;
      line.assetHaircut = haircut;
      takeHaircut(line, haircut, context);
    }
  },
};
