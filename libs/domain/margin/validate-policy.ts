import { fail, ok, type Result } from '@causeway/domain/units';
import type { Complaint } from './complaint.js';
import { complaintAboutThresholds } from './health.js';
import type { MarginPolicy } from './policy.js';
import type { RuleDefinition } from './rule-definition.js';
import { complaintAboutOrder } from './rule-order.js';
import { ACCOUNT_RULES, COLLATERAL_RULES, DEBT_RULES, POSITION_RULES } from './rule-registry.js';

export type PolicyCode = 'INVALID_POLICY';

/** A rule of any stage, as far as its validation goes. */
type AnyRule = { readonly rule: string };

/** Decimal places beyond which a figure could not be carried exactly through an evaluation. */
const MAXIMUM_PLACES = 18;

/**
 * Whether the parameters of every rule make sense, each by itself and all together.
 *
 * @returns the policy itself, or `INVALID_POLICY` with the JSON pointer of the first parameter that is wrong
 */
export function validateMarginPolicy(policy: MarginPolicy): Result<MarginPolicy, PolicyCode> {
  const complaint =
    complaintAboutPlaces(policy.places) ??
    complaintAmong('/margin/collateral', policy.collateral, COLLATERAL_RULES) ??
    complaintAmong('/margin/debts', policy.debts, DEBT_RULES) ??
    complaintAmong('/margin/positions', policy.positions, POSITION_RULES) ??
    complaintAmong('/margin/account', policy.account, ACCOUNT_RULES) ??
    complaintAboutOrder(policy) ??
    below('/margin/health', complaintAboutThresholds(policy.health));
  return complaint === undefined ? ok(policy) : fail('INVALID_POLICY', complaint.message, complaint.path);
}

function complaintAboutPlaces(places: number): Complaint | undefined {
  if (Number.isInteger(places) && places >= 0 && places <= MAXIMUM_PLACES) return undefined;
  return { path: '/margin/places', message: `${places} is not a whole number from 0 to ${MAXIMUM_PLACES}` };
}

function complaintAmong(
  path: string,
  rules: readonly AnyRule[],
  definitions: Readonly<Record<string, unknown>>,
): Complaint | undefined {
  for (const [index, rule] of rules.entries()) {
    const definition = definitions[rule.rule] as Pick<RuleDefinition<AnyRule, never>, 'complaintAbout'>;
    const complaint = below(`${path}/${index}`, definition.complaintAbout(rule));
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

function below(path: string, complaint: Complaint | undefined): Complaint | undefined {
  return complaint === undefined ? undefined : { ...complaint, path: path + complaint.path };
}
