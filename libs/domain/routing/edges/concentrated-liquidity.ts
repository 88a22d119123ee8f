import type { ChainId } from '@causeway/domain/units';
import { firstProblem, from0, isOnLayer, millionthsBelowOne } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind, EdgeProblem } from './edge-kind.js';
import { leastInput } from './least-input.js';
import { sqrtPriceStep } from './sqrt-price-step.js';
import {
  LARGEST_SQRT_PRICE,
  LARGEST_TICK,
  SMALLEST_SQRT_PRICE,
  SMALLEST_TICK,
  sqrtPriceAtTick,
} from './tick-math.js';

/** A tick at which positions begin or end. */
export interface InitialisedTick {
  readonly index: number;
  /** Change of the liquidity when the price rises through the tick. */
  readonly liquidityNet: bigint;
}

/** A pool of liquidity concentrated between ticks: Uniswap v3, v4 without hooks, and what is built like them. */
export interface ConcentratedLiquidityEdge extends EdgeFacts {
  readonly kind: 'concentrated-liquidity';
  readonly chain: ChainId;
  /** Edges of one pool change one another's price, so a route uses one of them at most. */
  readonly pool: string;
  /** Whether the input is the pool's first token, which lowers the price. */
  readonly isZeroForOne: boolean;
  /** √(second token / first token, in base units) × 2⁹⁶. */
  readonly sqrtPrice: bigint;
  readonly tick: number;
  /** In range at the present price. */
  readonly liquidity: bigint;
  readonly feeMillionths: bigint;
  readonly tickSpacing: number;
  /** All that may be crossed, in ascending order; the pool ends where they do. */
  readonly ticks: readonly InitialisedTick[];
}

/** More than any token has, so that a stretch is always crossed whole. */
const LARGEST_INPUT = 2n ** 256n;

type Pool = Pick<
  ConcentratedLiquidityEdge,
  'isZeroForOne' | 'sqrtPrice' | 'tick' | 'tickSpacing' | 'liquidity' | 'feeMillionths' | 'ticks'
>;

/**
 * Base units paid out for `input` base units, tick by tick as the pool computes it; what no liquidity takes stays
 * unused. Source: Uniswap/v3-core `UniswapV3Pool.swap`.
 */
export function concentratedLiquidityOutput(pool: Pool, input: bigint): bigint {
  let spent = 0n;
  let output = 0n;
  for (const { sqrtPrice, target, liquidity } of stretchesAhead(pool)) {
    const step = sqrtPriceStep(sqrtPrice, target, liquidity, input - spent, pool.feeMillionths);
    spent += step.input + step.fee;
    output += step.output;
    if (step.sqrtPrice !== target || spent >= input) break;
  }
  return output;
}

/**
 * The least input for at least `output` > 0, or undefined when the ticks do not hold that many: walks to the stretch
 * in which the output is reached, and there bisects.
 */
export function concentratedLiquidityInput(pool: Pool, output: bigint): bigint | undefined {
  let spent = 0n;
  let missing = output;
  for (const { sqrtPrice, target, liquidity } of stretchesAhead(pool)) {
    const stepOf = (input: bigint) => sqrtPriceStep(sqrtPrice, target, liquidity, input, pool.feeMillionths);
    const whole = stepOf(LARGEST_INPUT);
    const cost = whole.input + whole.fee;
    if (whole.output >= missing) {
      const guess = (cost * missing) / whole.output;
      const needed = leastInput((input) => stepOf(input).output, missing, cost, guess);
      return needed === undefined ? undefined : spent + needed;
    }
    spent += cost;
    missing -= whole.output;
  }
  return undefined;
}

/** A range of square-root prices over which the liquidity is constant. */
export interface Stretch {
  readonly sqrtPrice: bigint;
  readonly target: bigint;
  readonly liquidity: bigint;
}

/**
 * The stretches from the present price outwards to the last tick, without those that have no liquidity. The pool
 * looks for its next tick within one word of 256 at a time and stops at the end of the word, where it rounds once
 * more.
 */
