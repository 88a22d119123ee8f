import { ratioOf, type CurvePiece, type EdgeCurve, type Fraction } from './edge-curve.js';
import type { Problem } from './problem.js';

/** What is assumed about single edges in a part of the search; nothing at its root. */
export interface Assumptions {
  readonly isUsed: (edge: number) => boolean;
  readonly isForbidden: (edge: number) => boolean;
}

export const NO_ASSUMPTIONS: Assumptions = { isUsed: () => false, isForbidden: () => false };

/** A limit on the number of legs, and the price of a leg in multiples of the target's scale. */
export interface LegLimit {
  readonly maximumLegs: number;
  readonly price: number;
}

/** Bits behind the binary point of prices: enough for prices of 10^-40 to have 60 significant bits. */
const PRICE_BITS = 192;
/** Room for the rounding of prices and of the float tests below. */
const TEST_MARGIN = 1 + 2 ** -40;
/** Prices below this have too few bits for the margin. */
const LEAST_TESTED_PRICE = 2 ** (50 - PRICE_BITS);

/** A cap on the weighed inputs of some edges, and the price of its room. */
export interface PricedExposure {
  readonly maximumInput: bigint;
  /** In units of 2^-64 of a base unit of the input asset, for each base unit of an edge's input. */
  readonly weights: ReadonlyMap<number, bigint>;
  /** In multiples of the target's scale, for the whole amount. */
  readonly price: number;
}

/** A bound that is a line in the input, in units of 2^-192 of a base unit of the output asset. */
export interface DualLine {
  readonly sourcePrice: bigint;
  readonly earned: bigint;
}

/** No route for `input` base units yields more base units than this, if these lines together hold every route. */
export function outputBoundDown(lines: readonly DualLine[], input: bigint): bigint {
  let bound = 0n;
  for (const { sourcePrice, earned } of lines) {
    const partial = (input * sourcePrice + earned) >> BigInt(PRICE_BITS);
    if (partial > bound) bound = partial;
  }
  return bound;
}

/** No route for `output` base units takes fewer base units than this, if these lines together hold every route. */
export function inputBoundUp(lines: readonly DualLine[], output: bigint): bigint {
  let bound: bigint | undefined;
  for (const { sourcePrice, earned } of lines) {
    const missing = (output << BigInt(PRICE_BITS)) - earned;
    const partial = missing <= 0n || sourcePrice === 0n ? 0n : (missing + sourcePrice - 1n) / sourcePrice;
    if (bound === undefined || partial < bound) bound = partial;
  }
  return bound ?? 0n;
}

/**
 * Bounds what any route yields whose input does not exceed `problem.amount`: rounded down, as outputs are whole.
 *
 * Weak duality: let ν ≥ 0 be prices of the assets with ν = 1 at the target. A route keeps at each asset no more than
 * arrives there, so that adding ν · (what arrives − what leaves) ≥ 0 over all assets but the target gives
 *   output ≤ ν_source · input + Σ over edges of (ν_to · (f(x) − cost) − ν_from · x if used, else 0)
 *          ≤ ν_source · input + Σ max(0, max over minimum ≤ x ≤ limit of ν_to · (f(x) − cost) − ν_from · x),
 * whatever ν is. Each inner maximum is bounded by the lines over the curve at a point that floats chose. No route of
 * simple paths needs more than the limit (`problem.ts`), and what is below the minimum is refused. A limit on the legs has a price λ ≥ 0 as well: each leg costs
 * λ, and the limit is worth λ · maximumLegs. So has each cap on exposure: what counts towards it costs more to put in,
 * and the cap is worth its price times its size. Prices are whole numbers of 2^-192, what is multiplied is exact, and each
 * division rounds against us, so the bound holds to the last unit.
 */
export function dualLine(
  problem: Problem,
  price: Float64Array,
  assumed = NO_ASSUMPTIONS,
  legLimit?: LegLimit,
  exposures: readonly PricedExposure[] = [],
): DualLine {
  const { graph, scale, source, target } = problem;
  const unitPrice = price.map((worth, asset) =>
    asset === target ? 1 : scale[asset]! > 0 ? (worth * scale[target]!) / scale[asset]! : 0,
  );
  const exact = new Map<number, bigint>();
  const priceOf = (asset: number): bigint => {
    let known = exact.get(asset);
    if (known === undefined) exact.set(asset, (known = fixedPoint(unitPrice[asset]!)));
    return known;
  };
  const legPrice = legLimit === undefined ? 0n : fixedPoint(legLimit.price * scale[target]!);
  let total = legLimit === undefined ? 0n : legPrice * BigInt(legLimit.maximumLegs);
  const surcharges = new Map<number, bigint>();
  for (const { maximumInput, weights, price: room } of exposures) {
    const perUnit = fixedPoint((room * scale[target]!) / ratioOf(problem.amount, 1n));
    total += perUnit * maximumInput;
    for (const [edge, weight] of weights) {
      surcharges.set(edge, (surcharges.get(edge) ?? 0n) + ((perUnit * weight) >> 64n));
    }
  }
  for (const edge of problem.edges) {
    if (assumed.isForbidden(edge)) continue;
    const isUsed = assumed.isUsed(edge);
    const [from, to] = [graph.from[edge]!, graph.to[edge]!];
    if (unitPrice[to] === 0) continue;
    if (!isUsed && isRuledOut(problem, edge, unitPrice[from]!, unitPrice[to]!)) {
      const { offsetUp = 0n, fixedCost } = graph.curves[edge]!;
      if (offsetUp > fixedCost) total += priceOf(to) * (offsetUp - fixedCost);
      continue;
    }
    const priceIn = priceOf(from) + (surcharges.get(edge) ?? 0n);
    const earned = earnedUp(problem, edge, priceIn, priceOf(to)) - legPrice;
    if (isUsed || earned > 0n) total += earned;
  }
  return { sourcePrice: priceOf(source), earned: total };
}

