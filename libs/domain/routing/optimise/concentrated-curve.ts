import {
  stretchesAhead,
  type ConcentratedLiquidityEdge,
  type Stretch,
} from '../edges/concentrated-liquidity.js';
import { MILLIONTHS } from '../edges/edge-checks.js';
import { floatUp, ratioOf, type EdgeCurve, type Fraction, type SupportingLines } from './edge-curve.js';

const Q96 = 1n << 96n;

/**
 * A stretch of constant liquidity as a constant-product pool of virtual reserves, all as exact fractions:
 * L·2⁹⁶/√P of the first token and L·√P/2⁹⁶ of the second.
 */
interface VirtualPool {
  readonly reserveIn: Fraction;
  readonly reserveOut: Fraction;
  /** What must be paid in, fee included, to reach the end of the stretch, and what it pays out up to there. */
  readonly length: Fraction;
  readonly depth: Fraction;
}

/**
 * The curve of a pool of concentrated liquidity: its stretches one after the other, each a hyperbola. What the pool
 * pays lies below it, because it rounds inputs up and outputs down in each stretch.
 */
export function concentratedCurve(edge: ConcentratedLiquidityEdge): EdgeCurve | undefined {
  const kept = MILLIONTHS - edge.feeMillionths;
  const pools: VirtualPool[] = [];
  let reach = 0n;
  for (const stretch of stretchesAhead(edge)) {
    const pool = virtualPool(stretch, edge.isZeroForOne, kept);
    if (pool.length.numerator === 0n) continue;
    pools.push(pool);
    reach += pool.length.numerator / pool.length.denominator;
    if (reach > edge.capacity) break;
  }
  const [first] = pools;
  if (first === undefined) return undefined;
  return {
    pieces: pools.map((pool) => ({
      length: floatOf(pool.length),
      rate: floatOf(initialRate(pool, kept)),
      depth: floatOf(fraction(pool.reserveIn.numerator * MILLIONTHS, pool.reserveIn.denominator * kept)),
    })),
    isFitted: false,
    steepestRate: floatUp(initialRate(first, kept)),
    fixedCost: edge.fixedCost,
    supportAt: (at) => supportAt(pools, kept, at, first),
  };
}

function virtualPool(
  { sqrtPrice, target, liquidity }: Stretch,
  isZeroForOne: boolean,
  kept: bigint,
): VirtualPool {
  const first = fraction(liquidity * Q96, sqrtPrice);
  const second = fraction(liquidity * sqrtPrice, Q96);
  const apart = target > sqrtPrice ? target - sqrtPrice : sqrtPrice - target;
  const firstMoved = fraction(liquidity * Q96 * apart, sqrtPrice * target);
  const secondMoved = fraction(liquidity * apart, Q96);
  const [reserveIn, reserveOut] = isZeroForOne ? [first, second] : [second, first];
  const [movedIn, movedOut] = isZeroForOne ? [firstMoved, secondMoved] : [secondMoved, firstMoved];
  const length = fraction(movedIn.numerator * MILLIONTHS, movedIn.denominator * kept);
  return { reserveIn, reserveOut, length, depth: movedOut };
}

function initialRate({ reserveIn, reserveOut }: VirtualPool, kept: bigint): Fraction {
  return fraction(
    kept * reserveOut.numerator * reserveIn.denominator,
    MILLIONTHS * reserveOut.denominator * reserveIn.numerator,
  );
}

/**
 * The tangent of the stretch that holds the input. Where it begins is rounded towards less input and more output,
 * which moves the whole curve up and to the left, so that the line stays above it.
 */
function supportAt(
  pools: readonly VirtualPool[],
  kept: bigint,
  at: bigint,
  first: VirtualPool,
): SupportingLines {
  let start = 0n;
  let paid = 0n;
  let holding = first;
  for (const pool of pools) {
    holding = pool;
    const length = pool.length.numerator / pool.length.denominator;
    if (at < start + length || pool === pools.at(-1)) break;
    start += length;
    paid += pool.depth.numerator / pool.depth.denominator + 1n;
  }
  const { reserveIn, reserveOut } = holding;
  const traded = kept * (at - start) * reserveIn.denominator;
  const filled = reserveIn.numerator * MILLIONTHS + traded;
  // g(z) = kept·z·out / (in + kept·z), g'(z) = kept·in·out / (in + kept·z)², over the common denominators.
  const gain = fraction(traded * reserveOut.numerator, filled * reserveOut.denominator);
  const slope = fraction(
    kept * reserveIn.denominator * reserveIn.numerator * MILLIONTHS * reserveOut.numerator,
    filled * filled * reserveOut.denominator,
  );
  return {
    at,
    outputUp: fraction(gain.numerator + paid * gain.denominator, gain.denominator),
    slopeUp: slope,
    slopeDown: slope,
  };
}

function fraction(numerator: bigint, denominator: bigint): Fraction {
  return { numerator, denominator };
}

function floatOf({ numerator, denominator }: Fraction): number {
  return ratioOf(numerator, denominator);
}
