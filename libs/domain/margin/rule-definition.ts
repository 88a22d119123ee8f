import type { Complaint } from './complaint.js';
import type { EvaluationContext } from './evaluation-context.js';

/** How one named rule works: what its parameters must be, and what it does to the lines of an account. */
export interface RuleDefinition<Rule, Line> {
  /** What is wrong with the parameters, if anything is. */
  readonly complaintAbout: (rule: Rule) => Complaint | undefined;
  /** Changes the lines by the rule and tells the recorder each figure that it gives. */
  readonly apply: (rule: Rule, lines: readonly Line[], context: EvaluationContext) => void;
}

/** A definition for each rule of a union, by its name. */
export type RuleDefinitions<Rule extends { readonly rule: string }, Line> = {
  readonly [Name in Rule['rule']]: RuleDefinition<Extract<Rule, { readonly rule: Name }>, Line>;
};
