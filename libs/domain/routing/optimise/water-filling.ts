import { at, evaluateArc, type Arcs } from './arcs.js';
import { valueAtTarget } from './potentials.js';

/** A flow by arcs that seeds the search, and the marginal rate that each arc has left. */
export interface Seed {
  readonly input: Float64Array;
  readonly rates: Float64Array;
  /** What found no way, of the one unit at the source. */
  readonly left: number;
}

/** Chunks into which the amount is cut at first. */
const CHUNKS = 24;

/**
 * Sends the unit at the source in chunks, each along the way that is best at the margin after those before it. While that
 * way stays the same, each is twice the last: a seed names ways, and their shares are found by what follows. A chunk is
 * cut where it fills an arc.
 */
export function fillByMargin(arcs: Arcs, source: number, target: number): Seed {
  const input = new Float64Array(arcs.count);
  let rates: Float64Array = arcs.initial;
  const value = new Float64Array(arcs.drain.length);
  const next = new Int32Array(value.length);
  let left = 1;
  let most = 1 / CHUNKS;
  let last: readonly number[] = [];
  for (let chunk = 0; left > 1e-12 && chunk < CHUNKS + arcs.count; chunk += 1) {
    valueAtTarget(arcs, target, rates, value, next);
    const way = wayTo(arcs, next, source, target);
    if (way === undefined) break;
    if (chunk === 0) rates = worthLookingAt(arcs, value, slopeOfWhole(arcs, way));
    most = isSame(way, last) ? most * 2 : 1 / CHUNKS;
    last = way;
    const { sent, filled } = sendable(arcs, way, input, Math.min(most, left));
    left -= sent;
    push(arcs, way, input, rates, sent);
    if (filled >= 0) rates[filled] = 0;
  }
  return { input, rates, left };
}

function isSame(way: readonly number[], other: readonly number[]): boolean {
  return way.length === other.length && way.every((arc, place) => arc === other[place]);
}

/** The marginal rate of a way that takes the whole unit; 0 where it has no room for that. */
function slopeOfWhole(arcs: Arcs, way: readonly number[]): number {
  let amount = 1;
  let slope = 1;
  for (const arc of way) {
    if (amount > arcs.length[arc]!) return 0;
    evaluateArc(arcs, arc, amount);
    amount = at.output;
    slope *= at.slope;
  }
  return slope;
}

/**
 * The initial rates, 0 where no way over the arc begins as steep as `least`: of the unit at the source no more than 1
 * is anywhere, in multiples of the scales, so what an arc's end is worth bounds what a way over it is.
 */
function worthLookingAt(arcs: Arcs, value: Float64Array, least: number): Float64Array {
  const rates = new Float64Array(arcs.count);
  for (let arc = 0; arc < arcs.count; arc += 1) {
    const rate = arcs.initial[arc]!;
    if (rate * value[arcs.to[arc]!]! >= least) rates[arc] = rate;
  }
  return rates;
}

function wayTo(arcs: Arcs, next: Int32Array, source: number, target: number): number[] | undefined {
  const way: number[] = [];
  for (let asset = source; asset !== target; asset = arcs.to[way.at(-1)!]!) {
    const arc = next[asset]!;
    if (arc < 0 || way.length > next.length) return undefined;
    way.push(arc);
  }
  return way;
}

/** How much of `wanted` can enter the way before one of its arcs is full, and which arc that is. */
function sendable(
  arcs: Arcs,
  way: readonly number[],
  input: Float64Array,
  wanted: number,
): { readonly sent: number; readonly filled: number } {
  let least = wanted;
  let filled = -1;
  let amount = wanted;
  for (const [place, arc] of way.entries()) {
    const room = arcs.length[arc]! - input[arc]!;
    if (amount > room) {
      amount = room;
      least = Math.min(least, backwards(arcs, way, input, place, room));
      filled = arc;
    }
    amount = gain(arcs, arc, input[arc]!, amount);
  }
  return { sent: least, filled };
}

/** What must enter the way for `amount` to arrive at its arc number `place`, by marginal rates. */
function backwards(
  arcs: Arcs,
  way: readonly number[],
  input: Float64Array,
  place: number,
  amount: number,
): number {
  let needed = amount;
  for (let before = place - 1; before >= 0; before -= 1) {
    const arc = way[before]!;
    evaluateArc(arcs, arc, input[arc]!);
    needed = at.slope > 0 ? needed / at.slope : 0;
  }
  return needed;
}

function gain(arcs: Arcs, arc: number, from: number, amount: number): number {
  evaluateArc(arcs, arc, from);
  const before = at.output;
  evaluateArc(arcs, arc, from + amount);
  return at.output - before;
}

function push(
  arcs: Arcs,
  way: readonly number[],
  input: Float64Array,
  rates: Float64Array,
  sent: number,
): void {
  let amount = sent;
  for (const arc of way) {
    const before = input[arc]!;
    const after = Math.min(arcs.length[arc]!, before + amount);
    amount = gain(arcs, arc, before, after - before);
    input[arc] = after;
    evaluateArc(arcs, arc, after);
    rates[arc] = arcs.length[arc]! - after <= 1e-9 * arcs.length[arc]! ? 0 : at.slope;
  }
}
