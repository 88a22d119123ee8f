import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { happenings, historyOf } from '../../fixtures/chain-history.js';
import { stateOfBooks, tellHistory } from '../../fixtures/told-history.js';
import type { OpenStores } from './harness.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** What a ledger store has to do when chains reorganise. */
export function reorganisationContract(opened: OpenStores): void {
  it.each(SEEDS)('ends as if orphaned blocks had never been, history %i', async (seed) => {
    const { stores, balances } = opened();
    const [happened = []] = fc.sample(happenings({ minLength: 30, maxLength: 40 }), { seed, numRuns: 1 });
    const history = historyOf(happened);
    const reference = createMemoryStores();
    await tellHistory(reference.ledger, history.canonical(), { size: 1, again: 0 });
    const outcomes = await tellHistory(stores.ledger, history.told, {
      size: 1 + (seed % 7),
      again: seed % 3,
    });
    expect(await stateOfBooks(stores, await balances())).toEqual(
      await stateOfBooks(reference, reference.ledger.allBalances()),
    );
    expect(outcomes.some(({ notices = [] }) => notices.some(({ kind }) => kind === 'reorganised'))).toBe(
      true,
    );
  });
}
