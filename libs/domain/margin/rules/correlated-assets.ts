import { ONE } from '@causeway/domain/units';
import { collateralSubject, weigh, type CollateralLine } from '../collateral-line.js';
import type { Complaint } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';
import { complaintAboutWeights, type CollateralWeight } from './collateral-weight.js';

/** Families whose prices move together, and what they count for against debts of each other. */
export interface CorrelatedGroup {
  readonly name: string;
  readonly families: readonly string[];
  readonly weight: CollateralWeight;
}

/**
 * `correlated-assets`: while all that an account owes is of one group of correlated families, its collateral of that
 * group counts by the weight of the group, and rules further down that take the asset as collateral leave it alone. The
 * first group that holds all debts counts. E-mode of Aave v3 (`GenericLogic.sol`, `EModeLogic.sol`), where an account
 * chooses its category; here the debts choose it.
 */
export interface CorrelatedAssetsRule {
  readonly rule: 'correlated-assets';
  readonly groups: readonly CorrelatedGroup[];
}

export const correlatedAssets: RuleDefinition<CorrelatedAssetsRule, CollateralLine> = {
  complaintAbout: ({ groups }) => {
    for (const [index, group] of groups.entries()) {
      const complaint = complaintAboutGroup(group, `/groups/${index}`);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ groups }, lines, context) => {
    const group = groupOf(groups, context);
    if (group === undefined) return;
    const { initial, maintenance } = group.weight;
    for (const line of lines) {
      if (line.isAdmitted || !group.families.includes(line.family)) continue;
      line.isAdmitted = true;
      line.assetHaircut = ONE.sub(maintenance);
      for (const [figure, before, weight] of [
        ['weight', line.maintenanceWeight, maintenance],
        ['initial weight', line.initialWeight, initial],
      ] as const) {
        context.recorder?.step({
          subject: collateralSubject(line),
          figure,
          formula: 'before × weight',
          inputs: [input('before', before, 'fraction'), input('weight', weight, 'fraction')],
          output: before.mul(weight),
          unit: 'fraction',
        });
      }
      weigh(line, initial, maintenance);
    }
  },
};

/** The group of all debts; none without debts, and none while the family of a debt is not known. */
function groupOf(
  groups: readonly CorrelatedGroup[],
  { account: { debts = [] }, directory }: EvaluationContext,
): CorrelatedGroup | undefined {
  if (debts.length === 0) return undefined;
  const owed = debts.map(({ principal }) => directory.assetOf(principal.asset)?.family);
  return groups.find(({ families }) =>
    owed.every((family) => family !== undefined && families.includes(family)),
  );
}

function complaintAboutGroup({ families, weight }: CorrelatedGroup, path: string): Complaint | undefined {
  if (families.length === 0) return { path: `${path}/families`, message: 'name at least one family' };
  const complaint = complaintAboutWeights(new Map([['weight', weight]]), path);
  return complaint;
}
