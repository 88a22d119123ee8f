import { at, evaluateArc, inputAtSlope, type Arcs } from './arcs.js';
import { interiorOver } from './interior-point.js';
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
  let spent = 0;
  for (let round = 0; round < effort.rounds; round += 1) {
    chosen = connected(arcs, source, target, chosen, isChosen);
    const program = interiorOver(arcs, source, target, chosen, { input, price });
    if (program === undefined) break;
    let hasMore = false;
    // Rough prices tell which arcs are missing from a first or large program; none missing, it is carried on to its end.
    for (const tolerance of round > 0 && chosen.length < LARGE ? [PRECISE] : [ROUGH, PRECISE]) {
      if (hasMore) break;
      const solved = program.run(tolerance);
      spent += solved.iterations * chosen.length;
      price = priceOthers(arcs, target, solved.price, solved.isPriced);
      input = spreadOver(arcs, chosen, solved.input);
      if (tolerance === PRECISE) {
        best = bestOf(best, solutionOf(arcs, source, target, input, price), spent);
        if (best.bound - best.output < effort.tolerance * Math.abs(best.output)) return best;
      }
      hasMore = addAttractive(arcs, source, target, price, solved.isPriced, chosen, isChosen, tolerance);
    }
    if (!hasMore) break;
  }
  return best;
}

/** Arcs from which on an interior point is asked which others are missing before it has ended, and how far it goes. */
const LARGE = 100;
const ROUGH = 1e-5;
const PRECISE = 1e-9;

function spreadOver(arcs: Arcs, chosen: readonly number[], input: Float64Array): Float64Array {
  const spread = new Float64Array(arcs.count);
  for (const [place, arc] of chosen.entries()) spread[arc] = input[place]!;
  return spread;
}

function solutionOf(arcs: Arcs, source: number, target: number, input: Float64Array, price: Float64Array) {
  let output = -arcs.drain[target]!;
  for (let arc = 0; arc < arcs.count; arc += 1) {
    if (arcs.to[arc] !== target || !(input[arc]! > 0)) continue;
    evaluateArc(arcs, arc, input[arc]!);
    output += at.output;
  }
  return { input, price, bound: dualBound(arcs, source, price), output };
}

/** The later flow, with the lower of both bounds. */
function bestOf(
  before: ConvexSolution | undefined,
  now: Omit<ConvexSolution, 'effort'>,
  effort: number,
): ConvexSolution {
  if (before === undefined || now.bound < before.bound) return { ...now, effort };
  return { ...now, price: before.price, bound: before.bound, effort };
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
  tolerance: number,
): boolean {
  const before = chosen.length;
  const add = (arc: number): void => {
    if (isChosen[arc] === 1) return;
    isChosen[arc] = 1;
    chosen.push(arc);
  };
  for (let arc = 0; arc < arcs.count; arc += 1) {
    if (isChosen[arc] === 1 || isPriced[arcs.from[arc]!] !== 1 || arcs.to[arc] === source) continue;
    if (!(price[arcs.to[arc]!]! * arcs.initial[arc]! > price[arcs.from[arc]!]! * (1 + tolerance))) continue;
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
