import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@causeway/adapters/roles';
import { wholeNumber } from '@causeway/platform/config';
import type { Registry } from 'prom-client';
import { z } from 'zod';

/** Variables of a process that has no other HTTP server. */
export const metricsVariables = {
  METRICS_HOST: z.string().default('127.0.0.1').describe('address that the metrics are served on'),
  METRICS_PORT: wholeNumber({ minimum: 0, maximum: 65_535 })
    .optional()
    .describe('port at which Prometheus finds /metrics; not served when left out'),
};

/** Metrics being served, and where. */
export interface ServedMetrics {
  readonly role: Role;
  readonly url: string;
}

/** Serves the registry at `/metrics`, for a process that has no other HTTP server. */
export async function serveMetrics(registry: Registry, host: string, port: number): Promise<ServedMetrics> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { address, family, port: listening } = server.address() as AddressInfo;
  const authority = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${authority}:${listening}/metrics`,
    role: {
      name: 'metrics',
      finished: new Promise((_, reject) => server.once('error', reject)),
      stop: async () => {
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
      },
    },
  };
}
