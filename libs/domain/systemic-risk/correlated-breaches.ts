import { decimal, type Decimal } from '@causeway/domain/units';
import { measureExposures, type DimensionExposure, type Exposure } from './exposure.js';
import {
  failuresOf,
  MAXIMUM_AFFECTED,
  worstOutcome,
  type FailureFilter,
  type FailureOutcome,
  type FailureShocks,
} from './failures.js';
import { stressTestSteps, type MeasuredBook, type StressReport } from './stress-test.js';
import { WHOLE_DIMENSION, type SystemicMeasurement } from './systemic-threshold.js';
import { finishWork, type WorkSteps } from './work-steps.js';

/** An exposure, and what would follow if its subject failed. */
export interface SubjectRisk extends Exposure, FailureOutcome {}

/** The systemic risk of one dimension. */
export interface DimensionRisk extends Omit<DimensionExposure, 'exposures'> {
  readonly subjects: readonly SubjectRisk[];
}

/**
 * Exposure, concentration and correlated breaches by layer, bridge, asset and venue: for each subject the scenario of
 * its failure is run on the whole book. A layer halts, a bridge fails, an asset falls by `assetFall`, an instrument
 * moves by `venueMove`.
 */
export function measureSystemicRisk(measured: MeasuredBook, shocks: FailureShocks): readonly DimensionRisk[] {
  return finishWork(systemicRiskSteps(measured, shocks));
}

/**
 * `measureSystemicRisk` in steps, for those who have other things to do meanwhile. Failures that are not wanted are not
 * run, and lead to nothing.
 */
export function* systemicRiskSteps(
  measured: MeasuredBook,
  shocks: FailureShocks,
  isWanted: FailureFilter = () => true,
): WorkSteps<readonly DimensionRisk[]> {
  const risks: DimensionRisk[] = [];
  for (const { exposures, ...dimension } of measureExposures(measured.states)) {
    const subjects: SubjectRisk[] = [];
    for (const exposure of exposures) {
      const outcomes: FailureOutcome[] = [];
      const { subject } = exposure;
      const failures = isWanted(dimension.dimension, subject)
        ? failuresOf(dimension.dimension, subject, shocks)
        : [];
      for (const scenario of failures) {
        outcomes.push(outcomeOf(yield* stressTestSteps(measured, scenario)));
      }
      subjects.push({ ...exposure, ...worstOutcome(outcomes) });
    }
    risks.push({ ...dimension, subjects });
  }
  return risks;
}

function outcomeOf({ breaches, contagion }: StressReport): FailureOutcome {
  return {
    breaches: breaches.length,
    shortfall: contagion.shortfall,
    affected: breaches.slice(0, MAXIMUM_AFFECTED).map(({ account }) => account),
  };
}

/** What the thresholds of a policy are held against. */
export function measurementsOf(risks: readonly DimensionRisk[]): readonly SystemicMeasurement[] {
  return risks.flatMap(({ dimension, concentration, subjects }) => [
    { dimension, measure: 'concentration' as const, subject: WHOLE_DIMENSION, value: concentration },
    ...subjects.flatMap(({ subject, share, value, breaches, shortfall, affected }) => [
      { dimension, measure: 'share' as const, subject, value: share, affected },
      { dimension, measure: 'value' as const, subject, value, affected },
      { dimension, measure: 'breaches' as const, subject, value: countOf(breaches), affected },
      { dimension, measure: 'shortfall' as const, subject, value: shortfall, affected },
    ]),
  ]);
}

function countOf(count: number): Decimal {
  return decimal(count.toFixed(0));
}
