import { z } from 'zod';
import type { LiquidityGraph } from '@causeway/domain/routing';
import { latency, securityMechanism } from './network-words.js';
import { assetId, bridgeId, chainId, unixMilliseconds, unsigned } from './scalars.js';
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
  observedAt: unixMilliseconds,
};

const edge = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('constant-product'),
    ...edgeFacts,
    chain: chainId,
    reserveIn: unsigned,
    reserveOut: unsigned,
    feeMillionths: unsigned,
  }),
  z.object({
    kind: z.literal('linear-bridge'),
    ...edgeFacts,
    bridge: bridgeId,
    rateNumerator: unsigned,
    rateDenominator: unsigned,
    feeMillionths: unsigned,
  }),
  z.object({ kind: z.literal('wrapping'), ...edgeFacts, chain: chainId }),
]);

export const liquidityGraphFormat = wireFormat<LiquidityGraph>(
  'causeway.liquidity-graph/1',
  'All liquidity between assets and layers at one version',
  'refused',
  z.object({ version: z.string().min(1), edges: z.array(edge) }),
);
