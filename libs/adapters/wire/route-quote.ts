import { z } from 'zod';
import type { RouteQuote } from '@causeway/domain/routing';
import { latency, securityMechanism } from './network-words.js';
import { assetId, decimal, tokenAmount, unixMilliseconds, unsigned } from './scalars.js';
import { wireFormat } from './wire-format.js';

const leg = z.object({
  edge: z.string().min(1),
  from: assetId,
  to: assetId,
  input: unsigned,
  output: unsigned,
});

/** The fields of a quote, wherever one is told. */
export const routeQuoteFields = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  graphVersion: z.string().min(1),
  quotedAt: unixMilliseconds,
  expiresAt: unixMilliseconds,
  route: z.object({
    legs: z.array(leg),
    input: tokenAmount,
    output: tokenAmount,
    latency,
    security: securityMechanism,
  }),
  certificate: z.object({ lower: tokenAmount, upper: tokenAmount, gap: decimal }),
});

export const routeQuoteFormat = wireFormat<RouteQuote>(
  'causeway.route-quote/1',
  'An executable route with its exact amounts, proof of how good it is, and what it was computed from',
  'ignored',
  routeQuoteFields,
);
