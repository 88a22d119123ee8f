import { maximum, ONE, type Decimal } from '@causeway/domain/units';
import { collateralSubject, weigh, type CollateralLine } from '../collateral-line.js';
import { entriesAt, notAFraction, type Complaint } from '../complaint.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';

/** What a unit of collateral counts for, against initial and against maintenance margin. Fractions of 1. */
export interface CollateralWeight {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

/**
 * `collateral-weight`: collateral of a family counts for value × weight, with a lower weight where it backs new risk.
 * A family that is not listed is no collateral. Loan-to-value and liquidation threshold of Aave v3
 * (`GenericLogic.sol`), initial and maintenance asset weight of Drift v2 (`math/spot_balance.rs`).
 */
export interface CollateralWeightRule {
  readonly rule: 'collateral-weight';
  readonly weights: ReadonlyMap<string, CollateralWeight>;
}

export const collateralWeight: RuleDefinition<CollateralWeightRule, CollateralLine> = {
  complaintAbout: ({ weights }) => complaintAboutWeights(weights),
  apply: ({ weights }, lines, { recorder }) => {
    for (const line of lines) {
      const weight = weights.get(line.family);
      if (weight === undefined || line.isAdmitted) continue;
      line.isAdmitted = true;
      line.assetHaircut = ONE.sub(weight.maintenance);
      recorder?.step({
        subject: collateralSubject(line),
        figure: 'weight',
        formula: 'before × weight',
        inputs: [
          input('before', line.maintenanceWeight, 'fraction'),
          input('weight', weight.maintenance, 'fraction'),
        ],
        output: line.maintenanceWeight.mul(weight.maintenance),
        unit: 'fraction',
      });
      recorder?.step({
        subject: collateralSubject(line),
        figure: 'initial weight',
        formula: 'before × weight',
        inputs: [
          input('before', line.initialWeight, 'fraction'),
          input('weight', weight.initial, 'fraction'),
        ],
        output: line.initialWeight.mul(weight.initial),
        unit: 'fraction',
      });
      weigh(line, weight.initial, weight.maintenance);
    }
  },
};

/** Weights are fractions, and what backs new risk counts for no more than what is only kept. */
export function complaintAboutWeights(
  weights: ReadonlyMap<string, CollateralWeight>,
  at = '/weights',
): Complaint | undefined {
  for (const [path, { initial, maintenance }] of entriesAt(at, weights)) {
    const complaint = notAFraction([
      [`${path}/initial`, initial],
      [`${path}/maintenance`, maintenance],
    ]);
    if (complaint !== undefined) return complaint;
    if (maximum(initial, maintenance).eq(maintenance)) continue;
    const message = `${initial.toFixed()} must be at most the maintenance weight ${maintenance.toFixed()}`;
    return { path: `${path}/initial`, message };
  }
  return undefined;
}
