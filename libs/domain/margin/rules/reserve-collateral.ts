import { decimal, mulDown, ONE, roundDown, sum, ZERO, type Decimal } from '@causeway/domain/units';
import type { MarginAccount } from '../account.js';
import { collateralSubject, type CollateralLine } from '../collateral-line.js';
import { entriesAt, notAFraction, pointerStep } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';
import { averageLoanToValue } from './health-factor.js';

/** What a reserve counts for: against new borrowing, and against liquidation. Fractions of 1 in whole basis points. */
export interface ReserveThresholds {
  readonly loanToValue: Decimal;
  readonly liquidationThreshold: Decimal;
}

/** A category of correlated assets with thresholds of its own. */
export interface EfficiencyMode extends ReserveThresholds {
  readonly name: string;
  /** Asset families that count by the category's thresholds. */
  readonly collaterals: readonly string[];
  /** Asset families that an account in the category may owe. */
  readonly borrowables: readonly string[];
}

/**
 * `reserve-collateral`: collateral of a family counts for ⌊quantity × price⌋ × liquidation threshold, the value rounded
 * down at 8 decimal places and the product exact; against new borrowing all collateral together counts for ⌊total ×
 * average loan-to-value⌋, the average in whole basis points rounded down. An account is in the first category that
 * lends all that it owes, since its own choice is not known here; other collateral keeps its own thresholds. A family
 * that is not listed is no collateral. Aave v3
 * (aave-dao/aave-v3-origin src/contracts/protocol/libraries/logic/GenericLogic.sol).
 */
export interface ReserveCollateralRule {
  readonly rule: 'reserve-collateral';
  /** By asset family. */
  readonly reserves: ReadonlyMap<string, ReserveThresholds>;
  readonly efficiencyModes: readonly EfficiencyMode[];
}

/** Decimal places of a value in the base currency. */
const BASE_PLACES = 8;
const BASIS_POINTS = decimal('10000');

export const reserveCollateral: RuleDefinition<ReserveCollateralRule, CollateralLine> = {
  complaintAbout: ({ reserves, efficiencyModes }) => {
    const listed = [
      ...entriesAt('/reserves', reserves),
      ...efficiencyModes.map((mode, index) => [`/efficiencyModes${pointerStep(index)}`, mode] as const),
    ];
    for (const [path, { loanToValue, liquidationThreshold }] of listed) {
      const complaint = notAFraction([
        [`${path}/loanToValue`, loanToValue],
        [`${path}/liquidationThreshold`, liquidationThreshold],
      ]);
      if (complaint !== undefined) return complaint;
      if (loanToValue.gt(liquidationThreshold)) {
        return { path: `${path}/loanToValue`, message: 'must be at most the liquidation threshold' };
      }
    }
    return undefined;
  },
  apply: (rule, lines, context) => {
    const mode = efficiencyModeOf(rule.efficiencyModes, context);
    const counted: ReserveLine[] = [];
    for (const line of lines) {
      const reserve = rule.reserves.get(line.family);
      if (reserve === undefined || line.holding.bucket === 'seized') continue;
      const thresholds = mode?.collaterals.includes(line.family) === true ? mode : reserve;
      counted.push({ line, value: mulDown(line.quantity, line.price, BASE_PLACES), thresholds });
    }
    for (const each of counted) countReserve(each, context);
    countLoanToValue(counted, context);
  },
};

interface ReserveLine {
  readonly line: CollateralLine;
  readonly value: Decimal;
  readonly thresholds: ReserveThresholds;
}

/** The first category that lends everything the account owes; none where it owes nothing. */
function efficiencyModeOf(
  modes: readonly EfficiencyMode[],
  { account, directory }: EvaluationContext,
): EfficiencyMode | undefined {
  const owed = owedFamilies(account, directory);
  if (owed.length === 0) return undefined;
  return modes.find(({ borrowables }) => owed.every((family) => borrowables.includes(family)));
}

function owedFamilies(
  { debts = [] }: MarginAccount,
  directory: EvaluationContext['directory'],
): readonly string[] {
  return debts.map(({ principal }) => directory.assetOf(principal.asset)?.family ?? principal.asset);
}

function countReserve({ line, value, thresholds }: ReserveLine, { recorder }: EvaluationContext): void {
  line.isAdmitted = true;
  line.assetHaircut = ONE.sub(thresholds.liquidationThreshold);
  line.maintenanceValue = value.mul(thresholds.liquidationThreshold);
  if (recorder === undefined) return;
  const subject = collateralSubject(line);
  recorder.step({
    subject,
    figure: 'value in the base currency',
    formula: 'quantity × price',
    inputs: [input('quantity', line.quantity, 'tokens'), input('price', line.price, 'USD/token')],
    rounding: { direction: 'down', places: BASE_PLACES },
    output: value,
    unit: 'USD',
  });
  recorder.step({
    subject,
    figure: 'value at the liquidation threshold',
    formula: 'value × threshold',
    inputs: [input('value', value, 'USD'), input('threshold', thresholds.liquidationThreshold, 'fraction')],
    output: line.maintenanceValue,
    unit: 'USD',
  });
}

/** Spreads ⌊total × average⌋ over the lines, what rounding takes off on the last, so that they sum up to it. */
function countLoanToValue(counted: readonly ReserveLine[], { recorder, account }: EvaluationContext): void {
  const averageInBasisPoints = averageLoanToValue(
    counted.map(({ value, thresholds }) => ({
      value,
      liquidationThreshold: ZERO,
      loanToValue: thresholds.loanToValue.mul(BASIS_POINTS),
    })),
  );
  const average = averageInBasisPoints.div(BASIS_POINTS);
  const total = sum(counted.map(({ value }) => value));
  const limit = roundDown(total.mul(average), BASE_PLACES);
  let left = limit;
  for (const [index, { line, value }] of counted.entries()) {
    line.initialValue = index === counted.length - 1 ? left : value.mul(average);
    left = left.sub(line.initialValue);
  }
  recorder?.step({
    subject: account.account,
    figure: 'borrowing limit',
    formula: 'total × average',
    inputs: [input('total', total, 'USD'), input('average', average, 'fraction')],
    rounding: { direction: 'down', places: BASE_PLACES },
    output: limit,
    unit: 'USD',
  });
}
