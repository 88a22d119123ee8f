import { Gauge, type Registry } from 'prom-client';
import type { ApiPorts } from '../api-ports.js';

/**
 * Registers what Prometheus should know of the bridges. It is read from the store when it is asked for, so that every
 * process that serves the API tells the same; while the store does not answer, nothing is told of them.
 */
export function conservationMetrics(registry: Registry, conservation: ApiPorts['conservation']): void {
  const registers = [registry];
  new Gauge({
    name: 'causeway_bridge_frozen',
    help: '1 for each bridge over which no new in-transit credit is given, because an alarm on it is open',
    labelNames: ['bridge'],
    registers,
    async collect() {
      this.reset();
      const frozen = await conservation.frozenBridges().catch(() => []);
      for (const bridge of frozen) this.set({ bridge }, 1);
    },
  });
  new Gauge({
    name: 'causeway_chain_record_end_timestamp_seconds',
    help: 'Up to when the legs of bridges on a chain are on record, as a Unix time',
    labelNames: ['chain'],
    registers,
    async collect() {
      this.reset();
      const records = await conservation.records().catch(() => []);
      for (const { chain, through } of records) this.set({ chain }, through / 1_000);
    },
  });
}
