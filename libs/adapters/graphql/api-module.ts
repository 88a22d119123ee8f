import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { outboxSignal, type Delay, type FollowPorts } from '@causeway/application/follow-stream';
import type { ApiOptions } from './api-options.js';
import { API_PORTS, type ApiPorts } from './api-ports.js';
import { errorFormatter } from './errors/error-formatter.js';
import { limitHooks } from './limits/mercurius-hooks.js';
import type { ApiMetrics } from './metrics.js';
import { RESOLVERS } from './resolvers.js';
import { guardSubscriptions } from './subscriptions/guard-subscriptions.js';
import { FOLLOW_PORTS } from './subscriptions/stream-feed.js';
import { isOwnOrigin, subscriberConnection } from './subscriptions/subscriber-connection.js';

/** Events that a subscription holds in memory at most. */
const EVENT_PAGE_SIZE = 100;
/** Keeps proxies from closing a quiet WebSocket connection. */
const KEEP_ALIVE_MILLISECONDS = 15_000;
/** Longest GraphQL document, in tokens. */
const MAXIMUM_TOKENS = 10_000;

const delay: Delay = (milliseconds, signal) =>
  setTimeout(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);

@Module({})
class ApiModule {}

/** The GraphQL API as a Nest module, over the ports. */
export function createApiModule(ports: ApiPorts, options: ApiOptions, metrics: ApiMetrics): DynamicModule {
  const { configuration } = options;
  const follow: FollowPorts = {
    outbox: ports.outbox,
    signal: outboxSignal(ports.outbox, delay, configuration.SUBSCRIPTION_POLL_MILLISECONDS),
    pageSize: EVENT_PAGE_SIZE,
  };
  return {
    module: ApiModule,
    imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions(options, metrics))],
    providers: [
      ...RESOLVERS,
      { provide: API_PORTS, useValue: ports },
      { provide: FOLLOW_PORTS, useValue: follow },
    ],
  };
}

function graphqlOptions(options: ApiOptions, metrics: ApiMetrics): MercuriusDriverConfig {
  const { configuration, logger } = options;
  const countError = (code: string): void => metrics.errors.inc({ code });
  return {
    driver: MercuriusDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    graphiql: false,
    jit: 1,
    graphql: { parseOptions: { maxTokens: MAXIMUM_TOKENS } },
    errorFormatter: errorFormatter(countError),
    hooks: limitHooks({
      depth: configuration.MAXIMUM_QUERY_DEPTH,
      complexity: configuration.MAXIMUM_QUERY_COMPLEXITY,
    }),
    subscription: {
      verifyClient: ({ origin, req }, decide) => decide(isOwnOrigin(origin, req.headers.host)),
      context: (socket) => ({ connection: subscriberConnection(socket) }),
      keepAlive: KEEP_ALIVE_MILLISECONDS,
    },
    transformSchema: (schema) =>
      guardSubscriptions(schema, {
        maximumComplexity: configuration.MAXIMUM_QUERY_COMPLEXITY,
        maximumPerConnection: configuration.MAXIMUM_SUBSCRIPTIONS_PER_CONNECTION,
        log: logger,
        onOpen: (subscription) => metrics.subscriptions.inc({ subscription }),
        onClose: (subscription) => metrics.subscriptions.dec({ subscription }),
        onError: countError,
      }),
  };
}
