import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * A registry of its own for Prometheus metrics, with those of the Node process in it. Not the global one of
 * prom-client: two services in one process, or two tests, would write to the same counters.
 */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
