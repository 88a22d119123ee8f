import { describe, expect, it } from '@jest/globals';
import { Counter } from 'prom-client';
import { createMetrics } from './index.js';

describe('createMetrics', () => {
  it('labels every metric with the service and holds those of the process', async () => {
    const registry = createMetrics('engine');
    new Counter({ name: 'ticks_total', help: 'Price ticks', registers: [registry] }).inc();
    const text = await registry.metrics();
    expect(text).toContain('ticks_total{service="engine"} 1');
    expect(text).toMatch(/process_resident_memory_bytes\{service="engine"\} \d+/);
  });

  it('keeps two registries apart', async () => {
    const [first, second] = [createMetrics('api'), createMetrics('engine')];
    new Counter({ name: 'ticks_total', help: 'Price ticks', registers: [first] }).inc();
    expect(await second.metrics()).not.toContain('ticks_total');
  });
});
