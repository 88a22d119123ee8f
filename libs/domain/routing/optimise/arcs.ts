import type { CurvePiece, SmoothPiece } from './edge-curve.js';
import type { Problem } from './problem.js';

/** A stretch of another shape than a hyperbola, beginning at `start`, in the amounts of its own edge. */
interface ShiftedPiece {
  readonly piece: SmoothPiece;
  readonly start: number;
  readonly inputScale: number;
  readonly outputScale: number;
}

/**
 * The problem as arcs between assets, one for each stretch of each edge's curve, in columns and in multiples of the
 * scale of each asset. Stretches of an edge fall in slope, so an optimum fills them in their order by itself.
 */
export interface Arcs {
  readonly count: number;
  /** The edge that the arc is a stretch of. */
  readonly edge: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The arc yields rate · x / (1 + bend · x) − penalty · x for x up to length, unless it is smooth. */
  readonly rate: Float64Array;
  readonly bend: Float64Array;
  readonly penalty: Float64Array;
  /** Slope at input 0. */
  readonly initial: Float64Array;
  /** Not below the slope anywhere, rounding of what the arc was fitted to included. */
  readonly steepest: Float64Array;
  readonly length: Float64Array;
  readonly smooth: ReadonlyMap<number, ShiftedPiece>;
  /** What goes missing at each asset, whatever flows: fixed costs of edges that are used. */
  readonly drain: Float64Array;
  /** Arcs by the asset that they lead to; grouped when first asked for. */
  readonly byHead: () => Grouped;
  readonly byTail: () => Grouped;
}

/** Arcs of each asset: `items[first[asset]]` to before `items[first[asset + 1]]`. */
export interface Grouped {
  readonly items: Int32Array;
  readonly first: Int32Array;
}

/** How the fixed cost of an edge is taken: left out, paid whatever flows, or spread by the concave envelope. */
export type CostTreatment = 'free' | 'paid' | 'enveloped' | 'forbidden';

/** How an edge is to be taken into the arcs. */
export interface EdgeTerms {
  readonly treatment: CostTreatment;
  /** In multiples of the scales: no more input than this. */
  readonly limit: number;
  /** In multiples of the output's scale: the cost of using it. */
  readonly cost: number;
  /** In multiples of the input's scale. */
  readonly minimum: number;
  /** Taken off the slope everywhere. */
  readonly slopePenalty: number;
}

/** Collects arcs; a fresh one for each program. */
export class ArcBuilder {
  private count = 0;
  private edge: Int32Array;
  private from: Int32Array;
  private to: Int32Array;
  private rate: Float64Array;
  private bend: Float64Array;
  private penalty: Float64Array;
  private initial: Float64Array;
  private steepest: Float64Array;
  private length: Float64Array;
  private readonly smooth = new Map<number, ShiftedPiece>();
  private readonly drain: Float64Array;

  /** `edges` is about how many edges there will be. */
  constructor(
    private readonly problem: Problem,
    edges: number,
  ) {
    const room = ARCS_OF_EDGE * edges + 8;
    this.edge = new Int32Array(room);
    this.from = new Int32Array(room);
    this.to = new Int32Array(room);
    this.rate = new Float64Array(room);
    this.bend = new Float64Array(room);
    this.penalty = new Float64Array(room);
    this.initial = new Float64Array(room);
    this.steepest = new Float64Array(room);
    this.length = new Float64Array(room);
    this.drain = new Float64Array(problem.graph.assets.length);
  }

  /** Adds the stretches of one edge. */
  add(edge: number, terms: EdgeTerms): void {
    if (terms.treatment === 'forbidden' || !(terms.limit > 0)) return;
    if (terms.treatment === 'paid') this.drain[this.problem.graph.to[edge]!]! += terms.cost;
    if (isSpread(terms)) this.addEnvelope(edge, envelopeOf(this.problem, edge, terms), terms.slopePenalty);
    else this.addFree(edge, terms.limit, terms.slopePenalty);
  }

