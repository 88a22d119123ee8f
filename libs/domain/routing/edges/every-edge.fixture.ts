import fc from 'fast-check';
import { BRIDGE, BRIDGE_FACTS, ETHEREUM, POOL_FACTS } from './edge.fixture.js';
import { kindOf, type LiquidityEdge } from './liquidity-edge.js';
import { sqrtPriceAtTick } from './tick-math.js';

/** Whole numbers from one to another. */
export const between = (min: bigint, max: bigint) => fc.bigInt({ min, max });
const ETHER = 10n ** 18n;
const fee = between(0n, 20_000n);
const rate = {
  rateNumerator: between(1n, 10n ** 12n),
  rateDenominator: between(1n, 10n ** 12n),
  feeMillionths: fee,
};
const onLayer = { ...POOL_FACTS, chain: ETHEREUM, pool: 'pool' };
const overBridge = { ...BRIDGE_FACTS, bridge: BRIDGE };
/** The capacity of edges that have no other. */
const CAPACITY = 10n ** 40n;

/** Coins worth about as much, as a stableswap pool is for, up to a hundred to one. */
const stableBalances = fc.array(between(ETHER * 1000n, ETHER * 100_000n), { minLength: 2, maxLength: 4 });

/** Ranges of liquidity around tick 0, each given by its two ends, in whole spacings of 10. */
const ranges = fc.array(
  fc.record({
    lower: fc.integer({ min: -500, max: -1 }),
    upper: fc.integer({ min: 1, max: 500 }),
    liquidity: between(ETHER, ETHER * 10n ** 6n),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Halves the capacity until the pool is not drained. */
function withinCapacity(edge: LiquidityEdge): LiquidityEdge {
  if (kindOf(edge).problemOf(edge)?.field !== 'capacity') return edge;
  return withinCapacity({ ...edge, capacity: edge.capacity / 2n });
}

/** Edges of every kind, with parameters as wide as they come. */
export const EDGES: { readonly [Kind in LiquidityEdge['kind']]: fc.Arbitrary<LiquidityEdge> } = {
  'canonical-bridge': fc.constant({ kind: 'canonical-bridge', ...overBridge, direction: 'withdrawal' }),
  'concentrated-liquidity': fc.tuple(ranges, fc.boolean(), fee).map(([all, isZeroForOne, feeMillionths]) => {
    const net = new Map<number, bigint>();
    for (const { lower, upper, liquidity } of all) {
      net.set(lower * 10, (net.get(lower * 10) ?? 0n) + liquidity);
      net.set(upper * 10, (net.get(upper * 10) ?? 0n) - liquidity);
    }
    const ticks = [...net].map(([index, liquidityNet]) => ({ index, liquidityNet }));
    return {
      kind: 'concentrated-liquidity',
      ...onLayer,
      isZeroForOne,
      sqrtPrice: sqrtPriceAtTick(0),
      tick: 0,
      tickSpacing: 10,
      liquidity: all.reduce((sum, { liquidity }) => sum + liquidity, 0n),
      feeMillionths,
      ticks: ticks.sort((a, b) => a.index - b.index),
    };
  }),
  'constant-product': fc
    .record({
      kind: fc.constant('constant-product' as const),
      reserveIn: between(1n, 10n ** 30n),
      reserveOut: between(1n, 10n ** 30n),
      feeMillionths: fee,
    })
    .map((pool) => ({ ...onLayer, ...pool })),
  cryptoswap: fc
    .record({ share: between(50n, 200n), midFee: between(0n, 10n ** 7n), isForward: fc.boolean() })
    .map(({ share, midFee, isForward }) => ({
      kind: 'cryptoswap',
      ...onLayer,
      balances: [ETHER * 1000n, (ETHER * 1000n * share) / 100n],
      precisions: [1n, 1n],
      priceScale: [ETHER],
      amplification: 400_000n,
      gamma: 145_000_000_000_000n,
      invariant: (ETHER * 1000n * (100n + share)) / 100n,
      midFee,
      outFee: midFee * 10n,
      feeGamma: 230_000_000_000_000n,
      capacity: ETHER * 5000n,
      positionIn: isForward ? 0 : 1,
      positionOut: isForward ? 1 : 0,
    })),
  inventory: fc
    .record(rate)
    .map((terms) => ({ kind: 'inventory', ...BRIDGE_FACTS, ...terms, held: 10n ** 60n })),
  'linear-bridge': fc.record(rate).map((terms) => ({ kind: 'linear-bridge', ...overBridge, ...terms })),
  'message-bridge': fc
    .record({ inputUnit: between(1n, 10n ** 12n), outputUnit: between(1n, 10n ** 12n), feeMillionths: fee })
    .map((terms) => ({ kind: 'message-bridge', ...overBridge, ...terms })),
  'mint-burn-bridge': fee.map((feeMillionths) => ({
    kind: 'mint-burn-bridge',
    ...overBridge,
    speed: 'fast',
    feeMillionths,
    fastAllowance: CAPACITY,
  })),
  'order-book': fc
    .record({
      side: fc.constantFrom('sell' as const, 'buy' as const),
      lot: between(1n, 10n ** 15n),
      takerFeeMillionths: fee,
      prices: fc.array(between(1n, 10n ** 9n), { minLength: 1, maxLength: 8 }),
      lots: between(1n, 10n ** 6n),
    })
    .map(({ side, prices, lots, ...terms }) => ({
      kind: 'order-book',
      ...onLayer,
      ...terms,
      side,
      levels: prices
        .sort((a, b) => (a < b === (side === 'buy') ? -1 : 1))
        .map((quotePerLot) => ({ lots, quotePerLot })),
    })),
  relayer: fc
    .record({ ...rate, relayerFee: between(0n, 10n ** 6n) })
    .map((terms) => ({ kind: 'relayer', ...overBridge, ...terms, exclusivitySeconds: 0 })),
  stableswap: fc
    .record({
      balances: stableBalances,
      amplification: between(1_000n, 200_000n),
      poolFee: between(0n, 10n ** 8n),
      generation: fc.constantFrom('plain' as const, 'stable-ng' as const),
      offpegFeeMultiplier: between(10n ** 10n, 5n * 10n ** 10n),
    })
    .map(({ balances, amplification, poolFee, generation, offpegFeeMultiplier }) => ({
      kind: 'stableswap',
      ...onLayer,
      generation,
      balances,
      capacity: balances.reduce((sum, balance) => sum + balance, 0n),
      rates: balances.map(() => ETHER),
      amplification,
      amplificationPrecision: 100n,
      fee: poolFee,
      ...(generation === 'plain' ? {} : { offpegFeeMultiplier }),
      positionIn: 0,
      positionOut: 1,
    }))
    .map((pool) => withinCapacity(pool as LiquidityEdge)),
  'weighted-pool': fc
    .record({
      balanceIn: between(ETHER, ETHER * 10n ** 6n),
      balanceOut: between(ETHER, ETHER * 10n ** 6n),
      percent: between(2n, 98n),
      swapFee: between(0n, ETHER / 50n),
      hasExactPowers: fc.boolean(),
      hasScaledFee: fc.boolean(),
    })
    .map(({ percent, ...pool }) => ({
      kind: 'weighted-pool',
      ...onLayer,
      ...pool,
      capacity: (pool.balanceIn * 3n) / 10n,
      weightIn: (ETHER * percent) / 100n,
      weightOut: (ETHER * (100n - percent)) / 100n,
      scalingIn: 1n,
      scalingOut: 1n,
    })),
  wrapping: fc.constant({ kind: 'wrapping', ...onLayer }),
};
