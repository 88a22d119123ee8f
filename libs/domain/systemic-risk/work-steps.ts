/** Work that can be interrupted: it yields after every so much of it, and returns its outcome. */
export type WorkSteps<Outcome> = Generator<undefined, Outcome, undefined>;

/** Accounts that are evaluated between two interruptions. */
export const ACCOUNTS_PER_STEP = 100;

/** Does all the work at once. */
export function finishWork<Outcome>(steps: WorkSteps<Outcome>): Outcome {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
