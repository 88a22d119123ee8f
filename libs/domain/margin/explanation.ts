import type { Decimal } from '@causeway/domain/units';

/** What a figure counts. `ratio` is dimensionless and may exceed 1; `fraction` is a share of 1. */
export type FigureUnit =
  'USD' | 'USD/token' | 'tokens' | 'contracts' | 'fraction' | 'ratio' | 'seconds' | 'years';

/** One figure that went into a step, under the name that the formula gives it. */
export interface StepInput {
  readonly name: string;
  readonly value: Decimal;
  readonly unit: FigureUnit;
}

/** How the result of a formula was rounded; absent where it is exact. */
export interface StepRounding {
  /** `down` is towards minus infinity, `up` towards plus infinity, `nearest` half away from zero. */
  readonly direction: 'down' | 'up' | 'nearest';
  readonly places: number;
}

/** One step of an evaluation: output = the formula over the inputs, rounded once. */
export interface StepDetails {
  /** What the step is about: an asset, a position, a bridge, the account. */
  readonly subject: string;
  /** The figure that the step gives, e.g. `collateral value`. */
  readonly figure: string;
  /**
   * An expression over the names of the inputs with + − × / and parentheses, `min`, `max`, `abs`, `sqrt` and `sum`.
   * A name that occurs several times among the inputs stands in `sum` for all of them.
   */
  readonly formula: string;
  readonly inputs: readonly StepInput[];
  readonly rounding?: StepRounding;
  readonly output: Decimal;
  readonly unit: FigureUnit;
}

/** A step, and the rule of the policy that took it. */
export interface ExplanationStep extends StepDetails {
  /** The rule's name; what is not a rule's own choice is named after what it computes, such as `market-value`. */
  readonly rule: string;
  /** JSON pointer of the rule in its policy document; absent for what no rule decides. */
  readonly path?: string;
}

/** Told every step of an evaluation, where somebody wants to know. */
export interface Recorder {
  /** The following steps are of this rule. */
  enter(rule: string, path?: string): void;
  step(step: StepDetails): void;
}

/** An input of a step. */
export function input(name: string, value: Decimal, unit: FigureUnit): StepInput {
  return { name, value, unit };
}

/** A recorder that keeps the steps in their order. */
export function recorderOf(steps: ExplanationStep[]): Recorder {
  let current: Pick<ExplanationStep, 'rule' | 'path'> = { rule: 'evaluation' };
  return {
    enter: (rule, path) => {
      current = path === undefined ? { rule } : { rule, path };
    },
    step: (step) => {
      steps.push({ ...current, ...step });
    },
  };
}
