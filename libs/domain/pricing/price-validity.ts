import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { isWithinRatio } from './average-price.js';
import type { PriceAction, PriceRules } from './price-policy.js';
import type { PriceState } from './price-state.js';

/** Why a mark may not be used for an action. */
export type PriceFault =
  'STALE' | 'TOO_FEW_SOURCES' | 'UNCERTAIN' | 'FAR_FROM_AVERAGE' | 'STALENESS_BREAKER' | 'JUMP_BREAKER';

/** The faults of a mark for each action; an action without any may use it. */
export type PriceValidity = Readonly<Record<PriceAction, readonly PriceFault[]>>;

/** No faults for anything; one object, so that most validities are equal by identity. */
const FAULTLESS: readonly PriceFault[] = [];

/**
 * What the mark of a symbol may be used for at `now`, by the demands and breakers of its rules. The matrix of
 * validities per action is that of Drift v2 (`programs/drift/src/math/oracle.rs`, `is_oracle_valid_for_action`);
 * its numbers are the policy's. `state` must be the state at `now` (`priceStateAt`).
 */
export function priceValidityOf(state: PriceState, rules: PriceRules, now: UnixMilliseconds): PriceValidity {
  return {
    opening: faultsOf(state, rules, 'opening', now),
    withdrawing: faultsOf(state, rules, 'withdrawing', now),
    liquidating: faultsOf(state, rules, 'liquidating', now),
  };
}

/** Whether two validities name the same faults. */
export function isSameValidity(a: PriceValidity, b: PriceValidity): boolean {
  return (
    areSameFaults(a.opening, b.opening) &&
    areSameFaults(a.withdrawing, b.withdrawing) &&
    areSameFaults(a.liquidating, b.liquidating)
  );
}

function faultsOf(
  { mark, average, stalenessTrip, jumpTrip }: PriceState,
  rules: PriceRules,
  action: PriceAction,
  now: UnixMilliseconds,
): readonly PriceFault[] {
  const { maximumAgeSeconds, minimumSources, maximumConfidence, maximumRatioToAverage } =
    rules.demands[action];
  const isStale = maximumAgeSeconds !== undefined && now > addSeconds(mark.time, maximumAgeSeconds);
  const isUncertain =
    maximumConfidence !== undefined && mark.confidence.gt(mark.price.mul(maximumConfidence));
  const isFar =
    maximumRatioToAverage !== undefined && !isWithinRatio(mark.price, average.price, maximumRatioToAverage);
  const isHalted = (trip: unknown, halts: readonly PriceAction[] | undefined): boolean =>
    trip !== undefined && halts?.includes(action) === true;
  const faults: readonly (PriceFault | false)[] = [
    isStale && 'STALE',
    mark.sources.length < minimumSources && 'TOO_FEW_SOURCES',
    isUncertain && 'UNCERTAIN',
    isFar && 'FAR_FROM_AVERAGE',
    isHalted(stalenessTrip, rules.stalenessBreaker?.halts) && 'STALENESS_BREAKER',
    isHalted(jumpTrip, rules.jumpBreaker?.halts) && 'JUMP_BREAKER',
  ];
  const found = faults.filter((fault) => fault !== false);
  return found.length === 0 ? FAULTLESS : found;
}

function areSameFaults(a: readonly PriceFault[], b: readonly PriceFault[]): boolean {
  return a === b || (a.length === b.length && a.every((fault, index) => fault === b[index]));
}
