import { expect, it } from '@jest/globals';
import type { OutboxEvent } from '@causeway/application/ports';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import { decimal } from '@causeway/domain/units';
import { ATLAS } from '../../fixtures/accounts.js';
import { FIRST_MOMENT } from '../../fixtures/bridge-events.js';
import { action } from '../../fixtures/systemic-actions.js';
import type { OpenStores } from './harness.js';

const WARNING = action('warn', 'layer', 'eip155:10', { affected: [ATLAS] });
const HAIRCUT = action('raise-haircut', 'asset', 'USDC', { haircut: decimal(`0.${'3'.repeat(40)}`) });

const changed = (...inForce: readonly ActionInForce[]): OutboxEvent => ({
  stream: 'systemic-risk',
  key: 'systemic-risk',
  event: { type: 'systemic-risk.changed', steps: [], inForce, at: FIRST_MOMENT },
});

/** What a store of the systemic-risk actions in force has to do. */
export function systemicRiskContract(opened: OpenStores): void {
  it('has nothing in force at first, then exactly what was written, and its events', async () => {
    const { systemicRisk, outbox } = opened().stores;
    expect(await systemicRisk.actions()).toEqual({ revision: 0, actions: [] });
    expect(await systemicRisk.replace(0, [WARNING, HAIRCUT], [changed(WARNING, HAIRCUT)])).toBe(true);
    expect(await systemicRisk.actions()).toEqual({ revision: 1, actions: [WARNING, HAIRCUT] });
    expect(await systemicRisk.replace(1, [], [changed()])).toBe(true);
    expect(await systemicRisk.actions()).toEqual({ revision: 2, actions: [] });
    const events = await outbox.read('systemic-risk', 0, 10);
    expect(events.map(({ seq, event }) => [seq, event])).toEqual([
      [1, changed(WARNING, HAIRCUT).event],
      [2, changed().event],
    ]);
  });

  it('writes nothing over what somebody else decided meanwhile', async () => {
    const { systemicRisk, outbox } = opened().stores;
    const attempts = await Promise.all(
      Array.from({ length: 6 }, () => systemicRisk.replace(0, [WARNING], [changed(WARNING)])),
    );
    expect(attempts.filter(Boolean)).toEqual([true]);
    expect(await systemicRisk.replace(0, [], [changed()])).toBe(false);
    expect(await systemicRisk.replace(7, [], [changed()])).toBe(false);
    expect(await systemicRisk.actions()).toEqual({ revision: 1, actions: [WARNING] });
    expect(await outbox.read('systemic-risk', 0, 10)).toHaveLength(1);
  });
}
