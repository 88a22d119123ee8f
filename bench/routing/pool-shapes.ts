import type {
  ConcentratedLiquidityEdge,
  ConstantProductEdge,
  EdgeFacts,
  OrderBookEdge,
  StableswapEdge,
} from '@causeway/domain/routing';

/** A direction of a pool, as it would be with a constant product. */
export type PlainPool = EdgeFacts & Omit<ConstantProductEdge, 'kind' | keyof EdgeFacts>;

const TICK_SPACING = 60;
/** Ticks around the price; a tick is a basis point of the price. */
const RANGES = [
  { ticks: 600, share: 4n },
  { ticks: 6_000, share: 2n },
  { ticks: 60_000, share: 1n },
] as const;

/**
 * A pool of the same marginal price whose liquidity lies in three ranges around it, four sevenths of it within 6 %.
 */
export function concentrated(
  { reserveIn, reserveOut, ...pool }: PlainPool,
  name: string,
  isZeroForOne: boolean,
): ConcentratedLiquidityEdge {
  const [first, second] = isZeroForOne ? [reserveIn, reserveOut] : [reserveOut, reserveIn];
  const sqrtPrice = squareRoot((second << 192n) / first);
  const tick = tickBelow(sqrtPrice);
  const base = Math.floor(tick / TICK_SPACING) * TICK_SPACING;
  const whole = squareRoot(first * second);
  const net = new Map<number, bigint>();
  let liquidity = 0n;
  for (const { ticks, share } of RANGES) {
    const part = whole * share;
    liquidity += part;
    for (const [index, change] of [
      [base - ticks, part],
      [base + TICK_SPACING + ticks, -part],
    ] as const) {
      net.set(index, (net.get(index) ?? 0n) + change);
    }
  }
  const ticks = [...net].map(([index, liquidityNet]) => ({ index, liquidityNet }));
  return {
    ...pool,
    kind: 'concentrated-liquidity',
    pool: name,
    isZeroForOne,
    sqrtPrice,
    tick,
    liquidity,
    tickSpacing: TICK_SPACING,
    ticks: ticks.sort((a, b) => a.index - b.index),
  };
}

/** A pool of coins of equal worth by Curve's invariant with an amplification of 200; its price is near 1. */
export function stableswap(
  { reserveIn, reserveOut, feeMillionths, capacity, ...pool }: PlainPool,
  name: string,
  from: { readonly coin: { readonly decimals: number } },
  to: { readonly coin: { readonly decimals: number } },
): StableswapEdge {
  const rate = (decimals: number) => 10n ** BigInt(36 - decimals);
  return {
    ...pool,
    kind: 'stableswap',
    pool: name,
    generation: 'plain',
    balances: [reserveIn, reserveOut],
    rates: [rate(from.coin.decimals), rate(to.coin.decimals)],
    amplification: 20_000n,
    amplificationPrecision: 100n,
    fee: feeMillionths * 10_000n,
    positionIn: 0,
    positionOut: 1,
    capacity,
  };
}

/** The same pool as if market makers quoted its curve in twelve levels, each twice as deep as the one before. */
export function orderBook({ reserveIn, reserveOut, feeMillionths, ...pool }: PlainPool): OrderBookEdge {
  const lot = reserveIn / 10n ** 12n + 1n;
  const levels: { lots: bigint; quotePerLot: bigint }[] = [];
  let taken = 0n;
  let lots = 5n * 10n ** 7n;
  for (let level = 0; level < 12; level += 1) {
    taken += lots * lot;
    // The marginal price where the level ends.
    levels.push({ lots, quotePerLot: (lot * reserveOut * reserveIn) / (reserveIn + taken) ** 2n });
    lots *= 2n;
  }
  return { ...pool, kind: 'order-book', side: 'sell', lot, takerFeeMillionths: feeMillionths, levels };
}

/** The last tick whose square-root price is not above; floats come within one of it. */
function tickBelow(sqrtPrice: bigint): number {
  const ratio = Number(sqrtPrice) / 2 ** 96;
  return Math.floor((2 * Math.log(ratio)) / Math.log(1.0001));
}

function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
