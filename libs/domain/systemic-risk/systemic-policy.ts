import { decimal, fail, ok, ONE, type Result } from '@causeway/domain/units';
import type { ContagionRules } from './contagion.js';
import type { FailureShocks } from './failures.js';
import type { StressScenario } from './stress-scenario.js';
import type { UptimeRules } from './uptime.js';
import { validateThresholds, type SystemicPolicyCode, type SystemicThreshold } from './systemic-threshold.js';

/** The systemic-risk section of a risk policy. */
export interface SystemicPolicy {
  readonly failureShocks: FailureShocks;
  readonly contagion: ContagionRules;
  readonly thresholds: readonly SystemicThreshold[];
  /** Scenarios that are worth a name. */
  readonly scenarios: readonly StressScenario[];
  /** When a layer counts as down; absent: never. */
  readonly uptime?: UptimeRules;
}

/**
 * For policies that say nothing of systemic risk: an asset loses the 8 % that USDC lost in March 2023, an instrument
 * moves by a tenth, nothing is sold on, and no threshold is watched.
 */
export const UNSTATED_SYSTEMIC_POLICY: SystemicPolicy = {
  failureShocks: { assetFall: decimal('0.08'), venueMove: decimal('0.1') },
  contagion: { soldFraction: ONE, depths: new Map() },
  thresholds: [],
  scenarios: [],
};

/**
 * Whether the numbers of the section make sense: fractions between 0 and 1, depths above 0, no price that falls below
 * nothing, unique names of scenarios, and thresholds as `validateThresholds` has them.
 *
 * @returns the section itself, or `INVALID_SYSTEMIC_POLICY` with the JSON pointer of the first field that is wrong
 */
export function validateSystemicPolicy(policy: SystemicPolicy): Result<SystemicPolicy, SystemicPolicyCode> {
  const invalid = (field: string, message: string) =>
    fail('INVALID_SYSTEMIC_POLICY' as const, message, field);
  const { failureShocks, contagion, thresholds, scenarios, uptime } = policy;
  const fractions = [
    ['/failureShocks/assetFall', failureShocks.assetFall],
    ['/failureShocks/venueMove', failureShocks.venueMove],
    ['/contagion/soldFraction', contagion.soldFraction],
    ...[...contagion.depths].map(
      ([family, { maximumDrop }]) => [`/contagion/depths/${family}/maximumDrop`, maximumDrop] as const,
    ),
  ] as const;
  for (const [field, value] of fractions) {
    if (value.lt(0) || value.gt(1)) return invalid(field, `${value.toFixed()} is not between 0 and 1`);
  }
  for (const [family, { depth }] of contagion.depths) {
    if (!depth.gt(0)) return invalid(`/contagion/depths/${family}/depth`, 'must be above 0');
  }
  const lags = uptime === undefined ? [] : [['', uptime.maximumLagSeconds] as const, ...uptime.layers];
  for (const [layer, seconds] of lags) {
    const field = layer === '' ? '/uptime/maximumLagSeconds' : `/uptime/layers/${layer}`;
    if (!Number.isInteger(seconds) || seconds < 1)
      return invalid(field, 'must be whole seconds, one at least');
  }
  const names = new Set<string>();
  for (const [index, { name, priceShocks }] of scenarios.entries()) {
    if (names.has(name)) return invalid(`/scenarios/${index}/name`, `there is another scenario "${name}"`);
    names.add(name);
    for (const [shock, { change }] of priceShocks.entries()) {
      const field = `/scenarios/${index}/priceShocks/${shock}/change`;
      if (change.lt(-1)) return invalid(field, 'a price cannot fall by more than all of itself');
    }
  }
  const validated = validateThresholds(thresholds);
  return validated.ok ? ok(policy) : validated;
}
