import { Counter, Gauge, type Registry } from 'prom-client';

/** What a collector tells Prometheus of each chain. */
export interface CollectorMetrics {
  readonly lastBlock: Gauge<'chain'>;
  readonly blocksBehind: Gauge<'chain'>;
  readonly halted: Gauge<'chain'>;
  readonly transactions: Counter<'chain'>;
}

/** Registers the metrics of the collector. */
export function collectorMetrics(registry: Registry): CollectorMetrics {
  const registers = [registry];
  const labelNames = ['chain'] as const;
  return {
    lastBlock: new Gauge({
      name: 'causeway_collector_last_block',
      help: 'The last block that was collected',
      labelNames,
      registers,
    }),
    blocksBehind: new Gauge({
      name: 'causeway_collector_blocks_behind',
      help: 'Finalised blocks that are not yet collected',
      labelNames,
      registers,
    }),
    halted: new Gauge({
      name: 'causeway_collector_halted',
      help: '1 while the chain contradicts itself or what was collected, and nothing more is collected of it',
      labelNames,
      registers,
    }),
    transactions: new Counter({
      name: 'causeway_collector_transactions_total',
      help: 'Transactions appended to the event log, repeated ones included',
      labelNames,
      registers,
    }),
  };
}
