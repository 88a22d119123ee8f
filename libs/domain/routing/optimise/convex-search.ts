import { at, evaluateArc, inputAtSlope, type Arcs } from './arcs.js';
import { solveInterior } from './interior-point.js';
import { valueAtTarget } from './potentials.js';
import { fillByMargin } from './water-filling.js';

/** A near-optimal flow over a program's arcs and the prices that bound it, all in multiples of the scales. */
export interface ConvexSolution {
  readonly input: Float64Array;
  readonly price: Float64Array;
  /** Not below the best output, up to float rounding. */
  readonly bound: number;
  /** What the flow yields at the target, up to its violations of conservation. */
  readonly output: number;
  /** Interior-point iterations times arcs. */
  readonly effort: number;
}

/** How far to go. */
export interface ConvexEffort {
  readonly tolerance: number;
  readonly rounds: number;
}

/**
 * Maximises what arrives at the target: a water-filling seed names the arcs to begin with, the interior point solves
 * over these, and arcs that its prices find worth using are added until none is, or the bound is within the
 * tolerance. Undefined when nothing leads from source to target.
 */
export function searchConvex(
  arcs: Arcs,
  source: number,
  target: number,
  effort: ConvexEffort,
  hint?: { readonly chosen: readonly number[]; readonly price: Float64Array; readonly input: Float64Array },
): ConvexSolution | undefined {
  let { input, price } = hint ?? { input: new Float64Array(0), price: new Float64Array(arcs.drain.length) };
  let chosen: number[];
  if (hint === undefined) {
    const seed = fillByMargin(arcs, source, target);
    input = seed.input;
    valueAtTarget(arcs, target, seed.rates, price);
    chosen = arcsWithInput(input, 0);
  } else {
    chosen = [...hint.chosen];
  }
  const isChosen = new Uint8Array(arcs.count);
  for (const arc of chosen) isChosen[arc] = 1;
  let best: ConvexSolution | undefined;
  let bestPrice: Float64Array | undefined;
  let bound = Infinity;
  let spent = 0;
  for (let round = 0; round < effort.rounds; round += 1) {
    chosen = connected(arcs, source, target, chosen, isChosen);
    const solved = solveInterior(arcs, source, target, chosen, { input, price, tolerance: 1e-9 });
    if (solved === undefined) break;
    spent += solved.iterations * chosen.length;
    const full = priceOthers(arcs, target, solved.price, solved.isPriced);
    const roundBound = dualBound(arcs, source, full);
    if (roundBound < bound) {
      bound = roundBound;
      bestPrice = full;
    }
    const spread = new Float64Array(arcs.count);
    let output = -arcs.drain[target]!;
    for (const [place, arc] of chosen.entries()) {
      spread[arc] = solved.input[place]!;
      if (arcs.to[arc] !== target) continue;
      evaluateArc(arcs, arc, solved.input[place]!);
      output += at.output;
    }
    best = { input: spread, price: bestPrice ?? full, bound, output, effort: spent };
    if (bound - output < effort.tolerance * Math.abs(output)) break;
    if (!addAttractive(arcs, source, target, full, solved.isPriced, chosen, isChosen)) break;
    input = spread;
    price = full;
  }
  return best;
}

/** Arcs whose input is above `least`. */
export function arcsWithInput(input: Float64Array, least: number): number[] {
  const chosen: number[] = [];
  for (let arc = 0; arc < input.length; arc += 1) if (input[arc]! > least) chosen.push(arc);
  return chosen;
}

/** Those of the arcs that lie on a way from the source to the target; the others are no longer chosen. */
export function connected(
  arcs: Arcs,
  source: number,
  target: number,
  chosen: readonly number[],
  isChosen?: Uint8Array,
): number[] {
  const fromSource = new Uint8Array(arcs.drain.length);
  const toTarget = new Uint8Array(arcs.drain.length);
  fromSource[source] = 1;
  toTarget[target] = 1;
  for (let changed = true; changed;) {
    changed = false;
    for (const arc of chosen) {
      const tail = arcs.from[arc]!;
      const head = arcs.to[arc]!;
      if (fromSource[tail] === 1 && fromSource[head] === 0) {
        fromSource[head] = 1;
        changed = true;
      }
      if (toTarget[head] === 1 && toTarget[tail] === 0) {
        toTarget[tail] = 1;
        changed = true;
      }
    }
  }
  return chosen.filter((arc) => {
    const isUseful = fromSource[arcs.from[arc]!] === 1 && toTarget[arcs.to[arc]!] === 1;
    if (!isUseful && isChosen !== undefined) isChosen[arc] = 0;
    return isUseful;
  });
}

