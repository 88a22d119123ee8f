import { Counter, Gauge, type Registry } from 'prom-client';

/** What a collector tells Prometheus of each chain, and of each endpoint of it. */
export interface CollectorMetrics {
  readonly lastBlock: Gauge<'chain'>;
  readonly blocksBehind: Gauge<'chain'>;
  readonly halted: Gauge<'chain'>;
  readonly transactions: Counter<'chain'>;
  readonly orphanedBlocks: Counter<'chain'>;
  readonly backfilledBlocks: Counter<'chain'>;
  readonly endpointFailures: Counter<'chain' | 'endpoint'>;
  readonly endpointDisagreements: Counter<'chain' | 'endpoint'>;
  readonly endpointStalled: Gauge<'chain' | 'endpoint'>;
}

/** Registers the metrics of the collector. */
export function collectorMetrics(registry: Registry): CollectorMetrics {
  const ofChain = { labelNames: ['chain'] as const, registers: [registry] };
  const ofEndpoint = { labelNames: ['chain', 'endpoint'] as const, registers: [registry] };
  return {
    lastBlock: new Gauge({
      name: 'causeway_collector_last_block',
      help: 'The last block that was collected',
      ...ofChain,
    }),
    blocksBehind: new Gauge({
      name: 'causeway_collector_blocks_behind',
      help: 'Blocks up to the head that is read to which are not yet collected',
      ...ofChain,
    }),
    halted: new Gauge({
      name: 'causeway_collector_halted',
      help: '1 while the chain contradicts itself or what was collected, or too few nodes agree on it, and nothing more is collected of it',
      ...ofChain,
    }),
    transactions: new Counter({
      name: 'causeway_collector_transactions_total',
      help: 'Transactions appended to the event log, repeated ones included',
      ...ofChain,
    }),
    orphanedBlocks: new Counter({
      name: 'causeway_collector_orphaned_blocks_total',
      help: 'Collected blocks that the chain has taken back',
      ...ofChain,
    }),
    backfilledBlocks: new Counter({
      name: 'causeway_collector_backfilled_blocks_total',
      help: 'Blocks that were told again because whoever follows the chain lacked them',
      ...ofChain,
    }),
    endpointFailures: new Counter({
      name: 'causeway_collector_endpoint_failures_total',
      help: 'Times that an endpoint did not answer, or not with what was asked for',
      ...ofEndpoint,
    }),
    endpointDisagreements: new Counter({
      name: 'causeway_collector_endpoint_disagreements_total',
      help: 'Times that an endpoint contradicted itself or what enough others agreed on, and was left out',
      ...ofEndpoint,
    }),
    endpointStalled: new Gauge({
      name: 'causeway_collector_endpoint_stalled',
      help: '1 while the endpoint stands still although others move on, and is passed over',
      ...ofEndpoint,
    }),
  };
}
