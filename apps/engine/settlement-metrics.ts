import { Counter, Gauge, type Registry } from 'prom-client';
import type { SettlementObserver } from '@causeway/adapters/roles';

/** Counts what following settlements comes to. */
export function settlementMetrics(registry: Registry): SettlementObserver {
  const registers = [registry];
  const open = new Gauge({
    name: 'causeway_settlements_open',
    help: 'Accepted quotes whose settlement has not ended',
    registers,
  });
  const issued = new Counter({
    name: 'causeway_settlement_legs_issued_total',
    help: 'Attempts at legs that following a settlement issued, besides those that came with its acceptance',
    registers,
  });
  const ended = new Counter({
    name: 'causeway_settlements_ended_total',
    help: 'Settlements that following ended, by how',
    labelNames: ['outcome'] as const,
    registers,
  });
  const amended = new Counter({
    name: 'causeway_settlements_amended_total',
    help: 'Settlements whose outcome changed after their end, by the outcome since',
    labelNames: ['outcome'] as const,
    registers,
  });
  return {
    open: (count) => open.set(count),
    issued: () => issued.inc(),
    ended: (outcome) => ended.inc({ outcome }),
    amended: (outcome) => amended.inc({ outcome }),
  };
}
