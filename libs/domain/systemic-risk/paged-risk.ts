import type { DimensionRisk, SubjectRisk } from './correlated-breaches.js';
import {
  failuresOf,
  worstOutcome,
  type FailureFilter,
  type FailureOutcome,
  type FailureShocks,
} from './failures.js';
import type { PagedBook } from './paged-book.js';
import { screenedStressSteps, type BookSteps } from './screened-stress.js';
import type { StressScenario } from './stress-scenario.js';

/**
 * `systemicRiskSteps` on a book of which only columns are in memory. Failures that are not wanted are not run, and lead to
 * nothing; those that come to the same, as of one instrument on several layers, are run once.
 */
export function* pagedRiskSteps(
  book: PagedBook,
  shocks: FailureShocks,
  isWanted: FailureFilter,
): BookSteps<readonly DimensionRisk[]> {
  const known = new Map<string, FailureOutcome>();
  const risks: DimensionRisk[] = [];
  for (const { exposures, ...dimension } of book.exposures()) {
    const subjects: SubjectRisk[] = [];
    for (const exposure of exposures) {
      const { subject } = exposure;
      const failures = isWanted(dimension.dimension, subject)
        ? failuresOf(dimension.dimension, subject, shocks)
        : [];
      const outcomes: FailureOutcome[] = [];
      for (const scenario of failures) {
        const key = scenarioKey(scenario);
        const outcome = known.get(key) ?? (yield* screenedStressSteps(book, scenario));
        known.set(key, outcome);
        outcomes.push(outcome);
      }
      subjects.push({ ...exposure, ...worstOutcome(outcomes) });
    }
    risks.push({ ...dimension, subjects });
  }
  return risks;
}

/** Scenarios of equal keys do the same, whatever they are called. */
function scenarioKey({ haltedLayers, failedBridges, priceShocks }: StressScenario): string {
  const moves = priceShocks.map(({ symbol, change }) => [symbol, change.toFixed()]);
  return JSON.stringify([haltedLayers, failedBridges, moves]);
}