/**
 * Whether floats show, with a margin, that the edge earns nothing at these prices beyond what its lines may begin above
 * 0: it loses from the first unit on, or its cost is not earned even if its curve were as steep everywhere as it is at
 * first. Floats rule out and nothing else, so false says nothing.
 */
function isRuledOut({ graph, limit }: Problem, edge: number, priceIn: number, priceOut: number): boolean {
  if (priceIn < LEAST_TESTED_PRICE || priceOut < LEAST_TESTED_PRICE) return false;
  const worth = priceOut * graph.steepest[edge]! * TEST_MARGIN;
  if (worth < priceIn) return true;
  const [cost, offset] = [graph.fixedCost[edge]!, graph.offset[edge]! * TEST_MARGIN];
  return cost > offset && (worth - priceIn) * (limit[edge]! + 1) * TEST_MARGIN < priceOut * (cost - offset);
}

/** What more than this part of the input's worth an inexact place of the lines may cost. */
const PLACE_BITS = 26n;
const MAXIMUM_HALVINGS = 60;

/** At least what trading over the edge at these prices can earn, less its cost. */
function earnedUp(problem: Problem, edge: number, priceIn: bigint, priceOut: bigint): bigint {
  if (priceOut === 0n) return 0n;
  const { graph, limit } = problem;
  const curve = graph.curves[edge]!;
  const { capacity, minimumInput } = graph.edges[edge]!;
  const most = BigInt(Math.ceil(limit[edge]!));
  let high = most < capacity ? most : capacity;
  const furthest = high;
  const nearest = minimumInput < furthest ? minimumInput : furthest;
  let low = nearest;
  const wanted = BigInt(Math.floor(Math.min(inputAtRate(curve, ratioOf(priceIn, priceOut)), limit[edge]!)));
  let at = wanted < nearest ? nearest : wanted < furthest ? wanted : furthest;
  let least: bigint | undefined;
  for (let halving = 0; halving < MAXIMUM_HALVINGS; halving += 1) {
    const { bound, excess, isRising } = boundOver(curve, { at, nearest, furthest, priceIn, priceOut });
    if (least === undefined || bound < least) least = bound;
    if (excess <= (priceIn * furthest) >> PLACE_BITS) break;
    // Floats chose a place at which the curve is not as steep as they took it to be.
    if (isRising) low = at;
    else high = at;
    if (high - low <= 1n) break;
    at = (low + high) / 2n;
  }
  return (least ?? 0n) - priceOut * curve.fixedCost;
}

interface Place {
  readonly at: bigint;
  /** The least and the most that the edge takes when it is used. */
  readonly nearest: bigint;
  readonly furthest: bigint;
  readonly priceIn: bigint;
  readonly priceOut: bigint;
}

/** The bound by the lines over one place, and how much of it is their not being level there. */
function boundOver(curve: EdgeCurve, { at: wanted, nearest, furthest, priceIn, priceOut }: Place) {
  const { at, ...lines } = curve.supportAt(wanted);
  const worth = productUp(priceOut, lines.outputUp) - priceIn * at;
  const rising = productUp(priceOut, lines.slopeUp) - priceIn;
  const falling = priceIn - productDown(priceOut, lines.slopeDown);
  const above = rising > 0n && furthest > at ? rising * (furthest - at) : 0n;
  const below = falling > 0n && at > nearest ? falling * (at - nearest) : 0n;
  const excess = above > below ? above : below;
  return { bound: worth + excess, excess, isRising: above > below };
}

function productUp(factor: bigint, { numerator, denominator }: Fraction): bigint {
  return (factor * numerator) / denominator + 1n;
}

function productDown(factor: bigint, { numerator, denominator }: Fraction): bigint {
  return (factor * numerator) / denominator;
}

/** A float ≥ 0 as a whole number of 2^-PRICE_BITS, rounded somehow: any price serves. */
function fixedPoint(value: number): bigint {
  if (!(value > 0)) return 0n;
  const exponent = Math.max(-PRICE_BITS, Math.floor(Math.log2(value)) - 52);
  const digits = BigInt(Math.round(value * 2 ** -exponent));
  return digits << BigInt(PRICE_BITS + exponent);
}

/** Where the slope of the curve falls below `rate`, by floats. */
function inputAtRate({ pieces }: EdgeCurve, rate: number): number {
  let input = 0;
  for (const piece of pieces) {
    const within = inputWithin(piece, rate);
    input += within;
    if (within < piece.length) return input;
  }
  return input;
}

function inputWithin(piece: CurvePiece, rate: number): number {
  if ('rate' in piece) {
    if (rate >= piece.rate) return 0;
    return piece.depth === Infinity || !(rate > 0)
      ? piece.length
      : Math.min(piece.length, (Math.sqrt(piece.rate / rate) - 1) * piece.depth);
  }
  if (rate >= piece.slope(0)) return 0;
  let low = 0;
  let high = piece.length;
  if (piece.slope(high) >= rate) return high;
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (piece.slope(middle) > rate) low = middle;
    else high = middle;
  }
  return low;
}