/**
 * A share by which the price of an asset off all ways exceeds what it is worth there: it costs the bound nothing, and
 * the arcs of its best way lose by more than rounding, so that the certificate need not look at them.
 */
const IDLE_MARKUP = 1e-11;

/** Prices for all assets: those solved for, and for the others a hair above what their best way is worth at first. */
function priceOthers(arcs: Arcs, target: number, solved: Float64Array, isPriced: Uint8Array): Float64Array {
  const price = solved.slice();
  price[target] = 1;
  for (let round = 0, changed = true; changed && round < 40; round += 1) {
    changed = false;
    for (let arc = 0; arc < arcs.count; arc += 1) {
      const tail = arcs.from[arc]!;
      if (isPriced[tail] === 1 || tail === target) continue;
      const worth = arcs.steepest[arc]! * price[arcs.to[arc]!]! * (1 + IDLE_MARKUP);
      if (worth > price[tail]! * (1 + 1e-13)) {
        price[tail] = worth;
        changed = true;
      }
    }
  }
  return price;
}

/**
 * The Lagrangian bound at these prices: what the unit at the source is worth, less what the drains cost, and what
 * each arc earns by trading at the prices as it likes. Any prices give a bound.
 */
export function dualBound(arcs: Arcs, source: number, price: Float64Array): number {
  let bound = price[source]!;
  for (let asset = 0; asset < price.length; asset += 1) bound -= price[asset]! * arcs.drain[asset]!;
  for (let arc = 0; arc < arcs.count; arc += 1) {
    const worth = price[arcs.to[arc]!]!;
    const cost = price[arcs.from[arc]!]!;
    if (!(worth * arcs.initial[arc]! > cost)) continue;
    const input = inputAtSlope(arcs, arc, cost / worth);
    evaluateArc(arcs, arc, input);
    bound += worth * at.output - cost * input;
  }
  return bound;
}

/** Chooses arcs that the prices find worth using, with a way on from where they lead. */
function addAttractive(
  arcs: Arcs,
  source: number,
  target: number,
  price: Float64Array,
  isPriced: Uint8Array,
  chosen: number[],
  isChosen: Uint8Array,
): boolean {
  const before = chosen.length;
  const add = (arc: number): void => {
    if (isChosen[arc] === 1) return;
    isChosen[arc] = 1;
    chosen.push(arc);
  };
  for (let arc = 0; arc < arcs.count; arc += 1) {
    if (isChosen[arc] === 1 || isPriced[arcs.from[arc]!] !== 1 || arcs.to[arc] === source) continue;
    if (!(price[arcs.to[arc]!]! * arcs.initial[arc]! > price[arcs.from[arc]!]! * (1 + 1e-9))) continue;
    add(arc);
    let asset = arcs.to[arc]!;
    for (let step = 0; step < 20 && asset !== target && isPriced[asset] !== 1; step += 1) {
      const onwards = bestOnwards(arcs, asset, price);
      if (onwards < 0) break;
      add(onwards);
      asset = arcs.to[onwards]!;
    }
  }
  return chosen.length > before;
}

function bestOnwards(arcs: Arcs, asset: number, price: Float64Array): number {
  const { items, first } = arcs.byTail();
  for (let place = first[asset]!; place < first[asset + 1]!; place += 1) {
    const arc = items[place]!;
    if (arcs.steepest[arc]! * price[arcs.to[arc]!]! >= price[asset]! * (1 - 2 * IDLE_MARKUP)) return arc;
  }
  return -1;
}
