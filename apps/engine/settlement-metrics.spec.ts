import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { settlementMetrics } from './settlement-metrics.js';

describe('settlementMetrics', () => {
  it('counts by outcome, and tells how many are open', async () => {
    const registry = new Registry();
    const observer = settlementMetrics(registry);
    observer.open(3);
    observer.issued();
    observer.ended('settled');
    observer.ended('settled');
    observer.amended('settled-elsewhere');
    const text = await registry.metrics();
    for (const line of [
      'causeway_settlements_open 3',
      'causeway_settlement_legs_issued_total 1',
      'causeway_settlements_ended_total{outcome="settled"} 2',
      'causeway_settlements_amended_total{outcome="settled-elsewhere"} 1',
    ]) {
      expect(text).toContain(line);
    }
  });
});
