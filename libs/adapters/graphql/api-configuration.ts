import { z } from 'zod';
import { wholeNumber } from '@causeway/platform/config';

/** The environment variables of the API. */
export const apiConfiguration = z.object({
  HTTP_HOST: z.string().default('127.0.0.1').describe('address that the GraphQL server listens on'),
  HTTP_PORT: wholeNumber({ minimum: 0, maximum: 65_535 })
    .default(3000)
    .describe('port of the GraphQL server; 0 takes any free one'),
  RATE_LIMIT_PER_MINUTE: wholeNumber({ minimum: 1, maximum: 10_000_000 })
    .default(60_000)
    .describe('HTTP requests that one client address may make in a minute'),
  MAXIMUM_RECORDS_BYTES: wholeNumber({ minimum: 1_000, maximum: 1_000_000_000 })
    .default(16 * 1024 * 1024)
    .describe('largest body that POST /v1/records takes'),
  MAXIMUM_QUERY_DEPTH: wholeNumber({ minimum: 1, maximum: 100 })
    .default(12)
    .describe('deepest nesting of a GraphQL operation'),
  MAXIMUM_QUERY_COMPLEXITY: wholeNumber({ minimum: 1, maximum: 100_000_000 })
    .default(20_000)
    .describe('highest cost of a GraphQL operation; a field costs 1, in a list once for each expected item'),
  MAXIMUM_SUBSCRIPTIONS_PER_CONNECTION: wholeNumber({ minimum: 1, maximum: 100_000 })
    .default(100)
    .describe('subscriptions that one WebSocket connection may hold'),
  SUBSCRIPTION_POLL_MILLISECONDS: wholeNumber({ minimum: 10, maximum: 600_000 })
    .default(5_000)
    .describe('how often a subscription looks for events that no notification announced'),
  APPLIED_WAIT_SECONDS: wholeNumber({ minimum: 1, maximum: 600 })
    .default(30)
    .describe('how long POST /v1/records?wait=applied waits at most'),
});

export type ApiConfiguration = Readonly<z.output<typeof apiConfiguration>>;
