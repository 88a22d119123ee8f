import type { ChainId } from '@causeway/domain/units';
import { above0, firstProblem, from0, isOnLayer, positionBelow } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind, EdgeProblem } from './edge-kind.js';
import { leastInput } from './least-input.js';
import { stableswapBalance, stableswapInvariant, type StableswapCurve } from './stableswap-invariant.js';

/** Curve's StableSwap over two to eight coins, plain or of the new generation (`stable-ng`). */
export interface StableswapEdge extends EdgeFacts {
  readonly kind: 'stableswap';
  readonly chain: ChainId;
  /** Edges of one pool change one another's price, so a route uses one of them at most. */
  readonly pool: string;
  readonly generation: StableswapCurve['generation'];
  /** Of all coins of the pool, in base units. */
  readonly balances: readonly bigint[];
  /** Value of a base unit of each coin × 10³⁶ / 10^decimals, as the pool's `stored_rates` or `RATES`. */
  readonly rates: readonly bigint[];
  /** The amplification A × `amplificationPrecision`. */
  readonly amplification: bigint;
  /** 100 in every pool since 2020, 1 in the first ones. */
  readonly amplificationPrecision: bigint;
  /** In units of 10⁻¹⁰. */
  readonly fee: bigint;
  /** In units of 10⁻¹⁰; raises the fee off the peg. Absent, or 10¹⁰ and less: the fee is constant. */
  readonly offpegFeeMultiplier?: bigint;
  readonly positionIn: number;
  readonly positionOut: number;
}

/** 1 in the unit of a rate. */
const RATE_ONE = 10n ** 18n;
/** 1 in the unit of a fee. */
const FEE_ONE = 10n ** 10n;
const LARGEST_COINS = 8;

type Pool = Omit<StableswapEdge, keyof EdgeFacts | 'kind' | 'chain' | 'pool'>;

/**
 * Base units that the pool pays out for `input` base units. All of the pool's own truncations are kept: the balance
 * that must remain is rounded against the taker by one unit, the fee is taken in the pool's inner precision, and the
 * result is rounded down. Source: curvefi/curve-contract `pool-templates/base/SwapTemplateBase.vy` `exchange`, and
 * curvefi/stableswap-ng `contracts/main/CurveStableSwapNG.vy` `__exchange`.
 */
export function stableswapOutput(pool: Pool, input: bigint): bigint {
  const { inner, curve, invariant } = standingOf(pool);
  if (invariant === undefined) return 0n;
  return outputAt(pool, curve, inner, invariant, input);
}

/**
 * The least base units to pay in for at least `output`. Found by bisection over the exact output, because the
 * pool's truncations leave no closed form that is the least.
 */
export function stableswapInput(pool: Pool, output: bigint, capacity: bigint): bigint | undefined {
  const { inner, curve, invariant } = standingOf(pool);
  if (invariant === undefined) return undefined;
  const rateIn = coinAt(pool.rates, pool.positionIn);
  const guess = (output * coinAt(pool.rates, pool.positionOut)) / rateIn;
  return leastInput((input) => outputAt(pool, curve, inner, invariant, input), output, capacity, guess);
}

interface Standing {
  readonly inner: readonly bigint[];
  readonly curve: StableswapCurve;
  readonly invariant: bigint | undefined;
}

const standings = new WeakMap<object, Standing>();

/** What does not depend on the input, computed once for each pool. */
function standingOf(pool: Pool): Standing {
  const known = standings.get(pool);
  if (known !== undefined) return known;
  const inner = pool.balances.map((balance, at) => (balance * coinAt(pool.rates, at)) / RATE_ONE);
  const curve = curveOf(pool);
  const standing = { inner, curve, invariant: stableswapInvariant(curve, inner) };
  standings.set(pool, standing);
  return standing;
}

/** How a pool of a fixed invariant trades one coin for another, in its inner precision of 18 decimals. */
export interface InnerTrade {
  readonly balanceIn: bigint;
  /** What must remain of the other coin when there is so much of this one; undefined where the pool gives up. */
  readonly remaining: (balanceIn: bigint) => bigint | undefined;
  /** Inner units of a base unit of either coin, 10¹⁸ being 1. */
  readonly rateIn: bigint;
  readonly rateOut: bigint;
}

