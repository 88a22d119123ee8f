import { expect, it } from '@jest/globals';
import type { ActionStepFilter, OutboxEvent, PageRequest } from '@causeway/application/ports';
import type { ActionInForce, ActionStep } from '@causeway/domain/systemic-risk';
import { addSeconds, decimal } from '@causeway/domain/units';
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

  it('gives every step that was told, the newest event first, by what it is about and by pages', async () => {
    const { systemicRisk } = opened().stores;
    const step = (kind: ActionStep['kind'], about: ActionInForce, second: number): ActionStep => {
      return { kind, action: about, value: decimal('12'), at: addSeconds(FIRST_MOMENT, second) };
    };
    const told = (...steps: readonly ActionStep[]): OutboxEvent => ({
      ...changed(),
      event: { type: 'systemic-risk.changed', steps, inForce: [], at: steps[0]?.at ?? FIRST_MOMENT },
    });
    const first = [step('tripped', WARNING, 1), step('tripped', HAIRCUT, 1)];
    await systemicRisk.replace(0, [WARNING, HAIRCUT], [told(...first)]);
    await systemicRisk.replace(1, [HAIRCUT], [told(step('cleared', WARNING, 2))]);
    await systemicRisk.replace(2, [], [told(step('cleared', HAIRCUT, 3))]);
    const ids = async (filter: ActionStepFilter, page: PageRequest = { first: 10 }) => {
      const { rows, hasNextPage } = await systemicRisk.history(filter, page);
      return [...rows.map(({ id }) => id), ...(hasNextPage ? ['more'] : [])];
    };
    const { rows } = await systemicRisk.history({}, { first: 10 });
    expect(rows).toEqual([
      { ...step('cleared', HAIRCUT, 3), id: '3.1', seq: 3 },
      { ...step('cleared', WARNING, 2), id: '2.1', seq: 2 },
      { ...first[0], id: '1.1', seq: 1 },
      { ...first[1], id: '1.2', seq: 1 },
    ]);
    expect(await ids({}, { first: 3 })).toEqual(['3.1', '2.1', '1.1', 'more']);
    expect(await ids({}, { first: 3, after: '1.1' })).toEqual(['1.2']);
    expect(await ids({ kind: 'tripped' }, { first: 1 })).toEqual(['1.1', 'more']);
    expect(await ids({ dimension: 'asset', subject: 'USDC' })).toEqual(['3.1', '1.2']);
    expect(await ids({ dimension: 'asset', subject: 'eip155:10' })).toEqual([]);
    expect(await ids({ threshold: WARNING.threshold, action: 'warn' })).toEqual(['2.1', '1.1']);
    const [from, until] = [addSeconds(FIRST_MOMENT, 2), addSeconds(FIRST_MOMENT, 3)];
    expect(await ids({ from })).toEqual(['3.1', '2.1']);
    expect(await ids({ from, until })).toEqual(['2.1']);
  });
}
