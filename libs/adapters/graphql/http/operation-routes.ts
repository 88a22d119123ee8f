import type { FastifyInstance } from 'fastify';
import { streamName } from '@causeway/application/ports';
import type { ApiOptions } from '../api-options.js';
import type { ApiPorts } from '../api-ports.js';

const UNLIMITED = { config: { rateLimit: false } };

/** What orchestrators and Prometheus ask: GET /health, GET /ready and GET /metrics. */
export async function operationRoutes(
  fastify: FastifyInstance,
  { ports, options }: { readonly ports: ApiPorts; readonly options: ApiOptions },
): Promise<void> {
  fastify.get('/health', UNLIMITED, () => ({ status: 'alive' }));

  fastify.get('/ready', UNLIMITED, async (request, reply) => {
    try {
      await ports.outbox.bounds(streamName('policy'));
      return { status: 'ready' };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready: the store does not answer');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });

  fastify.get('/metrics', UNLIMITED, async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.metrics()),
  );

  return Promise.resolve();
}
