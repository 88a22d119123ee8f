import {
  fail,
  ok,
  ZERO,
  type Decimal,
  type PolicyVersion,
  type Result,
  type AccountId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { ExposureDimension } from './exposure.js';

/**
 * What is held against a threshold. `share` and `value` are those of a subject; `concentration` is that of the whole
 * dimension; `breaches` and `shortfall` are what a failure of the subject would lead to, contagion included.
 */
export type SystemicMeasure = 'share' | 'value' | 'concentration' | 'breaches' | 'shortfall';

/** What is done about it. */
export type SystemicAction = 'warn' | 'freeze-new-credit' | 'raise-haircut' | 'liquidate';

/** A limit of the policy with the action it triggers. */
export interface SystemicThreshold {
  /** Names the threshold in evidence; unique within a policy. */
  readonly name: string;
  readonly dimension: ExposureDimension;
  readonly measure: SystemicMeasure;
  /** The subject it is for; absent: each of the dimension. */
  readonly subject?: string;
  /** The action is in force from the first measurement at or above this … */
  readonly trips: Decimal;
  /** … to the first one below this, so that it does not flap. */
  readonly clears: Decimal;
  readonly action: SystemicAction;
  /** For `raise-haircut`: the further haircut, a fraction of 1. */
  readonly haircut?: Decimal;
}

/** Subject of measures that are of a whole dimension. */
export const WHOLE_DIMENSION = '*';

/** One figure of one subject. */
export interface SystemicMeasurement {
  readonly dimension: ExposureDimension;
  readonly measure: SystemicMeasure;
  readonly subject: string;
  readonly value: Decimal;
  /** The accounts that a failure of the subject would breach, the first `MAXIMUM_AFFECTED` of them. */
  readonly affected?: readonly AccountId[];
}

/** What a measurement was made from. */
export interface SystemicEvidence {
  readonly priceVector: string;
  readonly policyVersion: PolicyVersion;
  readonly accounts: number;
}

/** A threshold that has been crossed, and the action that is in force because of it. */
export interface ActionInForce {
  readonly threshold: string;
  readonly dimension: ExposureDimension;
  readonly measure: SystemicMeasure;
  readonly subject: string;
  readonly action: SystemicAction;
  readonly haircut?: Decimal;
  readonly since: UnixMilliseconds;
  /** The measurement that tripped it. */
  readonly value: Decimal;
  /**
   * The accounts that a failure of the subject would have breached then, by round and name; absent: none, or the failure
   * was not run, as `failuresFor` has it.
   */
  readonly affected?: readonly AccountId[];
  readonly evidence: SystemicEvidence;
}

/** A step of the actions in force. */
export interface ActionStep {
  readonly kind: 'tripped' | 'cleared';
  readonly action: ActionInForce;
  /** The measurement that made the step. */
  readonly value: Decimal;
  readonly at: UnixMilliseconds;
}

/** All actions in force after a measurement, and what changed. */
export interface ActionsAfter {
  readonly inForce: readonly ActionInForce[];
  readonly steps: readonly ActionStep[];
}

/**
 * Holds measurements against thresholds. An action in force stays so, with its evidence, until its figure falls below
 * `clears`; a subject that is no longer measured has fallen to zero. Actions are in the order of their thresholds in
 * the policy, then of their subjects; an action whose threshold the policy no longer has is cleared.
 */
export function weighThresholds(
  thresholds: readonly SystemicThreshold[],
  before: readonly ActionInForce[],
  measurements: readonly SystemicMeasurement[],
  evidence: SystemicEvidence,
  at: UnixMilliseconds,
): ActionsAfter {
  const known = new Map(before.map((action) => [keyOf(action.threshold, action.subject), action]));
  const inForce: ActionInForce[] = [];
  const steps: ActionStep[] = [];
  for (const threshold of thresholds) {
    for (const [subject, { value, affected }] of figuresFor(threshold, measurements, before)) {
      const key = keyOf(threshold.name, subject);
      const action = known.get(key);
      known.delete(key);
      if (action !== undefined && isSameAction(action, threshold) && value.gte(threshold.clears)) {
        inForce.push(action);
      } else if (value.gte(threshold.trips)) {
        const tripped = trippedAction(threshold, { subject, value, affected }, evidence, at);
        inForce.push(tripped);
        steps.push({ kind: 'tripped', action: tripped, value, at });
      } else if (action !== undefined) {
        steps.push({ kind: 'cleared', action, value, at });
      }
    }
  }
  for (const action of known.values()) steps.push({ kind: 'cleared', action, value: ZERO, at });
  return { inForce, steps };
}

export type SystemicPolicyCode = 'INVALID_SYSTEMIC_POLICY';

/**
 * Whether thresholds make sense: names are unique, nothing clears above where it trips, and an action that raises
 * haircuts says by how much.
 *
 * @returns the thresholds, or `INVALID_SYSTEMIC_POLICY` with the JSON pointer of the first field that is wrong
 */
export function validateThresholds(
  thresholds: readonly SystemicThreshold[],
): Result<readonly SystemicThreshold[], SystemicPolicyCode> {
  const names = new Set<string>();
  for (const [index, threshold] of thresholds.entries()) {
    const invalid = (field: string, message: string) =>
      fail('INVALID_SYSTEMIC_POLICY' as const, message, `/thresholds/${index}/${field}`);
    const { name, trips, clears, action, haircut, measure, subject } = threshold;
    if (names.has(name)) return invalid('name', `there is another threshold named "${name}"`);
    names.add(name);
    if (!trips.gt(0)) return invalid('trips', 'must be above 0, or it is always in force');
    if (clears.gt(trips) || !clears.gt(0)) return invalid('clears', 'must be above 0 and at most trips');
    if ((action === 'raise-haircut') !== (haircut !== undefined)) {
      return invalid('haircut', 'belongs to action raise-haircut, and only to it');
    }
    if (haircut !== undefined && !(haircut.gt(0) && haircut.lte(1))) {
      return invalid('haircut', 'must be above 0 and at most 1');
    }
    if (action === 'liquidate' && measure === 'concentration') {
      return invalid('action', 'a concentration names no subject whose accounts could be liquidated');
    }
    if (measure === 'concentration' && subject !== undefined) {
      return invalid('subject', 'a concentration is of the whole dimension; leave the subject out');
    }
  }
  return ok(thresholds);
}

/** The figure of each subject a threshold is for, in alphabetical order; those in force that are not measured are 0. */
function figuresFor(
  { name, dimension, measure, subject }: SystemicThreshold,
  measurements: readonly SystemicMeasurement[],
  before: readonly ActionInForce[],
): readonly (readonly [string, Figure])[] {
  const figures = new Map<string, Figure>();
  for (const action of before) {
    if (action.threshold === name) figures.set(action.subject, { value: ZERO, affected: undefined });
  }
  for (const one of measurements) {
    if (one.dimension !== dimension || one.measure !== measure) continue;
    if (subject === undefined || subject === one.subject) {
      figures.set(one.subject, { value: one.value, affected: one.affected });
    }
  }
  return [...figures].sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Figure {
  readonly value: Decimal;
  readonly affected: readonly AccountId[] | undefined;
}

function trippedAction(
  { name, dimension, measure, action, haircut }: SystemicThreshold,
  { subject, value, affected }: Figure & { readonly subject: string },
  evidence: SystemicEvidence,
  since: UnixMilliseconds,
): ActionInForce {
  return {
    threshold: name,
    dimension,
    measure,
    subject,
    action,
    ...(haircut === undefined ? {} : { haircut }),
    since,
    value,
    ...(affected === undefined || affected.length === 0 ? {} : { affected }),
    evidence,
  };
}

function isSameAction(inForce: ActionInForce, threshold: SystemicThreshold): boolean {
  const { dimension, measure, action, haircut } = threshold;
  return (
    inForce.dimension === dimension &&
    inForce.measure === measure &&
    inForce.action === action &&
    (haircut === undefined ? inForce.haircut === undefined : inForce.haircut?.eq(haircut) === true)
  );
}

function keyOf(threshold: string, subject: string): string {
  return JSON.stringify([threshold, subject]);
}
