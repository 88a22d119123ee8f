import { ONE, type Decimal } from '@causeway/domain/units';
import { collateralSubject, weigh, type CollateralLine } from '../collateral-line.js';
import { entriesAt, notAFraction } from '../complaint.js';
import { input } from '../explanation.js';
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
  apply: ({ haircuts }, lines, { recorder }) => {
    for (const line of lines) {
      const haircut = haircuts.get(line.family);
      if (haircut === undefined || line.isAdmitted) continue;
      const weight = ONE.sub(haircut);
      line.isAdmitted = true;
      line.assetHaircut = haircut;
      recorder?.step({
        subject: collateralSubject(line),
        figure: 'weight',
        formula: 'before × (1 − haircut)',
        inputs: [input('before', line.maintenanceWeight, 'fraction'), input('haircut', haircut, 'fraction')],
        output: line.maintenanceWeight.mul(weight),
        unit: 'fraction',
      });
      weigh(line, weight, weight);
    }
  },
};
