import { createStores, type Stores } from '@causeway/adapters/store-postgres';
import { parseLedgerAccount, type Balance } from '@causeway/domain/ledger';
import { expectOk, type AssetId, type UnixMilliseconds } from '@causeway/domain/units';
import { testDatabase } from '@causeway/platform/testkit';
import type { Pool } from 'pg';
import type { OpenedStores } from './harness.js';
import { postingText } from './posting-text.js';

/** Stores on a database of their own. */
export interface PostgresBooks {
  readonly stores: Stores;
  readonly pool: Pool;
  readonly url: string;
  /** Deletes all rows. */
  empty(): Promise<OpenedStores>;
  balances(): Promise<readonly Balance[]>;
  close(): Promise<void>;
}

/** Stores on a new database. */
export async function openPostgresBooks(): Promise<PostgresBooks> {
  const database = await testDatabase();
  const { pool, url } = database;
  const stores = createStores(pool);
  const { rows } = await pool.query<{ tables: string }>(
    `SELECT string_agg(quote_ident(tablename), ', ') AS tables FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  const opened: OpenedStores = {
    stores,
    balances: () => balances(pool),
    postings: () => postings(pool),
    transferCount: async () => {
      const count = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM transfer');
      return count.rows[0]?.count ?? 0;
    },
  };
  return {
    stores,
    pool,
    url,
    balances: () => balances(pool),
    empty: async () => {
      await pool.query(`TRUNCATE ${rows[0]?.tables ?? ''} RESTART IDENTITY`);
      return opened;
    },
    close: async () => {
      await stores.close();
      await database.drop();
    },
  };
}

async function balances(pool: Pool): Promise<readonly Balance[]> {
  const { rows } = await pool.query<{ ledger_account: string; asset: AssetId; raw: string }>(
    'SELECT ledger_account, asset, raw::text FROM balance WHERE raw <> 0',
  );
  return rows.map(({ ledger_account, asset, raw }) => ({
    account: expectOk(parseLedgerAccount(ledger_account)),
    asset,
    raw: BigInt(raw),
  }));
}

async function postings(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<
    Record<'reference' | 'asset' | 'raw' | 'source' | 'target', string> & { at: Date }
  >('SELECT reference, asset, raw::text, from_account AS source, to_account AS target, at FROM posting');
  return rows
    .map(({ reference, asset, raw, source, target, at }) =>
      postingText({
        asset: asset as AssetId,
        raw: BigInt(raw),
        from: expectOk(parseLedgerAccount(source)),
        to: expectOk(parseLedgerAccount(target)),
        cause: { reference, at: at.getTime() as UnixMilliseconds },
      }),
    )
    .sort();
}
