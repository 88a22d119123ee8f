import { z } from 'zod';
import type { RouteRequest } from '@causeway/domain/routing';
import { securityMechanism } from './network-words.js';
import { assetId, bridgeId, tokenAmount, unsigned } from './scalars.js';
import { wireFormat } from './wire-format.js';

const constraints = {
  deadlineSeconds: z.number().min(0).exactOptional(),
  minimumSecurity: securityMechanism.exactOptional(),
  allowedBridges: z.array(bridgeId).exactOptional(),
  forbiddenBridges: z.array(bridgeId).exactOptional(),
  exposureCaps: z.array(z.object({ bridge: bridgeId, maximumInput: unsigned })).exactOptional(),
  maximumLegs: z.int().min(1).exactOptional(),
};

const request = z
  .object({ input: z.union([tokenAmount, assetId]), output: z.union([assetId, tokenAmount]), ...constraints })
  .refine(({ input, output }) => (typeof input === 'string') !== (typeof output === 'string'), {
    error: 'is to have an amount where the input has none, and none where the input has one',
    path: ['output'],
  });

export const routeRequestFormat = wireFormat<RouteRequest>(
  'causeway.route-request/1',
  'What is asked of the router: the most output for an input, or the least input for an output',
  'refused',
  // That one of both is an amount is in the refinement, which the type of the object cannot tell.
  request as unknown as z.ZodObject & z.ZodType<RouteRequest>,
);