  /** Adds what `envelopeOf` made of an edge. */
  addEnvelope(edge: number, envelope: readonly Stretch[], slopePenalty: number): void {
    for (const { rate, bend, length, shifted } of envelope) {
      if (shifted !== undefined) this.smooth.set(this.count, shifted);
      this.push(edge, rate, bend, length, slopePenalty);
    }
  }

  /** Adds the stretches of an edge as they are, without its cost: most edges of most programs come this way. */
  addFree(edge: number, limit: number, slopePenalty: number): void {
    const { graph, scale } = this.problem;
    const [inputScale, outputScale] = [scale[graph.from[edge]!]!, scale[graph.to[edge]!]!];
    const first = this.count;
    let room = limit;
    for (const piece of graph.curves[edge]!.pieces) {
      const length = Math.min(piece.length / inputScale, room);
      if (!(length > 0)) break;
      if ('rate' in piece) {
        const rate = (piece.rate * inputScale) / outputScale;
        this.push(edge, rate, inputScale / piece.depth, length, slopePenalty);
      } else {
        const { rate, shifted } = scaled(piece, length, inputScale, outputScale);
        if (shifted !== undefined) this.smooth.set(this.count, shifted);
        this.push(edge, rate, 0, length, slopePenalty);
      }
      room -= length;
      if (!(room > 0)) break;
    }
    if (this.count > first) {
      const steepest = (graph.steepest[edge]! * inputScale) / outputScale - slopePenalty;
      this.steepest[first] = Math.max(steepest, this.initial[first]!);
    }
  }

  /** The arcs collected. */
  build(): Arcs {
    const { count, drain, smooth } = this;
    const [from, to] = [this.from.subarray(0, count), this.to.subarray(0, count)];
    let byHead: Grouped | undefined;
    let byTail: Grouped | undefined;
    return {
      count,
      edge: this.edge.subarray(0, count),
      from,
      to,
      rate: this.rate.subarray(0, count),
      bend: this.bend.subarray(0, count),
      penalty: this.penalty.subarray(0, count),
      initial: this.initial.subarray(0, count),
      steepest: this.steepest.subarray(0, count),
      length: this.length.subarray(0, count),
      smooth,
      drain,
      byHead: () => (byHead ??= grouped(to, drain.length)),
      byTail: () => (byTail ??= grouped(from, drain.length)),
    };
  }

  private push(edge: number, rate: number, bend: number, length: number, slopePenalty: number): void {
    const { graph } = this.problem;
    if (this.count === this.edge.length) this.grow();
    const at = this.count;
    this.count += 1;
    this.edge[at] = edge;
    this.from[at] = graph.from[edge]!;
    this.to[at] = graph.to[edge]!;
    this.rate[at] = rate;
    this.bend[at] = bend;
    this.penalty[at] = slopePenalty;
    this.initial[at] = rate - slopePenalty;
    this.steepest[at] = rate - slopePenalty;
    this.length[at] = length;
  }

  private grow(): void {
    this.edge = twiceAsLong(this.edge);
    this.from = twiceAsLong(this.from);
    this.to = twiceAsLong(this.to);
    this.rate = twiceAsLong(this.rate);
    this.bend = twiceAsLong(this.bend);
    this.penalty = twiceAsLong(this.penalty);
    this.initial = twiceAsLong(this.initial);
    this.steepest = twiceAsLong(this.steepest);
    this.length = twiceAsLong(this.length);
  }
}

/** Arcs of an edge for which a builder has room at first. */
const ARCS_OF_EDGE = 3;

function twiceAsLong<Column extends Int32Array | Float64Array>(column: Column): Column {
  const longer = new (column.constructor as new (length: number) => Column)(2 * column.length);
  longer.set(column);
  return longer;
}

/** Whether the terms ask for the concave envelope. */
export function isSpread({ treatment, cost, minimum }: EdgeTerms): boolean {
  return treatment === 'enveloped' && (cost > 0 || minimum > 0);
}

/** The stretches of the concave envelope of an edge's curve less its cost, up to the limit. */
export function envelopeOf(problem: Problem, edge: number, terms: EdgeTerms): readonly Stretch[] {
  return enveloped(stretchesOf(problem, edge, terms.limit), terms);
}

