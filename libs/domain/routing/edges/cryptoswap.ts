import type { ChainId } from '@causeway/domain/units';
import { above0, firstProblem, from0, isOnLayer, positionBelow } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind, EdgeProblem } from './edge-kind.js';
import { cryptoswapBalance } from './cryptoswap-invariant.js';
import { leastInput } from './least-input.js';
import type { InnerTrade } from './stableswap.js';

/** Curve's cryptoswap over two or three coins that have no peg: `twocrypto-ng` and `tricrypto-ng`. */
export interface CryptoswapEdge extends EdgeFacts {
  readonly kind: 'cryptoswap';
  readonly chain: ChainId;
  /** Edges of one pool change one another's price, so a route uses one of them at most. */
  readonly pool: string;
  /** Of all coins of the pool, in base units. */
  readonly balances: readonly bigint[];
  /** 10^(18 − decimals) of each coin. */
  readonly precisions: readonly bigint[];
  /** Price of each coin but the first in units of the first, 10¹⁸ being 1. */
  readonly priceScale: readonly bigint[];
  /** A × N^N × 10⁴, as the pool's `A()`. */
  readonly amplification: bigint;
  /** 10¹⁸ being 1, as `gamma()`. */
  readonly gamma: bigint;
  /** The pool's stored `D()`. */
  readonly invariant: bigint;
  /** Fees at and far from the peg, in units of 10⁻¹⁰, and how fast the one becomes the other. */
  readonly midFee: bigint;
  readonly outFee: bigint;
  readonly feeGamma: bigint;
  readonly positionIn: number;
  readonly positionOut: number;
}

const ONE = 10n ** 18n;
const FEE_ONE = 10n ** 10n;

type Pool = Omit<CryptoswapEdge, keyof EdgeFacts | 'kind' | 'chain' | 'pool'>;

/**
 * Base units paid out for `input` base units, with the pool's own truncations; nothing beyond the limits within which
 * it is defined. Source: curvefi/tricrypto-ng `CurveCryptoViews3Optimized.vy` and curvefi/twocrypto-ng
 * `CurveCryptoViews2Optimized.vy`, `get_dy`.
 */
export function cryptoswapOutput(pool: Pool, input: bigint): bigint {
  const { positionIn, positionOut } = pool;
  const common = pool.balances.map((balance, at) =>
    toCommon(pool, at, at === positionIn ? balance + input : balance),
  );
  const remaining = cryptoswapBalance(pool, common, positionOut);
  if (remaining === undefined) return 0n;
  const paid = (common[positionOut] ?? 0n) - remaining - 1n;
  if (paid <= 0n) return 0n;
  const gross = fromCommon(pool, positionOut, paid);
  const after = common.map((balance, at) => (at === positionOut ? remaining : balance));
  return gross - (gross * feeRate(pool, after)) / FEE_ONE;
}

/**
 * The pool's trade before any fee, in the value of its first coin with 18 decimals. It stands for a balance of the
 * input that may lie anywhere near the pool's own.
 */
export function cryptoswapTrade(pool: Pool): InnerTrade {
  const { positionIn, positionOut } = pool;
  const common = pool.balances.map((balance, at) => toCommon(pool, at, balance));
  const remaining = (balanceIn: bigint) => {
    const balances = common.map((balance, at) => (at === positionIn ? balanceIn : balance));
    return cryptoswapBalance(pool, balances, positionOut);
  };
  return {
    balanceIn: common[positionIn] ?? 0n,
    remaining,
    rateIn: priceOf(pool, positionIn),
    rateOut: priceOf(pool, positionOut),
  };
}

/**
 * Base units to pay in for at least `output`, by bisection over the exact output. One unit less does not yield it;
 * but the pool's truncations make its output waver by some 10⁻¹⁵, so that a still smaller input may.
 */
