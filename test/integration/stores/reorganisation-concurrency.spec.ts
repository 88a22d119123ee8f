import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { RetryableError, type LedgerStore, type RecordBatch } from '@causeway/application/ports';
import { holdingsOf, ledgerAccountKey, type Balance } from '@causeway/domain/ledger';
import type { ChainId } from '@causeway/domain/units';
import { open, peek } from '../../fixtures/accounts.js';
import { batchOf, eventPorts } from '../../fixtures/bridge-events.js';
import { FORKING_ACCOUNTS, ForkingChains } from '../../fixtures/forking-chains.js';
import { SeededRandom } from '../../fixtures/seeded-random.js';
import { openPostgresBooks, type PostgresBooks } from './postgres-books.js';

const SEEDS = [11, 12, 13, 14];
const BATCH = 5;

describe('the books in PostgreSQL while several chains fork at once', () => {
  let books: PostgresBooks;
  beforeAll(async () => {
    books = await openPostgresBooks();
  });
  beforeEach(() => books.empty());
  afterAll(() => books.close());

  it.each(SEEDS)(
    'end as if only the canonical blocks had been, seed %i',
    async (seed) => {
      const chains = new ForkingChains(new SeededRandom(seed));
      const memory = createMemoryStores();
      await openAll(memory.ledger);
      await ingestLogs({ ledger: memory.ledger, ...eventPorts }, batchOf(chains.canonical()));
      const { ledger } = books.stores;
      await openAll(ledger);
      const followed = [...new Set(chains.told.map(({ chain }) => chain))];
      await Promise.all(
        followed.map((chain, partition) => {
          const told = chains.told.filter((record) => record.chain === chain);
          return tellChain(ledger, chain, told, partition);
        }),
      );
      expect(await stateOf(ledger, await books.balances())).toEqual(
        await stateOf(memory.ledger, memory.ledger.allBalances()),
      );
      const ids = memory.ledger.allTransfers().map(({ id }) => id);
      const { transfers } = await peek(ledger, { transfers: ids });
      expect(ids.map((id) => transfers.get(id))).toEqual(memory.ledger.allTransfers());
      const { rows } = await books.pool.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM transfer',
      );
      expect(rows[0]?.count).toBe(ids.length);
    },
    60_000,
  );
});

/** What each consumer does: its chain's batches in order, each until it succeeds. */
async function tellChain(
  ledger: LedgerStore,
  chain: ChainId,
  told: readonly { readonly value: string }[],
  partition: number,
): Promise<void> {
  for (let from = 0; from < told.length; from += BATCH) {
    const values = told.slice(from, from + BATCH).map(({ value }) => value);
    await untilDone(ledger, batchOf(values, { partition, from: BigInt(from) }));
  }
  expect(told.length).toBeGreaterThan(50);
  const { chains } = await peek(ledger, { chains: [{ chain, blocks: [], adopting: [], told: [] }] });
  expect(chains.get(chain)?.followed).toMatchObject({ status: 'following' });
}

async function untilDone(ledger: LedgerStore, batch: RecordBatch): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await ingestLogs({ ledger, ...eventPorts }, batch);
      return;
    } catch (error) {
      if (!(error instanceof RetryableError) || attempt === 5) throw error;
    }
  }
}

async function openAll(ledger: LedgerStore): Promise<void> {
  for (const account of FORKING_ACCOUNTS) await open(ledger, account, 60n);
}

async function stateOf(ledger: LedgerStore, balances: readonly Balance[]) {
  const snapshot = await peek(ledger, { accounts: FORKING_ACCOUNTS });
  return {
    holdings: FORKING_ACCOUNTS.map((account) => holdingsOf(snapshot.balances, account)),
    balances: balances
      .map(({ account, asset, raw }) => `${ledgerAccountKey(account)} ${asset} ${raw}`)
      .sort(),
  };
}
