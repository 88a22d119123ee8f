import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the API counts about itself. */
export interface ApiMetrics {
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly errors: Counter<'code'>;
  readonly subscriptions: Gauge<'subscription'>;
}

/** Registers the metrics of the API. */
export function apiMetrics(registry: Registry): ApiMetrics {
  const registers = [registry];
  return {
    requestSeconds: new Histogram({
      name: 'causeway_http_request_duration_seconds',
      help: 'Time from an HTTP request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    errors: new Counter({
      name: 'causeway_graphql_errors_total',
      help: 'Errors shown to GraphQL clients, by their stable code',
      labelNames: ['code'],
      registers,
    }),
    subscriptions: new Gauge({
      name: 'causeway_graphql_subscriptions',
      help: 'Subscriptions that are open now',
      labelNames: ['subscription'],
      registers,
    }),
  };
}
