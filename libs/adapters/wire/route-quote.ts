import { z } from 'zod';
import type { RouteQuote } from '@causeway/domain/routing';
import { latency, securityMechanism } from './network-words.js';
import { assetId, decimal, tokenAmount, unsigned } from './scalars.js';
import { wireFormat } from './wire-format.js';

const leg = z.object({
  edge: z.string().min(1),
  from: assetId,
  to: assetId,
  input: unsigned,
  output: unsigned,
});

export const routeQuoteFormat = wireFormat<RouteQuote>(
  'causeway.route-quote/1',
  'An executable route with its exact amounts, and the graph it was computed on',
  'ignored',
  z.object({
    graphVersion: z.string().min(1),
    route: z.object({
      legs: z.array(leg),
      input: tokenAmount,
      output: tokenAmount,
      latency,
      security: securityMechanism,
    }),
    certificate: z.object({ upperBound: tokenAmount, gap: decimal }).exactOptional(),
  }),
);
