import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { happenings, historyOf, TANGLED, type HistoryItem } from '../../../test/fixtures/chain-history.js';
import { stateOfBooks, tellHistory, type Delivery } from '../../../test/fixtures/told-history.js';

async function outcomeOf(turns: readonly (readonly HistoryItem[])[], delivery: Delivery) {
  const stores = createMemoryStores();
  const outcomes = await tellHistory(stores.ledger, turns, delivery);
  const chains = stores.ledger.followedChains().map(({ chain, tip, status, heads: { finalised } }) => ({
    ...{ chain, tip, status, finalised },
  }));
  return {
    outcomes,
    state: { chains, ...(await stateOfBooks(stores, stores.ledger.allBalances())) },
    deadLetters: stores.deadLetters.all(),
  };
}

const deliveries = fc.record({ size: fc.integer({ min: 1, max: 9 }), again: fc.nat(3) });

describe('ingestLogs, however the chains reorganise', () => {
  it('ends in the state as if the orphaned blocks had never been, contradictions and all', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        happenings({ minLength: 2, maxLength: 60 }),
        deliveries,
        async (happened, delivery) => {
          const history = historyOf(happened);
          const expected = await outcomeOf(history.canonical(), { size: 1, again: 0 });
          const actual = await outcomeOf(history.told, delivery);
          expect(actual.state).toEqual(expected.state);
          for (const { notices = [], waiting = 0 } of actual.outcomes) {
            if (waiting > 0) reached.add('waiting');
            for (const notice of notices) {
              if (notice.kind === 'reorganised' && notice.undone > 0) reached.add(`depth ${notice.depth}`);
            }
          }
          for (const { code } of actual.deadLetters) reached.add(code);
        },
      ),
      { numRuns: 400 },
    );
    const expected = ['waiting', 'depth 1', 'depth 2', 'depth 3', 'ALREADY_INITIATED', 'CONFLICTING_AMOUNT'];
    expect([...reached]).toEqual(expect.arrayContaining(expected));
  }, 60_000);

  it('decides anew what was spent of units that an orphaned log had brought', async () => {
    await fc.assert(
      fc.asyncProperty(
        happenings({ minLength: 10, maxLength: 40 }, TANGLED),
        deliveries,
        async (happened, delivery) => {
          const history = historyOf(happened);
          const expected = await outcomeOf(history.canonical(), { size: 1, again: 0 });
          expect((await outcomeOf(history.told, delivery)).state).toEqual(expected.state);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);
});
