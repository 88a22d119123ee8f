import type { ChainId } from '@causeway/domain/units';
import { above0, firstProblem, isOnLayer } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind, EdgeProblem } from './edge-kind.js';
import { fixedPointPower } from './fixed-point-power.js';
import { leastInput } from './least-input.js';
import type { InnerTrade } from './stableswap.js';

/** A pool of weighted reserves: Balancer v2 and v3. */
export interface WeightedPoolEdge extends EdgeFacts {
  readonly kind: 'weighted-pool';
  readonly chain: ChainId;
  /** Edges of one pool change one another's price, so a route uses one of them at most. */
  readonly pool: string;
  readonly balanceIn: bigint;
  readonly balanceOut: bigint;
  /** Weights of the two tokens, 10¹⁸ being the whole pool. */
  readonly weightIn: bigint;
  readonly weightOut: bigint;
  /** What brings a base unit to 18 decimals: 10^(18 − decimals). */
  readonly scalingIn: bigint;
  readonly scalingOut: bigint;
  /** Fee on the input, 10¹⁸ being 1. */
  readonly swapFee: bigint;
  /** Whether powers of 1, 2 and 4 are multiplied out: in all pools but those of the first version. */
  readonly hasExactPowers: boolean;
  /** Whether the fee is taken with 18 decimals, as in version 3, instead of in whole base units, as in version 2. */
  readonly hasScaledFee?: boolean;
}

const ONE = 10n ** 18n;
/** By how much a power may be too small, relatively and with 18 decimals. */
const POWER_ERROR = 10_000n;
/** A pool takes no more than 30 % of its balance in one swap. */
const LARGEST_SHARE = (ONE * 3n) / 10n;

type Pool = Omit<WeightedPoolEdge, keyof EdgeFacts | 'kind' | 'chain' | 'pool'>;

/**
 * Base units paid out for `input` base units: balance × (1 − (balance in / (balance in + input))^(weight in / weight
 * out)), the power rounded up by its own error, the rest rounded against the taker. Nothing above 30 % of the balance,
 * which the pool refuses. Source: balancer/balancer-v2-monorepo `WeightedMath._calcOutGivenIn`,
 * `BaseGeneralPool.onSwap`; balancer/balancer-v3-monorepo `WeightedMath.computeOutGivenExactIn`, `Vault._swap`.
 */
export function weightedPoolOutput(pool: Pool, input: bigint): bigint {
  const balanceIn = pool.balanceIn * pool.scalingIn;
  const balanceOut = pool.balanceOut * pool.scalingOut;
  const taken = takenOf(pool, input);
  if (taken > (balanceIn * LARGEST_SHARE) / ONE) return 0n;
  const base = divUp(balanceIn, balanceIn + taken);
  const exponent = (pool.weightIn * ONE) / pool.weightOut;
  const power = powerUp(base, exponent, pool.hasExactPowers);
  if (power === undefined || power >= ONE) return 0n;
  return (balanceOut * (ONE - power)) / ONE / pool.scalingOut;
}

/**
 * The least base units to pay in for at least `output`; undefined beyond what the pool takes. Found by bisection,
 * because the pool's own inverse rounds up by the error of the power and so asks for more than is needed.
 */
export function weightedPoolInput(pool: Pool, output: bigint): bigint | undefined {
  if (output >= pool.balanceOut) return undefined;
  const price = (output * pool.balanceIn * pool.weightOut) / (pool.balanceOut * pool.weightIn);
  return leastInput((input) => weightedPoolOutput(pool, input), output, largestInput(pool), price);
}

/** The pool's trade of what is left of an input after the fee, with 18 decimals of either token. */
export function weightedPoolTrade(pool: Pool): InnerTrade {
  const balanceIn = pool.balanceIn * pool.scalingIn;
  const balanceOut = pool.balanceOut * pool.scalingOut;
  const exponent = (pool.weightIn * ONE) / pool.weightOut;
  const remaining = (newIn: bigint) => {
    const power = powerUp(divUp(balanceIn, newIn), exponent, pool.hasExactPowers);
    return power === undefined ? undefined : (balanceOut * power + ONE - 1n) / ONE;
  };
  const rateIn = pool.scalingIn * (ONE - pool.swapFee);
  return { balanceIn, remaining, rateIn, rateOut: pool.scalingOut * ONE };
}

/** The largest input that the pool takes, its fee included. */
function largestInput(pool: Pool): bigint {
  const { balanceIn, scalingIn, swapFee } = pool;
  const most = (balanceIn * scalingIn * LARGEST_SHARE) / ONE;
  let input = (most * ONE) / (ONE - swapFee) / scalingIn + 1n;
  while (input > 0n && takenOf(pool, input) > most) input -= 1n;
  return input;
}

/** What is left of an input after the fee, which is rounded up, with 18 decimals. */
function takenOf({ scalingIn, swapFee, hasScaledFee }: Pool, input: bigint): bigint {
  const scaled = input * scalingIn;
  return hasScaledFee === true
    ? scaled - mulUp(scaled, swapFee)
    : (input - mulUp(input, swapFee)) * scalingIn;
}

function powerUp(base: bigint, exponent: bigint, hasExactPowers: boolean): bigint | undefined {
  if (hasExactPowers) {
    if (exponent === ONE) return base;
    if (exponent === 2n * ONE) return mulUp(base, base);
    if (exponent === 4n * ONE) return mulUp(mulUp(base, base), mulUp(base, base));
  }
  const power = fixedPointPower(base, exponent);
  return power === undefined ? undefined : power + mulUp(power, POWER_ERROR) + 1n;
}

function mulUp(a: bigint, b: bigint): bigint {
  return (a * b + ONE - 1n) / ONE;
}

function divUp(a: bigint, b: bigint): bigint {
  return (a * ONE + b - 1n) / b;
}

function capacityProblem(edge: WeightedPoolEdge): EdgeProblem | undefined {
  const largest = largestInput(edge);
  if (edge.capacity <= largest) return undefined;
  return {
    field: 'capacity',
    message: `is above ${largest}, which is 30 % of the balance and all the pool takes`,
  };
}

export const weightedPool: EdgeKind<WeightedPoolEdge> = {
  grossOutput: weightedPoolOutput,
  grossInput: weightedPoolInput,
  problemOf: (edge) =>
    firstProblem(
      above0('balanceIn', edge.balanceIn),
      above0('balanceOut', edge.balanceOut),
      above0('weightIn', edge.weightIn),
      above0('weightOut', edge.weightOut),
      above0('scalingIn', edge.scalingIn),
      above0('scalingOut', edge.scalingOut),
      edge.swapFee >= 0n && edge.swapFee < ONE
        ? undefined
        : { field: 'swapFee', message: 'is not from 0 to 999999999999999999' },
      capacityProblem(edge),
      isOnLayer(edge),
    ),
};