/** The stretches of an edge's curve up to a limit. */
export function stretchesOf({ graph, scale }: Problem, edge: number, limit: number): readonly Stretch[] {
  const inputScale = scale[graph.from[edge]!]!;
  const outputScale = scale[graph.to[edge]!]!;
  const stretches: Stretch[] = [];
  let room = limit;
  for (const piece of graph.curves[edge]!.pieces) {
    const length = Math.min(piece.length / inputScale, room);
    if (!(length > 0)) break;
    stretches.push(scaled(piece, length, inputScale, outputScale));
    room -= length;
    if (!(room > 0)) break;
  }
  return stretches;
}

/** What stretches yield for an input that fills them in their order. */
export function outputAlong(stretches: readonly Stretch[], input: number): number {
  let output = 0;
  let left = input;
  for (const stretch of stretches) {
    const taken = Math.min(left, stretch.length);
    output += outputOf(stretch, taken);
    left -= taken;
    if (!(left > 0)) break;
  }
  return output;
}

/** A stretch of a curve in multiples of the scales. */
export interface Stretch {
  readonly rate: number;
  readonly bend: number;
  readonly length: number;
  readonly shifted?: ShiftedPiece;
}

function scaled(piece: CurvePiece, length: number, inputScale: number, outputScale: number): Stretch {
  if ('rate' in piece) {
    return { rate: (piece.rate * inputScale) / outputScale, bend: inputScale / piece.depth, length };
  }
  const rate = (piece.slope(0) * inputScale) / outputScale;
  return { rate, bend: 0, length, shifted: { piece, start: 0, inputScale, outputScale } };
}

/**
 * The least concave curve over max(0, output − cost) on {0} ∪ [minimum, limit]: a straight line up to the input where
 * the average output less the cost is largest, and the curve itself beyond. Nothing when the cost is never earned.
 */
function enveloped(stretches: readonly Stretch[], { cost, minimum }: EdgeTerms): readonly Stretch[] {
  let input = 0;
  let output = -cost;
  for (const [at, stretch] of stretches.entries()) {
    const touching = touchingPoint(stretch, input, output, minimum - input);
    const isLast = at === stretches.length - 1;
    if (touching < stretch.length || isLast) {
      const length = Math.min(touching, stretch.length);
      const slope = (output + outputOf(stretch, length)) / (input + length);
      if (!(slope > 0)) return [];
      const line = { rate: slope, bend: 0, length: input + length };
      const rest = [shiftedBy(stretch, length), ...stretches.slice(at + 1)];
      return [line, ...rest.filter(({ length: left }) => left > 1e-12)];
    }
    input += stretch.length;
    output += outputOf(stretch, stretch.length);
  }
  return [];
}

/** Where in a stretch the line from the origin touches the curve, or its length when it does so only beyond. */
function touchingPoint(stretch: Stretch, input: number, output: number, atLeast: number): number {
  const excess = (x: number) => output + outputOf(stretch, x) - slopeOf(stretch, x) * (input + x);
  if (excess(stretch.length) < 0) return stretch.length;
  let low = 0;
  let high = stretch.length;
  if (stretch.shifted === undefined && stretch.bend > 0) {
    low = touchingHyperbola(stretch, input, output);
  } else if (stretch.shifted !== undefined) {
    for (let halving = 0; halving < 40; halving += 1) {
      const middle = (low + high) / 2;
      if (excess(middle) < 0) low = middle;
      else high = middle;
    }
  }
  return Math.min(stretch.length, Math.max(low, atLeast, 0));
}

function touchingHyperbola({ rate, bend }: Stretch, input: number, output: number): number {
  const a = output + rate / bend;
  const b = rate / bend;
  const c = rate / bend - rate * input;
  const q = (b + Math.sqrt(Math.max(0, b * b - a * c))) / a;
  return Math.max(0, (q - 1) / bend);
}

