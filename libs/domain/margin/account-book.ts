import type { CollateralLine } from './collateral-line.js';
import type { Complaint } from './complaint.js';
import type { DebtLine } from './debt-line.js';
import type { EvaluationContext } from './evaluation-context.js';
import type { HealthCheck } from './health-definition.js';
import type { IsolatedMargin, MarginAdjustment } from './margin-state.js';
import type { PositionLine } from './position-line.js';

/** An account once the rules for its parts have run, while rules over the whole of it work. */
export interface AccountBook {
  readonly collateral: readonly CollateralLine[];
  readonly debts: readonly DebtLine[];
  readonly positions: readonly PositionLine[];
  readonly health: HealthCheck;
  /** What account rules add to the sums of the parts. */
  readonly adjustments: MarginAdjustment[];
  readonly isolated: IsolatedMargin[];
}

/** How one named rule over the whole account works. */
export interface AccountRuleDefinition<Rule> {
  /** What is wrong with the parameters, if anything is. */
  readonly complaintAbout: (rule: Rule) => Complaint | undefined;
  /** Marks the positions that the rule margins together, or apart, before what they demand by themselves is settled. */
  readonly claim?: (rule: Rule, book: AccountBook, context: EvaluationContext) => void;
  readonly apply: (rule: Rule, book: AccountBook, context: EvaluationContext) => void;
}
