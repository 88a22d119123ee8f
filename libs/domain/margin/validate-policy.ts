import { fail, ok, ONE, type Decimal, type Result } from '@causeway/domain/units';
import type { MarginPolicy } from './policy.js';

export type PolicyCode = 'INVALID_POLICY';

interface Complaint {
  readonly field: string;
  readonly message: string;
}

/**
 * Whether the numbers of a policy make sense together: haircuts and credits between 0 and 1, each combination of
 * mechanism and stage credited once, 0 < maintenance ≤ initial ≤ 1, and 1 ≤ liquidation ≤ warning ≤ target health.
 *
 * @returns the policy itself, or `INVALID_POLICY` with the path of the first field that is wrong
 */
export function validatePolicy(policy: MarginPolicy): Result<MarginPolicy, PolicyCode> {
  const complaint =
    complaintAboutName(policy.name) ??
    complaintAboutHaircuts(policy) ??
    complaintAboutCredits(policy) ??
    complaintAboutInstruments(policy) ??
    complaintAboutHealths(policy);
  return complaint === undefined ? ok(policy) : fail('INVALID_POLICY', complaint.message, complaint.field);
}

function complaintAboutName(name: string): Complaint | undefined {
  return name.trim() === '' ? { field: 'name', message: 'give the policy a name' } : undefined;
}

function complaintAboutHaircuts(policy: MarginPolicy): Complaint | undefined {
  for (const [family, haircut] of policy.assetHaircuts) {
    if (!isFraction(haircut)) return notAFraction(`assetHaircuts.${family}`, haircut);
  }
  for (const [chain, haircut] of policy.layerHaircuts) {
    if (!isFraction(haircut)) return notAFraction(`layerHaircuts.${chain}`, haircut);
  }
  const { defaultLayerHaircut } = policy;
  return isFraction(defaultLayerHaircut)
    ? undefined
    : notAFraction('defaultLayerHaircut', defaultLayerHaircut);
}

function complaintAboutCredits({ inTransitCredits }: MarginPolicy): Complaint | undefined {
  const seen = new Map<string, number>();
  for (const [index, { mechanism, stage, credit }] of inTransitCredits.entries()) {
    if (!isFraction(credit)) return notAFraction(`inTransitCredits.${index}.credit`, credit);
    const combination = `${mechanism} ${stage}`;
    const earlier = seen.get(combination);
    if (earlier !== undefined) {
      const message = `${mechanism} at stage ${stage} has a credit already in inTransitCredits.${earlier}; keep one`;
      return { field: `inTransitCredits.${index}`, message };
    }
    seen.set(combination, index);
  }
  return undefined;
}

function complaintAboutInstruments({ instruments }: MarginPolicy): Complaint | undefined {
  for (const [instrument, { initialMarginFraction, maintenanceMarginFraction }] of instruments) {
    const field = `instruments.${instrument}`;
    if (!maintenanceMarginFraction.gt(0)) {
      const message = `${maintenanceMarginFraction.toFixed()} must be above 0: a position must maintain something`;
      return { field: `${field}.maintenanceMarginFraction`, message };
    }
    if (!initialMarginFraction.gte(maintenanceMarginFraction)) {
      const message = `${initialMarginFraction.toFixed()} must be at least the maintenance margin fraction`;
      return { field: `${field}.initialMarginFraction`, message };
    }
    if (!isFraction(initialMarginFraction)) {
      return notAFraction(`${field}.initialMarginFraction`, initialMarginFraction);
    }
  }
  return undefined;
}

function complaintAboutHealths(policy: MarginPolicy): Complaint | undefined {
  const { liquidationHealth, warningHealth, targetHealth } = policy;
  if (!liquidationHealth.gte(ONE)) {
    const message = `${liquidationHealth.toFixed()} must be at least 1: below it the maintenance margin is not covered`;
    return { field: 'liquidationHealth', message };
  }
  if (!warningHealth.gte(liquidationHealth)) {
    const message = `${warningHealth.toFixed()} must be at least liquidationHealth, or the warning comes too late`;
    return { field: 'warningHealth', message };
  }
  if (!targetHealth.gte(warningHealth)) {
    const message = `${targetHealth.toFixed()} must be at least warningHealth, or a liquidation ends in a warning`;
    return { field: 'targetHealth', message };
  }
  return undefined;
}

function isFraction(value: Decimal): boolean {
  return value.gte(0) && value.lte(1);
}

function notAFraction(field: string, value: Decimal): Complaint {
  return { field, message: `${value.toFixed()} is not a fraction between 0 and 1 (0.05 is 5 %)` };
}