export function cryptoswapInput(pool: Pool, output: bigint, capacity: bigint): bigint | undefined {
  const worth = (output * priceOf(pool, pool.positionOut)) / priceOf(pool, pool.positionIn);
  return leastInput((input) => cryptoswapOutput(pool, input), output, capacity, worth);
}

function toCommon(pool: Pool, position: number, balance: bigint): bigint {
  const precise = balance * (pool.precisions[position] ?? 1n);
  return position === 0
    ? precise
    : (balance * scaleOf(pool, position) * (pool.precisions[position] ?? 1n)) / ONE;
}

function fromCommon(pool: Pool, position: number, amount: bigint): bigint {
  const inCoin = position === 0 ? amount : (amount * ONE) / scaleOf(pool, position);
  return inCoin / (pool.precisions[position] ?? 1n);
}

/** Value of a base unit with 36 decimals. */
function priceOf(pool: Pool, position: number): bigint {
  return (position === 0 ? ONE : scaleOf(pool, position)) * (pool.precisions[position] ?? 1n);
}

function scaleOf({ priceScale }: Pool, position: number): bigint {
  return priceScale[position - 1] ?? ONE;
}

/** Between the two fees by how evenly the pool is filled. Source: `_fee`, `_reduction_coefficient`. */
function feeRate({ midFee, outFee, feeGamma }: Pool, balances: readonly bigint[]): bigint {
  const count = BigInt(balances.length);
  const total = balances.reduce((sum, balance) => sum + balance, 0n);
  let evenness = ONE * (balances.length === 2 ? count ** count : 1n);
  for (const balance of balances) {
    evenness = (evenness * (balances.length === 2 ? 1n : count) * balance) / total;
  }
  const weight = (feeGamma * ONE) / (feeGamma + ONE - evenness);
  return (midFee * weight + outFee * (ONE - weight)) / ONE;
}

/** The pool is only defined while no balance is too far from the others, and reverts beyond. */
function capacityProblem(edge: CryptoswapEdge): EdgeProblem | undefined {
  if (edge.capacity === 0n || cryptoswapOutput(edge, edge.capacity) > 0n) return undefined;
  return { field: 'capacity', message: 'is more than the pool takes, which pays nothing for so much' };
}

function coinsProblem(edge: CryptoswapEdge): EdgeProblem | undefined {
  const { balances, precisions, priceScale, positionIn, positionOut } = edge;
  if (balances.length !== 2 && balances.length !== 3) {
    return { field: 'balances', message: 'are not of 2 or 3 coins' };
  }
  if (precisions.length !== balances.length) {
    return { field: 'precisions', message: 'are not one for each balance' };
  }
  if (priceScale.length !== balances.length - 1) {
    return { field: 'priceScale', message: 'is not one price for each balance but the first' };
  }
  if (positionIn === positionOut) return { field: 'positionOut', message: 'is the position of the input' };
  return firstProblem(
    ...balances.map((balance, at) => above0(`balances[${at}]`, balance)),
    ...precisions.map((precision, at) => above0(`precisions[${at}]`, precision)),
    ...priceScale.map((price, at) => above0(`priceScale[${at}]`, price)),
    positionBelow('positionIn', positionIn, balances.length),
    positionBelow('positionOut', positionOut, balances.length),
  );
}

export const cryptoswap: EdgeKind<CryptoswapEdge> = {
  grossOutput: cryptoswapOutput,
  grossInput: (edge, output) => cryptoswapInput(edge, output, edge.capacity),
  problemOf: (edge) =>
    firstProblem(
      above0('amplification', edge.amplification),
      above0('gamma', edge.gamma),
      above0('invariant', edge.invariant),
      above0('feeGamma', edge.feeGamma),
      from0('midFee', edge.midFee),
      edge.outFee >= edge.midFee && edge.outFee < FEE_ONE
        ? undefined
        : { field: 'outFee', message: 'is not from the mid fee to 9999999999' },
      coinsProblem(edge) ?? capacityProblem(edge),
      isOnLayer(edge),
    ),
};
