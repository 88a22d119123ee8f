import { conservationMetrics } from './conservation/conservation-metrics.js';
import rateLimit from '@fastify/rate-limit';
import helmet from '@fastify/helmet';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyBaseLogger } from 'fastify';
import { createApiModule } from './api-module.js';
import type { ApiOptions } from './api-options.js';
import type { ApiPorts } from './api-ports.js';
import { explorerRoutes } from './explorer/explorer-routes.js';
import { CONTENT_SECURITY_POLICY } from './http/content-security-policy.js';
import { operationRoutes } from './http/operation-routes.js';
import { measureRequests } from './http/measure-requests.js';
import { recordRoutes } from './http/record-routes.js';
import { apiMetrics } from './metrics.js';

/**
 * The API as an application that is ready to listen: GraphQL with its subscriptions on /graphql, the explorer on
 * /explorer, records on /v1/records, and /health, /ready and /metrics for operations. The caller listens and closes.
 */
export async function createApi(ports: ApiPorts, options: ApiOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  const metrics = apiMetrics(options.metrics);
  conservationMetrics(options.metrics, ports.conservation);
  const app = await NestFactory.create<NestFastifyApplication>(
    createApiModule(ports, options, metrics),
    adapter,
    {
      logger: nestLogger(options.logger),
      abortOnError: false,
      // Nest would also read forms, which a page of any other site may post without asking first.
      bodyParser: false,
    },
  );
  measureRequests(adapter.getInstance(), metrics);
  await app.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY_POLICY });
  await app.register(rateLimit, {
    max: options.configuration.RATE_LIMIT_PER_MINUTE,
    timeWindow: '1 minute',
  });
  await app.register(operationRoutes, { ports, options });
  await app.register(recordRoutes, { ports, options });
  await app.register(explorerRoutes);
  await app.init();
  await adapter.getInstance().ready();
  return app;
}

/** Nest reports each module and route as it starts: detail here, since this is one module of a larger service. */
function nestLogger(logger: FastifyBaseLogger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(String(message)),
    debug: (message: unknown) => logger.debug(String(message)),
    verbose: (message: unknown) => logger.trace(String(message)),
    warn: (message: unknown) => logger.warn(String(message)),
    error: (message: unknown) => logger.error({ err: message }, 'Nest reports an error'),
    fatal: (message: unknown) => logger.fatal({ err: message }, 'Nest reports a fatal error'),
  };
}
