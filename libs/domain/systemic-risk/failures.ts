import { ZERO, type AccountId, type BridgeId, type ChainId, type Decimal } from '@causeway/domain/units';
import type { ExposureDimension } from './exposure.js';
import type { StressScenario } from './stress-scenario.js';
import type { SystemicThreshold } from './systemic-threshold.js';

/** How hard assets and venues are hit when their failure is supposed; fractions of the price. */
export interface FailureShocks {
  readonly assetFall: Decimal;
  /** Of an instrument, up or down, whichever breaches more. */
  readonly venueMove: Decimal;
}

/** What a failure would lead to. */
export interface FailureOutcome {
  /** Accounts that would breach together, contagion included, beyond those in breach already. */
  readonly breaches: number;
  /** What all accounts in breach would owe beyond everything they have, in USD. */
  readonly shortfall: Decimal;
  /** The first `MAXIMUM_AFFECTED` of those that would breach, by round and name. */
  readonly affected: readonly AccountId[];
}

/** Accounts that are named in evidence. */
export const MAXIMUM_AFFECTED = 1_000;

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

/**
 * The outcome with more breaches; of equal ones the one with the larger shortfall, then the first. Of none, that nothing
 * happens.
 */
export function worstOutcome(outcomes: readonly FailureOutcome[]): FailureOutcome {
  const [first, ...others] = outcomes;
  if (first === undefined) return { breaches: 0, shortfall: ZERO, affected: [] };
  return others.reduce((worst, outcome) => {
    const order = outcome.breaches - worst.breaches;
    return order > 0 || (order === 0 && outcome.shortfall.gt(worst.shortfall)) ? outcome : worst;
  }, first);
}
