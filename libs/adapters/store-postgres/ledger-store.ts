import type { Pool } from 'pg';
import type { LedgerStore } from '@causeway/application/ports';
import { readLedger } from './ledger-reads.js';
import { writeLedger } from './ledger-writes.js';
import { readSettlements } from './settlement-rows.js';
import { inTransaction } from '@causeway/adapters/postgres';

/** The books in PostgreSQL. */
export function createLedgerStore(pool: Pool): LedgerStore {
  return {
    transact: (keys, decide) =>
      inTransaction(pool, async (client) => {
        const { snapshot, lockedTransfers } = await readLedger(client, keys);
        const { changes, outcome } = decide({ ...snapshot, ...(await readSettlements(client, keys)) });
        await writeLedger(client, changes, snapshot);
        if (lockedTransfers.length > 0) {
          await client.query('DELETE FROM transfer WHERE transfer_id = ANY($1::text[]) AND state IS NULL', [
            lockedTransfers,
          ]);
        }
        return outcome;
      }),
  };
}
