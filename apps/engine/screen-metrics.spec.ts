import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '@causeway/platform/observability';
import { screenMetrics } from './screen-metrics.js';

const FIGURES = {
  accounts: 10,
  alwaysEvaluated: 2,
  moves: 100,
  touched: 30,
  evaluated: 20,
  bytes: 4_096,
  unfoldedRules: [],
  rebuildSeconds: 0.25,
};

describe('screenMetrics', () => {
  it('tells the figures of the partitions that are owned when it is asked', async () => {
    const registry = createMetrics('test');
    const observer = screenMetrics(registry);
    let owned = new Map([[3, FIGURES]]);
    observer.reads(() => owned);
    const told = await registry.metrics();
    for (const line of [
      'causeway_margin_accounts{partition="3",service="test"} 10',
      'causeway_margin_always_evaluated_accounts{partition="3",service="test"} 2',
      'causeway_margin_touched_accounts_total{partition="3",service="test"} 30',
      'causeway_margin_evaluated_accounts_total{partition="3",service="test"} 20',
      'causeway_margin_screen_bytes{partition="3",service="test"} 4096',
      'causeway_margin_rebuild_seconds{partition="3",service="test"} 0.25',
    ]) {
      expect(told).toContain(line);
    }
    owned = new Map();
    expect(await registry.metrics()).not.toContain('partition="3"');
  });
});
