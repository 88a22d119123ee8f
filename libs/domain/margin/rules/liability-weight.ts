import { maximum, mulUp, ONE, ZERO, type Decimal } from '@causeway/domain/units';
import { entriesAt, type Complaint } from '../complaint.js';
import { debtSubject, type DebtLine } from '../debt-line.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';

/** What a unit of debt counts for, at least 1. */
export interface LiabilityWeight {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

/**
 * `liability-weight`: a debt asks for value × weight, in USD, rounded up. With `against: requirement` all of it is
 * margin requirement, as on Drift v2 (`math/margin.rs`) and, with weight 1, on Aave v3; with `against: equity` its
 * value is taken off equity and only the part of the weight above 1 is requirement. Both are in breach at the same
 * prices; the health ratio differs. A family that is not listed has weights of 1.
 */
export interface LiabilityWeightRule {
  readonly rule: 'liability-weight';
  readonly against: 'requirement' | 'equity';
  readonly weights: ReadonlyMap<string, LiabilityWeight>;
}

const FULL: LiabilityWeight = { initial: ONE, maintenance: ONE };

export const liabilityWeight: RuleDefinition<LiabilityWeightRule, DebtLine> = {
  complaintAbout: ({ weights }) => complaintAboutWeights(weights),
  apply: ({ against, weights }, lines, context) => {
    for (const line of lines) {
      const { initial, maintenance } = weights.get(line.family) ?? FULL;
      weighDebt(line, against, initial, maintenance, context);
    }
  },
};

/** Has a debt ask for value × weight, rounded up, on top of its deduction from equity or in its place. */
export function weighDebt(
  line: DebtLine,
  against: LiabilityWeightRule['against'],
  initial: Decimal,
  maintenance: Decimal,
  { places, recorder }: EvaluationContext,
): void {
  if (against === 'requirement') line.deduction = ZERO;
  const part = (weight: Decimal) => (against === 'requirement' ? weight : weight.sub(ONE));
  const formula = against === 'requirement' ? 'value × weight' : 'value × (weight − 1)';
  line.initialMargin = mulUp(line.value, part(initial), places);
  line.maintenanceMargin = mulUp(line.value, part(maintenance), places);
  recorder?.step({
    subject: debtSubject(line),
    figure: 'initial margin',
    formula,
    inputs: [input('value', line.value, 'USD'), input('weight', initial, 'ratio')],
    rounding: { direction: 'up', places },
    output: line.initialMargin,
    unit: 'USD',
  });
  recorder?.step({
    subject: debtSubject(line),
    figure: 'maintenance margin',
    formula,
    inputs: [input('value', line.value, 'USD'), input('weight', maintenance, 'ratio')],
    rounding: { direction: 'up', places },
    output: line.maintenanceMargin,
    unit: 'USD',
  });
}

function complaintAboutWeights(weights: ReadonlyMap<string, LiabilityWeight>): Complaint | undefined {
  for (const [path, { initial, maintenance }] of entriesAt('/weights', weights)) {
    if (maintenance.lt(ONE)) {
      return { path: `${path}/maintenance`, message: `${maintenance.toFixed()} must be at least 1` };
    }
    if (maximum(initial, maintenance).eq(initial)) continue;
    const message = `${initial.toFixed()} must be at least the maintenance weight ${maintenance.toFixed()}`;
    return { path: `${path}/initial`, message };
  }
  return undefined;
}