function outputOf({ rate, bend, shifted }: Stretch, x: number): number {
  if (shifted === undefined) return (rate * x) / (1 + bend * x);
  const { piece, start, inputScale, outputScale } = shifted;
  return (piece.output(start + x * inputScale) - piece.output(start)) / outputScale;
}

function slopeOf({ rate, bend, shifted }: Stretch, x: number): number {
  if (shifted === undefined) return rate / (1 + bend * x) ** 2;
  return (
    (shifted.piece.slope(shifted.start + x * shifted.inputScale) * shifted.inputScale) / shifted.outputScale
  );
}

/** The rest of a stretch from `x` on. */
function shiftedBy(stretch: Stretch, x: number): Stretch {
  const length = stretch.length - x;
  if (stretch.shifted === undefined) {
    const filled = 1 + stretch.bend * x;
    return { rate: stretch.rate / filled ** 2, bend: stretch.bend / filled, length };
  }
  const start = stretch.shifted.start + x * stretch.shifted.inputScale;
  return { rate: slopeOf(stretch, x), bend: 0, length, shifted: { ...stretch.shifted, start } };
}

function grouped(groups: Int32Array, count: number): Grouped {
  const first = new Int32Array(count + 1);
  for (let item = 0; item < groups.length; item += 1) first[groups[item]! + 1]! += 1;
  for (let group = 0; group < count; group += 1) first[group + 1]! += first[group]!;
  const next = first.slice(0, count);
  const items = new Int32Array(groups.length);
  for (let item = 0; item < groups.length; item += 1) {
    const group = groups[item]!;
    items[next[group]!] = item;
    next[group]! += 1;
  }
  return { items, first };
}

/** Where `evaluateArc` leaves its answer: no allocation in the innermost loops. */
export const at = { output: 0, slope: 0, curvature: 0 };

/** Output, slope and curvature of an arc at input `x`, left in `at`. */
export function evaluateArc(arcs: Arcs, arc: number, x: number): void {
  const penalty = arcs.penalty[arc]!;
  const shifted = arcs.smooth.size === 0 ? undefined : arcs.smooth.get(arc);
  if (shifted !== undefined) {
    const { piece, start, inputScale, outputScale } = shifted;
    const input = start + x * inputScale;
    at.output = (piece.output(input) - piece.output(start)) / outputScale - penalty * x;
    at.slope = (piece.slope(input) * inputScale) / outputScale - penalty;
    at.curvature = (piece.curvature(input) * inputScale * inputScale) / outputScale;
    return;
  }
  const bend = arcs.bend[arc]!;
  const shrink = 1 / (1 + bend * x);
  const gross = arcs.rate[arc]! * shrink;
  at.output = (gross - penalty) * x;
  at.slope = gross * shrink - penalty;
  at.curvature = -2 * bend * gross * shrink * shrink;
}

/** The input at which an arc has slope `slope`, within its length. */
export function inputAtSlope(arcs: Arcs, arc: number, slope: number): number {
  const length = arcs.length[arc]!;
  const wanted = slope + arcs.penalty[arc]!;
  const rate = arcs.rate[arc]!;
  if (wanted >= rate) return 0;
  const shifted = arcs.smooth.size === 0 ? undefined : arcs.smooth.get(arc);
  if (shifted !== undefined) return inputAtSmoothSlope(shifted, wanted, length);
  const bend = arcs.bend[arc]!;
  if (bend === 0 || !(wanted > 0)) return length;
  return Math.min(length, (Math.sqrt(rate / wanted) - 1) / bend);
}

function inputAtSmoothSlope(
  { piece, start, inputScale, outputScale }: ShiftedPiece,
  slope: number,
  length: number,
): number {
  const wanted = (slope * outputScale) / inputScale;
  let low = 0;
  let high = length;
  if (piece.slope(start + length * inputScale) >= wanted) return length;
  for (let halving = 0; halving < 50; halving += 1) {
    const middle = (low + high) / 2;
    if (piece.slope(start + middle * inputScale) > wanted) low = middle;
    else high = middle;
  }
  return low;
}
