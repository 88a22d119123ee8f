import {
  decimal,
  maximum,
  minimum,
  mulDown,
  mulUp,
  ONE,
  sum,
  ZERO,
  type Decimal,
} from '@causeway/domain/units';
import type { AccountTerms, KinkedTerm, LinearTerm, TermSum } from './account-terms.js';
import type { Slot } from './folded-account.js';
import { KinkedLines, type Line } from './kinked-lines.js';

/** Accounts with every kind of term, and what they come to exactly, for the specifications of this library. */

const PLACES = 8;

export interface ExampleAccount {
  readonly cash: Decimal;
  /** weight × min(quantity × price, cap), each product rounded down. */
  readonly collateral: readonly {
    readonly slot: Slot;
    readonly quantity: Decimal;
    readonly weight: Decimal;
    readonly cap?: Decimal;
  }[];
  /** principal × what one unit of it has grown to in USD, rounded up: price × borrow index is one slot. */
  readonly debts: readonly { readonly slot: Slot; readonly principal: Decimal }[];
  readonly positions: readonly {
    readonly slot: Slot;
    readonly size: Decimal;
    readonly entry: Decimal;
    /** Marginal brackets of the notional. */
    readonly tiers: KinkedLines;
    /** size × (index − index at entry) is owed, rounded up. */
    readonly funding?: { readonly slot: Slot; readonly entry: Decimal };
  }[];
  /** Shifts of each position's price, by scenario: margined by the worst loss in place of tiers when there are any. */
  readonly scenarios: readonly (readonly Decimal[])[];
  /** From this time on, collateral in transit counts nothing. */
  readonly credit?: { readonly slot: Slot; readonly until: Decimal; readonly amount: Decimal };
}

/** Tiers with their bounds and rates as lines: N·rₙ − dₙ. */
export function tiers(...brackets: readonly (readonly [upTo: string, rate: string])[]): KinkedLines {
  let deduction = ZERO;
  const lines = brackets.map(([, rate], index): Line => {
    const [boundBefore, rateBefore] = brackets[index - 1] ?? ['0', rate];
    deduction = deduction.add(decimal(boundBefore).mul(decimal(rate).sub(decimal(rateBefore))));
    return { slope: decimal(rate), intercept: deduction.neg() };
  });
  const [first, ...others] = lines;
  if (first === undefined) throw new Error('give a bracket');
  return new KinkedLines('greatest', [first, ...others]);
}

/** Equity and requirement, each step rounded against the account; no terms are used, only the definition above. */
export function evaluateExample(
  account: ExampleAccount,
  valueOf: (slot: Slot) => Decimal,
): { readonly equity: Decimal; readonly requirement: Decimal } {
  const { cash, collateral, debts, positions, scenarios, credit } = account;
  const equity = sum([
    cash,
    ...collateral.map(({ slot, quantity, weight, cap }) => {
      const value = mulDown(quantity, valueOf(slot), PLACES);
      return mulDown(cap === undefined ? value : minimum(value, cap), weight, PLACES);
    }),
    ...debts.map(({ slot, principal }) => mulUp(principal, valueOf(slot), PLACES).neg()),
    ...positions.map(({ slot, size, entry }) => mulDown(size, valueOf(slot).sub(entry), PLACES)),
    ...positions.map(({ size, funding }) =>
      funding === undefined ? ZERO : mulUp(size, valueOf(funding.slot).sub(funding.entry), PLACES).neg(),
    ),
    credit === undefined || valueOf(credit.slot).gte(credit.until) ? ZERO : credit.amount,
  ]);
  if (scenarios.length === 0) {
    const margins = positions.map(({ slot, size, tiers: lines }) => {
      const notional = mulUp(size.abs(), valueOf(slot), PLACES);
      return mulUp(lines.at(notional), ONE, PLACES);
    });
    return { equity, requirement: sum(margins) };
  }
  const losses = scenarios.map((shifts) =>
    sum(
      positions.map(({ slot, size }, index) =>
        mulUp(size.mul(valueOf(slot)), (shifts[index] ?? ZERO).neg(), PLACES),
      ),
    ),
  );
  return { equity, requirement: losses.reduce(maximum) };
}

/** The same as terms, as they are at the present time. */
export function termsOfExample(account: ExampleAccount, valueOf: (slot: Slot) => Decimal): AccountTerms {
  const { cash, collateral, debts, positions, scenarios } = account;
  const isCredited = account.credit !== undefined && valueOf(account.credit.slot).lt(account.credit.until);
  const credit = isCredited ? account.credit : undefined;
  const roundings = collateral.length * 2 + debts.length + positions.length * 2;
  const linear: LinearTerm[] = [
    ...collateral.flatMap(({ slot, quantity, weight, cap }) =>
      cap === undefined ? [{ slot, coefficient: quantity.mul(weight) }] : [],
    ),
    ...debts.map(({ slot, principal }) => ({ slot, coefficient: principal.neg() })),
    ...positions.map(({ slot, size }) => ({ slot, coefficient: size })),
    ...positions.flatMap(({ size, funding }) =>
      funding === undefined ? [] : [{ slot: funding.slot, coefficient: size.neg() }],
    ),
  ];
  const capped = collateral.flatMap(({ slot, quantity, weight, cap }): KinkedTerm[] => {
    if (cap === undefined) return [];
    const lines = new KinkedLines('least', [
      { slope: ONE, intercept: ZERO },
      { slope: ZERO, intercept: cap },
    ]);
    return [{ slot, quantity, factor: weight, kinked: lines }];
  });
  const constant = sum([
    cash,
    ...positions.map(({ size, entry }) => size.mul(entry).neg()),
    ...positions.map(({ size, funding }) => (funding === undefined ? ZERO : size.mul(funding.entry))),
    credit?.amount ?? ZERO,
  ]);
  return {
    equity: { constant, linear, kinked: capped },
    equityRounding: decimal('0.00000001').mul(roundings),
    requirements: requirementsOf(positions, scenarios),
    requirementRounding: decimal('0.00000001').mul(positions.length * 2),
    slots: [
      ...new Set([
        ...linear.map(({ slot }) => slot),
        ...capped.map(({ slot }) => slot),
        ...(credit === undefined ? [] : [credit.slot]),
      ]),
    ],
    ...(credit === undefined ? {} : { until: [{ slot: credit.slot, value: credit.until }] }),
  };
}

function requirementsOf(
  positions: ExampleAccount['positions'],
  scenarios: ExampleAccount['scenarios'],
): readonly TermSum[] {
  if (scenarios.length === 0) {
    const kinked = positions.map(({ slot, size, tiers: lines }) => ({
      slot,
      quantity: size.abs(),
      factor: ONE,
      kinked: lines,
    }));
    return [{ constant: ZERO, linear: [], kinked }];
  }
  return scenarios.map((shifts) => ({
    constant: ZERO,
    linear: positions.map(({ slot, size }, index) => ({
      slot,
      coefficient: size.mul(shifts[index] ?? ZERO).neg(),
    })),
    kinked: [],
  }));
}
