import type { Hash } from '@causeway/domain/units';

/** What of a step decides on which others it may depend. */
export interface StepTrace {
  /** The block that told it; absent for a command. */
  readonly block?: Hash;
  /** What it read or changed. */
  readonly subjects: readonly string[];
}

/**
 * Of steps in the order in which they were taken: those of the given blocks, and every later one that shares a
 * subject with one of them, directly or through others. No other step can have come out differently without them.
 */
export function dependentSteps<Step extends StepTrace>(
  steps: readonly Step[],
  blocks: ReadonlySet<Hash>,
): readonly Step[] {
  const reached = new Set<string>();
  return steps.filter(({ block, subjects }) => {
    const isReached =
      (block !== undefined && blocks.has(block)) || subjects.some((subject) => reached.has(subject));
    if (isReached) for (const subject of subjects) reached.add(subject);
    return isReached;
  });
}
