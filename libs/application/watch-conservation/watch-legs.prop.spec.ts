import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores, type MemoryStores } from '@causeway/adapters/store-memory';
import {
  ConservationBook,
  freezesBridge,
  isBalanced,
  rulesOfNetwork,
  type WatchSettings,
} from '@causeway/domain/conservation';
import { NETWORK } from '@causeway/domain/network';
import { BASE, ETHEREUM, OPTIMISM } from '../../../test/fixtures/bridge-events.js';
import { happenings, historyOf, type HistoryItem } from '../../../test/fixtures/chain-history.js';
import { tellHistory, type Delivery } from '../../../test/fixtures/told-history.js';
import { watchLegs } from './watch-legs.js';

const SETTINGS: WatchSettings = { patienceSeconds: 0, clockToleranceSeconds: 0, openingSeconds: 0 };
/** As strict as can be: what is sent must arrive whole, and nothing is put down to what was before the record. */
const rules = new Map(
  [...rulesOfNetwork(NETWORK, SETTINGS)].map(([bridge, lenient]) => {
    const { openingSeconds: _opening, deliversOrders: _orders, ...strict } = lenient;
    return [bridge, strict] as const;
  }),
);

/** Takes in what the books have told of legs, a few events at a time. */
async function watchAll({ conservation }: MemoryStores, size: number): Promise<void> {
  while ((await watchLegs({ conservation, rules }, size)).events > 0);
}

/** What the monitor makes of it all in the end. */
async function conclusionOf({ conservation }: MemoryStores) {
  const everything = { messages: [], chainsRead: new Map(), now: 0 as never };
  const messages = await conservation.transact(everything, (snapshot) => ({
    changes: new ConservationBook(rules, snapshot).changes(),
    outbox: [],
    outcome: [...snapshot.messages.values()]
      .map(({ message: { key, departures, arrivals } }) => ({ key, departures, arrivals }))
      .filter(({ departures, arrivals }) => departures.length + arrivals.length > 0)
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  }));
  const { rows } = await conservation.alerts({ status: 'open' }, { first: 1_000 });
  const positions = await conservation.positions();
  return {
    messages,
    alerts: rows.map(({ id, code, severity }) => `${id} ${code} ${severity}`),
    positions: positions.filter(({ position }) => Object.values(position).some((amount) => amount !== 0n)),
    frozen: await conservation.frozenBridges(),
    isFrozenByAlerts: rows.some(freezesBridge),
  };
}

async function tellAndWatch(turns: readonly (readonly HistoryItem[])[], delivery: Delivery, size: number) {
  const stores = createMemoryStores();
  await tellHistory(stores.ledger, turns, delivery);
  await watchAll(stores, size);
  return stores;
}

const deliveries = fc.record({ size: fc.integer({ min: 1, max: 9 }), again: fc.nat(3) });

describe('the monitor behind the books, however the chains reorganise', () => {
  it('ends with the legs, positions and open alerts of the canonical blocks alone', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        happenings({ minLength: 2, maxLength: 60 }),
        deliveries,
        fc.integer({ min: 1, max: 20 }),
        async (happened, delivery, size) => {
          const history = historyOf(happened);
          const expected = await conclusionOf(
            await tellAndWatch(history.canonical(), { size: 1, again: 0 }, 1),
          );
          const stores = await tellAndWatch(history.told, delivery, size);
          const actual = await conclusionOf(stores);
          expect(actual).toEqual(expected);
          expect(actual.frozen.length > 0).toBe(actual.isFrozenByAlerts);
          expect(actual.positions.every(({ position }) => isBalanced(position))).toBe(true);
          const { rows } = await stores.conservation.alerts({}, { first: 1_000 });
          for (const { status, code } of rows) {
            reached.add(status);
            reached.add(code);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect([...reached].sort()).toEqual([
      'AMOUNT_MISMATCH',
      'SECOND_ARRIVAL',
      'UNEXPLAINED_ARRIVAL',
      'explained',
      'open',
      'withdrawn',
    ]);
  }, 60_000);

  it('is told the same of the same records, however they are batched and delivered again', async () => {
    await fc.assert(
      fc.asyncProperty(
        happenings({ minLength: 2, maxLength: 40 }),
        deliveries,
        async (happened, delivery) => {
          const { told } = historyOf(happened);
          const once = await tellAndWatch(told, { size: 1, again: 0 }, 1);
          const again = await tellAndWatch(told, delivery, 7);
          for (const chain of [ETHEREUM, OPTIMISM, BASE]) {
            const events = await once.outbox.read(`leg/${chain}`, 0, 10_000);
            expect(await again.outbox.read(`leg/${chain}`, 0, 10_000)).toEqual(events);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
