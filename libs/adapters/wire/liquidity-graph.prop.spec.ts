import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type {
  CanonicalBridgeEdge,
  ConcentratedLiquidityEdge,
  ConstantProductEdge,
  CryptoswapEdge,
  EdgeFacts,
  GasCost,
  InitialisedTick,
  InventoryEdge,
  LinearBridgeEdge,
  LiquidityEdge,
  LiquidityGraph,
  MessageBridgeEdge,
  MintBurnBridgeEdge,
  OrderBookEdge,
  OrderBookLevel,
  RelayerEdge,
  StableswapEdge,
  WeightedPoolEdge,
  WrappingEdge,
} from '@causeway/domain/routing';
import { expectOk } from '@causeway/domain/units';
import {
  asset,
  chain,
  few,
  latency,
  mechanism,
  objectOf,
  slug,
  text,
  time,
  unsigned,
  words,
  type FieldArbitraries,
} from './arbitraries.fixture.js';
import { liquidityGraphFormat } from './index.js';

type KindOf<Edge extends LiquidityEdge> = Edge['kind'];

const edgeFacts: FieldArbitraries<EdgeFacts> = {
  id: text,
  from: asset,
  to: asset,
  latency,
  security: mechanism,
  minimumInput: unsigned,
  capacity: unsigned,
  fixedCost: unsigned,
  gas: objectOf<GasCost>({
    chain,
    units: unsigned,
    unitPrice: unsigned,
    rateNumerator: unsigned,
    rateDenominator: unsigned,
  }),
  observedAt: time,
  validForSeconds: fc.nat(),
};

function edgeOf<Edge extends LiquidityEdge>(
  kind: KindOf<Edge>,
  fields: Omit<FieldArbitraries<Edge>, keyof EdgeFacts | 'kind'>,
  ...optional: (keyof Edge)[]
): fc.Arbitrary<LiquidityEdge> {
  const all = { kind: fc.constant(kind), ...edgeFacts, ...fields } as unknown as FieldArbitraries<Edge>;
  return objectOf<Edge>(all, 'gas', 'validForSeconds', ...optional);
}

const bridge = slug<never>();
const rate = { rateNumerator: unsigned, rateDenominator: unsigned, feeMillionths: unsigned };
const tick = fc.integer({ min: -887_272, max: 887_272 });
const edges: { readonly [Kind in LiquidityEdge['kind']]: fc.Arbitrary<LiquidityEdge> } = {
  'canonical-bridge': edgeOf<CanonicalBridgeEdge>('canonical-bridge', {
    bridge,
    direction: words('deposit', 'withdrawal'),
  }),
  'concentrated-liquidity': edgeOf<ConcentratedLiquidityEdge>('concentrated-liquidity', {
    chain,
    pool: text,
    isZeroForOne: fc.boolean(),
    sqrtPrice: unsigned,
    tick,
    tickSpacing: fc.integer({ min: 1, max: 200 }),
    liquidity: unsigned,
    feeMillionths: unsigned,
    ticks: few(objectOf<InitialisedTick>({ index: tick, liquidityNet: fc.bigInt() })),
  }),
  'constant-product': edgeOf<ConstantProductEdge>(
    'constant-product',
    { chain, pool: text, reserveIn: unsigned, reserveOut: unsigned, feeMillionths: unsigned },
    'pool',
  ),
  cryptoswap: edgeOf<CryptoswapEdge>('cryptoswap', {
    chain,
    pool: text,
    balances: few(unsigned),
    precisions: few(unsigned),
    priceScale: few(unsigned),
    amplification: unsigned,
    gamma: unsigned,
    invariant: unsigned,
    midFee: unsigned,
    outFee: unsigned,
    feeGamma: unsigned,
    positionIn: fc.nat(),
    positionOut: fc.nat(),
  }),
  inventory: edgeOf<InventoryEdge>('inventory', { ...rate, held: unsigned }),
  'linear-bridge': edgeOf<LinearBridgeEdge>('linear-bridge', { bridge, ...rate }),
  'message-bridge': edgeOf<MessageBridgeEdge>('message-bridge', {
    bridge,
    inputUnit: unsigned,
    outputUnit: unsigned,
    feeMillionths: unsigned,
  }),
  'mint-burn-bridge': edgeOf<MintBurnBridgeEdge>(
    'mint-burn-bridge',
    { bridge, speed: words('fast', 'standard'), feeMillionths: unsigned, fastAllowance: unsigned },
    'fastAllowance',
  ),
  'order-book': edgeOf<OrderBookEdge>(
    'order-book',
    {
      chain,
      pool: text,
      side: words('sell', 'buy'),
      lot: unsigned,
      takerFeeMillionths: unsigned,
      levels: few(objectOf<OrderBookLevel>({ lots: unsigned, quotePerLot: unsigned })),
    },
    'pool',
  ),
  relayer: edgeOf<RelayerEdge>('relayer', {
    bridge,
    ...rate,
    relayerFee: unsigned,
    exclusivitySeconds: fc.nat(),
  }),
  stableswap: edgeOf<StableswapEdge>(
    'stableswap',
    {
      chain,
      pool: text,
      generation: words('plain', 'stable-ng'),
      balances: few(unsigned),
      rates: few(unsigned),
      amplification: unsigned,
      amplificationPrecision: unsigned,
      fee: unsigned,
      offpegFeeMultiplier: unsigned,
      positionIn: fc.nat(),
      positionOut: fc.nat(),
    },
    'offpegFeeMultiplier',
  ),
  'weighted-pool': edgeOf<WeightedPoolEdge>(
    'weighted-pool',
    {
      chain,
      pool: text,
      balanceIn: unsigned,
      balanceOut: unsigned,
      weightIn: unsigned,
      weightOut: unsigned,
      scalingIn: unsigned,
      scalingOut: unsigned,
      swapFee: unsigned,
      hasExactPowers: fc.boolean(),
      hasScaledFee: fc.boolean(),
    },
    'hasScaledFee',
  ),
  wrapping: edgeOf<WrappingEdge>('wrapping', { chain }),
};

describe('a liquidity graph survives its wire form', () => {
  it.each(Object.entries(edges))('with edges of kind %s', (_, edge) => {
    fc.assert(
      fc.property(objectOf<LiquidityGraph>({ version: text, edges: few(edge) }), (graph) => {
        const json: unknown = JSON.parse(liquidityGraphFormat.encodeText(graph));
        expect(expectOk(liquidityGraphFormat.decode(json))).toEqual(graph);
      }),
    );
  });
});
