import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { ApiConfiguration } from './api-configuration.js';

/** How the API runs. */
export interface ApiOptions {
  readonly configuration: ApiConfiguration;
  readonly logger: FastifyBaseLogger;
  /** The registry that GET /metrics shows; the API adds its own metrics to it. */
  readonly metrics: Registry;
}
