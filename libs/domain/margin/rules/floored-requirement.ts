import { type Decimal, maximum, roundTowardsZero, ZERO } from '@causeway/domain/units';
import { belowZero, entriesAt } from '../complaint.js';
import { input } from '../explanation.js';
import { demandAmount, positionSubject, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';

/** A ratio of notional with a floor; the floor is in the quote unit. */
export interface FlooredMargin {
  readonly ratio: Decimal;
  readonly floor: Decimal;
}

const FIXED6_PLACES = 6;

/**
 * What an open position requires: max(|size|·|price|·ratio, floor), each product truncated at 6 decimal places, as
 * Perennial's UFixed6 does; nothing for a position of size zero.
 * Source: equilibria-xyz/perennial-v2 packages/perennial/contracts/types/Position.sol _collateralRequirement.
 */
export function flooredMargin(size: Decimal, price: Decimal, rule: FlooredMargin): Decimal {
  if (size.isZero()) return ZERO;
  const notional = roundTowardsZero(size.abs().mul(price.abs()), FIXED6_PLACES);
  return maximum(roundTowardsZero(notional.mul(rule.ratio), FIXED6_PLACES), rule.floor);
}

/**
 * Whether collateral covers a requirement: max(collateral, 0) ≥ requirement, so that an account without position is
 * covered even in shortfall. Source: the same file, `collateralized`.
 */
export function coversRequirement(collateral: Decimal, requirement: Decimal): boolean {
  return maximum(collateral, ZERO).gte(requirement);
}

/**
 * `floored-requirement`: a position demands max(notional × ratio, floor), in USD, each product truncated at 6 decimal
 * places, with a ratio and a floor of its own for initial and for maintenance margin. Perennial v2.
 */
export interface FlooredRequirementRule {
  readonly rule: 'floored-requirement';
  /** By instrument. */
  readonly requirements: ReadonlyMap<
    string,
    { readonly initial: FlooredMargin; readonly maintenance: FlooredMargin }
  >;
}

export const flooredRequirement: RuleDefinition<FlooredRequirementRule, PositionLine> = {
  complaintAbout: ({ requirements }) => {
    for (const [path, { initial, maintenance }] of entriesAt('/requirements', requirements)) {
      const complaint = belowZero([
        [`${path}/initial/ratio`, initial.ratio],
        [`${path}/initial/floor`, initial.floor],
        [`${path}/maintenance/ratio`, maintenance.ratio],
        [`${path}/maintenance/floor`, maintenance.floor],
      ]);
      if (complaint !== undefined) return complaint;
      if (maintenance.ratio.isZero() && maintenance.floor.isZero()) {
        return { path: `${path}/maintenance/ratio`, message: 'must be above 0 where there is no floor' };
      }
      for (const part of ['ratio', 'floor'] as const) {
        if (initial[part].gte(maintenance[part])) continue;
        const message = `${initial[part].toFixed()} must be at least that of maintenance, ${maintenance[part].toFixed()}`;
        return { path: `${path}/initial/${part}`, message };
      }
    }
    return undefined;
  },
  apply: ({ requirements }, lines, { recorder }) => {
    for (const line of lines) {
      const { instrument, size } = line.position;
      const listed = requirements.get(instrument);
      if (listed === undefined) continue;
      const initial = flooredMargin(size, line.markPrice, listed.initial);
      const maintenance = flooredMargin(size, line.markPrice, listed.maintenance);
      demandAmount(line, initial, maintenance);
      if (recorder === undefined) continue;
      const subject = positionSubject(line);
      const notional = roundTowardsZero(size.abs().mul(line.markPrice), FIXED6_PLACES);
      recorder.step({
        subject,
        figure: 'notional truncated',
        formula: 'abs(size) × mark',
        inputs: [input('size', size, 'contracts'), input('mark', line.markPrice, 'USD/token')],
        rounding: TRUNCATED,
        output: notional,
        unit: 'USD',
      });
      for (const [figure, { ratio, floor }, output] of [
        ['initial margin with floor', listed.initial, initial],
        ['maintenance margin with floor', listed.maintenance, maintenance],
      ] as const) {
        recorder.step({
          subject,
          figure,
          formula: 'max(notional × ratio, floor)',
          inputs: [
            input('notional', notional, 'USD'),
            input('ratio', ratio, 'ratio'),
            input('floor', floor, 'USD'),
          ],
          rounding: TRUNCATED,
          output,
          unit: 'USD',
        });
      }
    }
  },
};

/** No figure here is negative, so that truncating is rounding down. */
const TRUNCATED = { direction: 'down', places: FIXED6_PLACES } as const;
