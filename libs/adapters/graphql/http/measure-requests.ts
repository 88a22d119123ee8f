import type { FastifyInstance } from 'fastify';
import type { ApiMetrics } from '../metrics.js';

const MILLISECONDS_PER_SECOND = 1_000;

/** Measures every request under its route, never its address, so that the number of series stays bounded. */
export function measureRequests(fastify: FastifyInstance, { requestSeconds }: ApiMetrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    requestSeconds.observe(labels, reply.elapsedTime / MILLISECONDS_PER_SECOND);
    done();
  });
}