/** The pool's trade before any fee; undefined where its invariant does not converge. */
export function stableswapTrade(pool: Pool): InnerTrade | undefined {
  const { inner, curve, invariant } = standingOf(pool);
  if (invariant === undefined) return undefined;
  const { positionIn, positionOut } = pool;
  const remaining = (balanceIn: bigint) => {
    const others = inner.map((balance, at) => (at === positionIn ? balanceIn : balance));
    return stableswapBalance(curve, others, positionOut, invariant);
  };
  const [rateIn, rateOut] = [coinAt(pool.rates, positionIn), coinAt(pool.rates, positionOut)];
  return { balanceIn: coinAt(inner, positionIn), remaining, rateIn, rateOut };
}

function outputAt(
  pool: Pool,
  curve: StableswapCurve,
  inner: readonly bigint[],
  invariant: bigint,
  input: bigint,
): bigint {
  const { positionIn, positionOut } = pool;
  const innerIn = coinAt(inner, positionIn);
  const innerOut = coinAt(inner, positionOut);
  const newIn = innerIn + (input * coinAt(pool.rates, positionIn)) / RATE_ONE;
  const others = inner.map((balance, at) => (at === positionIn ? newIn : balance));
  const remaining = stableswapBalance(curve, others, positionOut, invariant);
  if (remaining === undefined) return 0n;
  const gross = innerOut - remaining - 1n;
  if (gross <= 0n) return 0n;
  const rate = feeRate(pool, (innerIn + newIn) / 2n, (innerOut + remaining) / 2n);
  return ((gross - (gross * rate) / FEE_ONE) * RATE_ONE) / coinAt(pool.rates, positionOut);
}

/** The new generation asks for more where the coins are far from each other. Source: `_dynamic_fee`. */
function feeRate({ fee, offpegFeeMultiplier }: Pool, meanIn: bigint, meanOut: bigint): bigint {
  if (offpegFeeMultiplier === undefined || offpegFeeMultiplier <= FEE_ONE) return fee;
  const squaredSum = (meanIn + meanOut) ** 2n;
  const peg = ((offpegFeeMultiplier - FEE_ONE) * 4n * meanIn * meanOut) / squaredSum;
  return (offpegFeeMultiplier * fee) / (peg + FEE_ONE);
}

function curveOf({ generation, amplification, amplificationPrecision }: Pool): StableswapCurve {
  return { generation, amplification, amplificationPrecision };
}

function coinAt(values: readonly bigint[], position: number): bigint {
  const value = values[position];
  if (value === undefined) throw new RangeError(`no coin at position ${position}`);
  return value;
}

/**
 * The fee of the new generation rises off the peg, so that a pool which is nearly drained pays less for more, and has
 * no inverse. Up to this share its output never fell in pools of every amplification with fees up to 1 % and
 * multipliers up to 20.
 */
const LARGEST_SHARE_PERCENT = 80n;

function capacityProblem(edge: StableswapEdge): EdgeProblem | undefined {
  if (edge.offpegFeeMultiplier === undefined || edge.offpegFeeMultiplier <= FEE_ONE) return undefined;
  const most = (coinAt(edge.balances, edge.positionOut) * LARGEST_SHARE_PERCENT) / 100n;
  if (stableswapOutput(edge, edge.capacity) <= most) return undefined;
  return {
    field: 'capacity',
    message: `would drain the pool of more than ${most}, beyond which it pays less for more`,
  };
}

function coinsProblem({ balances, rates, positionIn, positionOut }: StableswapEdge): EdgeProblem | undefined {
  if (balances.length < 2 || balances.length > LARGEST_COINS) {
    return { field: 'balances', message: `are not of 2 to ${LARGEST_COINS} coins` };
  }
  if (rates.length !== balances.length) return { field: 'rates', message: 'are not one for each balance' };
  if (positionIn === positionOut) return { field: 'positionOut', message: 'is the position of the input' };
  return firstProblem(
    ...balances.map((balance, at) => above0(`balances[${at}]`, balance)),
    ...rates.map((rate, at) => above0(`rates[${at}]`, rate)),
    positionBelow('positionIn', positionIn, balances.length),
    positionBelow('positionOut', positionOut, balances.length),
  );
}

export const stableswap: EdgeKind<StableswapEdge> = {
  grossOutput: stableswapOutput,
  grossInput: (edge, output) => stableswapInput(edge, output, edge.capacity),
  problemOf: (edge) =>
    firstProblem(
      above0('amplification', edge.amplification),
      above0('amplificationPrecision', edge.amplificationPrecision),
      from0('fee', edge.fee),
      edge.fee < FEE_ONE ? undefined : { field: 'fee', message: 'is not below 10000000000' },
      coinsProblem(edge) ?? capacityProblem(edge),
      isOnLayer(edge),
    ),
};
