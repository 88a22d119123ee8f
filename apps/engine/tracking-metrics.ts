import { Counter, type Registry } from 'prom-client';
import type { TrackingObserver } from '@causeway/adapters/roles';

/** Counts the transfers that stopped being on time, by bridge and by how they stand. */
export function trackingMetrics(registry: Registry): TrackingObserver {
  const alerts = new Counter({
    name: 'causeway_transfer_alerts_total',
    help: 'Transfers that became late, stuck or claimable',
    labelNames: ['bridge', 'punctuality'] as const,
    registers: [registry],
  });
  return { alerted: (bridge, punctuality) => alerts.inc({ bridge, punctuality }) };
}
