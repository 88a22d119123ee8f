import { z } from 'zod';
import type { RouteRequest } from '@causeway/domain/routing';
import { securityMechanism } from './network-words.js';
import { assetId, bridgeId, tokenAmount } from './scalars.js';
import { wireFormat } from './wire-format.js';

export const routeRequestFormat = wireFormat<RouteRequest>(
  'causeway.route-request/1',
  'What is asked of the router',
  'refused',
  z.object({
    input: tokenAmount,
    output: assetId,
    deadlineSeconds: z.number().min(0).exactOptional(),
    minimumSecurity: securityMechanism.exactOptional(),
    forbiddenBridges: z.array(bridgeId).exactOptional(),
    maximumLegs: z.int().min(1).exactOptional(),
  }),
);
