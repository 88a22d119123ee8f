import { z } from 'zod';
import type { LiquidityGraph } from '@causeway/domain/routing';
import { latency, securityMechanism } from './network-words.js';
import { assetId, bridgeId, chainId, integer, unixMilliseconds, unsigned } from './scalars.js';
import { wireFormat } from './wire-format.js';

const edgeFacts = {
  id: z.string().min(1).max(200),
  from: assetId,
  to: assetId,
  latency,
  security: securityMechanism,
  minimumInput: unsigned,
  capacity: unsigned,
  fixedCost: unsigned,
  gas: z
    .object({
      chain: chainId,
      units: unsigned,
      unitPrice: unsigned,
      rateNumerator: unsigned,
      rateDenominator: unsigned,
    })
    .exactOptional(),
  observedAt: unixMilliseconds,
  validForSeconds: z.number().min(0).exactOptional(),
};
const ofPool = { chain: chainId, pool: z.string().min(1).max(200) };
const linearRate = { rateNumerator: unsigned, rateDenominator: unsigned, feeMillionths: unsigned };
const position = z.int().min(0);

const edge = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('canonical-bridge'),
    ...edgeFacts,
    bridge: bridgeId,
    direction: z.enum(['deposit', 'withdrawal']),
  }),
  z.object({
    kind: z.literal('concentrated-liquidity'),
    ...edgeFacts,
    ...ofPool,
    isZeroForOne: z.boolean(),
    sqrtPrice: unsigned,
    tick: z.int(),
    tickSpacing: z.int().min(1),
    liquidity: unsigned,
    feeMillionths: unsigned,
    ticks: z.array(z.object({ index: z.int(), liquidityNet: integer })),
  }),
  z.object({
    kind: z.literal('constant-product'),
    ...edgeFacts,
    chain: chainId,
    pool: ofPool.pool.exactOptional(),
    reserveIn: unsigned,
    reserveOut: unsigned,
    feeMillionths: unsigned,
  }),
  z.object({
    kind: z.literal('cryptoswap'),
    ...edgeFacts,
    ...ofPool,
    balances: z.array(unsigned),
    precisions: z.array(unsigned),
    priceScale: z.array(unsigned),
    amplification: unsigned,
    gamma: unsigned,
    invariant: unsigned,
    midFee: unsigned,
    outFee: unsigned,
    feeGamma: unsigned,
    positionIn: position,
    positionOut: position,
  }),
  z.object({ kind: z.literal('inventory'), ...edgeFacts, ...linearRate, held: unsigned }),
  z.object({ kind: z.literal('linear-bridge'), ...edgeFacts, bridge: bridgeId, ...linearRate }),
  z.object({
    kind: z.literal('message-bridge'),
    ...edgeFacts,
    bridge: bridgeId,
    inputUnit: unsigned,
    outputUnit: unsigned,
    feeMillionths: unsigned,
  }),
  z.object({
    kind: z.literal('mint-burn-bridge'),
    ...edgeFacts,
    bridge: bridgeId,
    speed: z.enum(['fast', 'standard']),
    feeMillionths: unsigned,
    fastAllowance: unsigned.exactOptional(),
  }),
  z.object({
    kind: z.literal('order-book'),
    ...edgeFacts,
    chain: chainId,
    pool: ofPool.pool.exactOptional(),
    side: z.enum(['sell', 'buy']),
    lot: unsigned,
    takerFeeMillionths: unsigned,
    levels: z.array(z.object({ lots: unsigned, quotePerLot: unsigned })),
  }),
  z.object({
    kind: z.literal('relayer'),
    ...edgeFacts,
    bridge: bridgeId,
    ...linearRate,
    relayerFee: unsigned,
    exclusivitySeconds: z.number().min(0),
  }),
  z.object({
    kind: z.literal('stableswap'),
    ...edgeFacts,
    ...ofPool,
    generation: z.enum(['plain', 'stable-ng']),
    balances: z.array(unsigned),
    rates: z.array(unsigned),
    amplification: unsigned,
    amplificationPrecision: unsigned,
    fee: unsigned,
    offpegFeeMultiplier: unsigned.exactOptional(),
    positionIn: position,
    positionOut: position,
  }),
  z.object({
    kind: z.literal('weighted-pool'),
    ...edgeFacts,
    ...ofPool,
    balanceIn: unsigned,
    balanceOut: unsigned,
    weightIn: unsigned,
    weightOut: unsigned,
    scalingIn: unsigned,
    scalingOut: unsigned,
    swapFee: unsigned,
    hasExactPowers: z.boolean(),
    hasScaledFee: z.boolean().exactOptional(),
  }),
  z.object({ kind: z.literal('wrapping'), ...edgeFacts, chain: chainId }),
]);

export const liquidityGraphFormat = wireFormat<LiquidityGraph>(
  'causeway.liquidity-graph/1',
  'All liquidity between assets and layers at one version',
  'refused',
  z.object({ version: z.string().min(1), edges: z.array(edge) }),
);
