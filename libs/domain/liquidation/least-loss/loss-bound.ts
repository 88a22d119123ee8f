import type { RangeEnd } from './unit-ranges.js';
import type { PlanAmounts, PlanProblem } from './plan-problem.js';

/** Multipliers are whole multiples of 2⁻⁴⁰. */
const UNIT_BITS = 40n;
const UNIT_NUMBER = 2 ** 40;

/** What a USD of missing health and of missing cash is priced at, in multiples of 2⁻⁴⁰; not below zero. */
export interface Multipliers {
  readonly health: bigint;
  readonly cash: bigint;
}

type Needs = Pick<PlanProblem, 'neededCash' | 'neededHealth'>;

/** loss − health × price of health − cash × price of cash, times 2⁴⁰, exact. */
export function pricedLoss(amounts: PlanAmounts, { health, cash }: Multipliers): bigint {
  return (amounts.loss << UNIT_BITS) - amounts.health * health - amounts.cash * cash;
}

/**
 * A lower bound on the loss of every choice that meets the needs, by weak Lagrangian duality: for any prices that are
 * not negative, Σ min over an action's ends of (loss − prices × contributions) + prices × needs. Rounded up to a whole
 * amount, which every loss is. `ends` are those of each action that the choice may use.
 */
export function lossBound(ends: readonly (readonly RangeEnd[])[], needs: Needs, prices: Multipliers): bigint {
  let bound = needs.neededHealth * prices.health + needs.neededCash * prices.cash;
  for (const ofAction of ends) {
    let least: bigint | undefined;
    for (const { amounts } of ofAction) {
      const priced = pricedLoss(amounts, prices);
      if (least === undefined || priced < least) least = priced;
    }
    bound += least ?? 0n;
  }
  return -(-bound >> UNIT_BITS);
}

/** Rounds of the one-dimensional search: (golden ratio)⁻⁴⁸ is below 10⁻¹⁰ of the range. */
const ROUNDS = 48;
const RATIO = (Math.sqrt(5) - 1) / 2;
/** Prices are sought up to 2²⁰ USD of loss for one of need; what costs more is as good as impossible. */
const LARGEST_PRICE = 2 ** 20;

/**
 * Prices that make the bound high: the dual function is concave, and is climbed by golden section in floating point,
 * cash within health. Any prices give a true bound, so that the search may be inexact.
 */
export function seedMultipliers(ends: readonly (readonly RangeEnd[])[], needs: Needs): Multipliers {
  const rows = ends.map((ofAction) => {
    const row = new Float64Array(ofAction.length * 3);
    for (const [index, { amounts }] of ofAction.entries()) {
      row.set([inUsd(amounts.loss), inUsd(amounts.health), inUsd(amounts.cash)], index * 3);
    }
    return row;
  });
  const need = { health: inUsd(needs.neededHealth), cash: inUsd(needs.neededCash) };
  const dual = (health: number, cash: number): number => {
    let value = need.health * health + need.cash * cash;
    for (const row of rows) value += leastPriced(row, health, cash);
    return value;
  };
  const bestCash = (health: number) => climb((cash) => dual(health, cash));
  const health = climb((price) => dual(price, bestCash(price)));
  return { health: multiplier(health), cash: multiplier(bestCash(health)) };
}

/** The argument from zero at which a concave function is largest, nearly. */
function climb(value: (argument: number) => number): number {
  let high = 1 / 1024;
  while (high < LARGEST_PRICE && value(high * 2) > value(high)) high *= 2;
  let [a, b] = [0, high * 2];
  let c = b - RATIO * (b - a);
  let d = a + RATIO * (b - a);
  let [atC, atD] = [value(c), value(d)];
  for (let round = 0; round < ROUNDS; round += 1) {
    if (atC >= atD) {
      [b, d, atD] = [d, c, atC];
      c = b - RATIO * (b - a);
      atC = value(c);
    } else {
      [a, c, atC] = [c, d, atD];
      d = a + RATIO * (b - a);
      atD = value(d);
    }
  }
  const middle = (a + b) / 2;
  return value(0) >= value(middle) ? 0 : middle;
}

function multiplier(price: number): bigint {
  return BigInt(Math.round(price * UNIT_NUMBER));
}

/** The least of loss − health × its price − cash × its price over the triples of a row; nothing without any. */
function leastPriced(row: Float64Array, health: number, cash: number): number {
  let least = Infinity;
  for (let at = 0; at < row.length; at += 3) {
    const priced = (row[at] ?? 0) - (row[at + 1] ?? 0) * health - (row[at + 2] ?? 0) * cash;
    if (priced < least) least = priced;
  }
  return least === Infinity ? 0 : least;
}

function inUsd(amount: bigint): number {
  // eslint-disable-next-line no-restricted-syntax -- seeds prices, for which any value gives a true bound
  return Number(amount) / 1e30;
}