export function* stretchesAhead(pool: Pool): Generator<Stretch> {
  let { sqrtPrice, liquidity, tick } = pool;
  for (const { index, liquidityNet } of ticksAhead(pool)) {
    while (pool.isZeroForOne ? tick >= index : tick < index) {
      const next = stopBefore(pool, tick, index);
      const target = sqrtPriceAtTick(next);
      if (liquidity > 0n) yield { sqrtPrice, target, liquidity };
      sqrtPrice = target;
      tick = pool.isZeroForOne ? next - 1 : next;
    }
    liquidity += pool.isZeroForOne ? -liquidityNet : liquidityNet;
  }
}

/** The tick `index`, or the end of the word of ticks when that comes first. Source: `TickBitmap`. */
function stopBefore({ isZeroForOne, tickSpacing }: Pool, tick: number, index: number): number {
  const compressed = Math.floor(tick / tickSpacing);
  if (isZeroForOne) return Math.max(index, Math.floor(compressed / 256) * 256 * tickSpacing, SMALLEST_TICK);
  const lastOfWord = Math.floor((compressed + 1) / 256) * 256 + 255;
  return Math.min(index, lastOfWord * tickSpacing, LARGEST_TICK);
}

function ticksAhead({ isZeroForOne, ticks, tick }: Pool): readonly InitialisedTick[] {
  if (isZeroForOne) return ticks.filter(({ index }) => index <= tick).reverse();
  return ticks.filter(({ index }) => index > tick);
}

function tickProblem(edge: ConcentratedLiquidityEdge): EdgeProblem | undefined {
  const { ticks, tick, tickSpacing, sqrtPrice } = edge;
  if (!Number.isInteger(tickSpacing) || tickSpacing < 1 || tickSpacing > LARGEST_TICK) {
    return { field: 'tickSpacing', message: 'is not a whole number of ticks from 1' };
  }
  if (sqrtPrice < SMALLEST_SQRT_PRICE || sqrtPrice >= LARGEST_SQRT_PRICE) {
    return { field: 'sqrtPrice', message: 'is outside the range of prices' };
  }
  if (!isTick(tick) || sqrtPriceAtTick(tick) > sqrtPrice) {
    return { field: 'tick', message: 'is not at or below the price' };
  }
  if (tick < LARGEST_TICK && sqrtPriceAtTick(tick + 1) < sqrtPrice) {
    return { field: 'tick', message: 'is not the last at or below the price' };
  }
  for (const [at, { index }] of ticks.entries()) {
    if (!isTick(index) || index % tickSpacing !== 0) {
      return { field: `ticks[${at}].index`, message: `is not a tick that is a multiple of ${tickSpacing}` };
    }
    const before = ticks[at - 1];
    if (before !== undefined && before.index >= index) {
      return { field: `ticks[${at}].index`, message: 'is not above the tick before it' };
    }
  }
  return undefined;
}

/** The liquidity in range must be what the ticks below the price have added up to. */
function liquidityProblem({ ticks, tick, liquidity }: ConcentratedLiquidityEdge): EdgeProblem | undefined {
  let inRange = 0n;
  let isComplete = true;
  let total = 0n;
  for (const { index, liquidityNet } of ticks) {
    total += liquidityNet;
    if (total < 0n) isComplete = false;
    if (index <= tick) inRange = total;
  }
  // A pool read only around its price does not add up to nothing; then there is nothing to compare with.
  if (total !== 0n || !isComplete || inRange === liquidity) return undefined;
  return { field: 'liquidity', message: `is not the ${inRange} that the ticks below the price add up to` };
}

function isTick(index: number): boolean {
  return Number.isInteger(index) && index >= SMALLEST_TICK && index <= LARGEST_TICK;
}

export const concentratedLiquidity: EdgeKind<ConcentratedLiquidityEdge> = {
  grossOutput: concentratedLiquidityOutput,
  grossInput: concentratedLiquidityInput,
  problemOf: (edge) =>
    firstProblem(
      from0('liquidity', edge.liquidity),
      millionthsBelowOne('feeMillionths', edge.feeMillionths),
      tickProblem(edge),
      liquidityProblem(edge),
      isOnLayer(edge),
    ),
};
