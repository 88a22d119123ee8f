import { z } from 'zod';
import type { SecurityMechanism } from '@causeway/domain/network';
import type { RouteFront, RouteQuote } from '@causeway/domain/routing';
import { securityMechanism } from './network-words.js';
import { routeQuoteFields } from './route-quote.js';
import { wireFormat } from './wire-format.js';

/** A front as it is told: of the request of each point only what the point adds to the one that was asked. */
export interface ToldFront {
  readonly points: readonly {
    readonly deadlineSeconds?: number;
    readonly minimumSecurity?: SecurityMechanism;
    readonly quote: RouteQuote;
  }[];
  readonly isComplete: boolean;
}

/** A front in the form in which it is told. */
export function toldFront({ points, isComplete }: RouteFront): ToldFront {
  return {
    points: points.map(({ request: { deadlineSeconds, minimumSecurity }, quote }) => ({
      ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
      ...(minimumSecurity === undefined ? {} : { minimumSecurity }),
      quote,
    })),
    isComplete,
  };
}

export const routeFrontFormat = wireFormat<ToldFront>(
  'causeway.route-front/1',
  'Quotes of which none is beaten by another in amount, arrival and security at once',
  'ignored',
  z.object({
    points: z.array(
      z.object({
        deadlineSeconds: z.number().min(0).exactOptional(),
        minimumSecurity: securityMechanism.exactOptional(),
        quote: routeQuoteFields,
      }),
    ),
    isComplete: z.boolean(),
  }),
);
