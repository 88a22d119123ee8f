import {
  decimal,
  ZERO,
  type AccountId,
  type BridgeId,
  type ChainId,
  type Decimal,
} from '@causeway/domain/units';
import {
  measureExposures,
  type DimensionExposure,
  type Exposure,
  type ExposureDimension,
} from './exposure.js';
import type { StressScenario } from './stress-scenario.js';
import { stressTestSteps, type MeasuredBook, type StressReport } from './stress-test.js';
import { WHOLE_DIMENSION, type SystemicMeasurement, type SystemicThreshold } from './systemic-threshold.js';
import { finishWork, type WorkSteps } from './work-steps.js';

/** How hard assets and venues are hit when their failure is supposed; fractions of the price. */
export interface FailureShocks {
  readonly assetFall: Decimal;
  /** Of an instrument, up or down, whichever breaches more. */
  readonly venueMove: Decimal;
}

/** Accounts that are named in evidence. */
export const MAXIMUM_AFFECTED = 1_000;

/** An exposure, and what would follow if its subject failed. */
export interface SubjectRisk extends Exposure {
  /** Accounts that would breach together, contagion included, beyond those in breach already. */
  readonly breaches: number;
  /** What they would owe beyond everything they have, in USD. */
  readonly shortfall: Decimal;
  /** The first `MAXIMUM_AFFECTED` of them, by round and name. */
  readonly affected: readonly AccountId[];
}

/** Which failures are worth running. */
export type FailureFilter = (dimension: ExposureDimension, subject: string) => boolean;

/**
 * The failures that thresholds need: those whose breaches or shortfall they measure, and those whose accounts they warn or
 * liquidate.
 */
export function failuresFor(thresholds: readonly SystemicThreshold[]): FailureFilter {
  const needing = thresholds.filter(
    ({ measure, action }) =>
      measure === 'breaches' || measure === 'shortfall' || action === 'warn' || action === 'liquidate',
  );
  return (dimension, subject) =>
    needing.some(
      (threshold) =>
        threshold.dimension === dimension &&
        threshold.measure !== 'concentration' &&
        (threshold.subject === undefined || threshold.subject === subject),
    );
}

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
      const reports: StressReport[] = [];
      const { subject } = exposure;
      const failures = isWanted(dimension.dimension, subject)
        ? failuresOf(dimension.dimension, subject, shocks)
        : [];
      for (const scenario of failures) {
        reports.push(yield* stressTestSteps(measured, scenario));
      }
      subjects.push(subjectRisk(exposure, worstOf(reports)));
    }
    risks.push({ ...dimension, subjects });
  }
  return risks;
}

function subjectRisk(exposure: Exposure, worst: StressReport | undefined): SubjectRisk {
  const breaches = worst?.breaches ?? [];
  return {
    ...exposure,
    breaches: breaches.length,
    shortfall: worst?.contagion.shortfall ?? ZERO,
    affected: breaches.slice(0, MAXIMUM_AFFECTED).map(({ account }) => account),
  };
}

/** The scenarios in which a subject fails. */
export function failuresOf(
  dimension: ExposureDimension,
  subject: string,
  { assetFall, venueMove }: FailureShocks,
): readonly StressScenario[] {
  const scenario: StressScenario = {
    name: `${dimension} ${subject} fails`,
    haltedLayers: [],
    failedBridges: [],
    priceShocks: [],
  };
  switch (dimension) {
    case 'layer':
      return [{ ...scenario, haltedLayers: [subject as ChainId] }];
    case 'bridge':
      return [{ ...scenario, failedBridges: [subject as BridgeId] }];
    case 'asset':
      return [{ ...scenario, priceShocks: [{ symbol: subject, change: assetFall.neg() }] }];
    case 'venue': {
      const symbol = subject.slice(subject.indexOf('/') + 1);
      return [venueMove, venueMove.neg()].map((change) => ({
        ...scenario,
        priceShocks: [{ symbol, change }],
      }));
    }
  }
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

/** The report with more breaches; of equal ones the one with the larger shortfall, then the first. */
function worstOf(reports: readonly StressReport[]): StressReport | undefined {
  return reports.reduce<StressReport | undefined>((worst, report) => {
    if (worst === undefined) return report;
    const order = report.breaches.length - worst.breaches.length;
    const isWorse = order > 0 || (order === 0 && report.contagion.shortfall.gt(worst.contagion.shortfall));
    return isWorse ? report : worst;
  }, undefined);
}

function countOf(count: number): Decimal {
  return decimal(count.toFixed(0));
}
