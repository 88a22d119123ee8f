import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { trackingMetrics } from './tracking-metrics.js';

describe('trackingMetrics', () => {
  it('counts by bridge and punctuality', async () => {
    const registry = new Registry();
    const observer = trackingMetrics(registry);
    const across = expectOk(parseBridgeId('across'));
    observer.alerted(across, 'late');
    observer.alerted(across, 'stuck');
    observer.alerted(across, 'stuck');
    const text = await registry.metrics();
    expect(text).toContain('causeway_transfer_alerts_total{bridge="across",punctuality="late"} 1');
    expect(text).toContain('causeway_transfer_alerts_total{bridge="across",punctuality="stuck"} 2');
  });
});
