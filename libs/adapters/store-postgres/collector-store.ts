import type { Pool, PoolClient } from 'pg';
import type { CollectorCursor, CollectorStore } from '@causeway/application/ports';
import type { ChainId, Hash } from '@causeway/domain/units';
import { inTransaction } from '@causeway/adapters/postgres';

/** How far the chains have been collected, in PostgreSQL. */
export function createCollectorStore(pool: Pool): CollectorStore {
  return {
    cursor: (chain) => inTransaction(pool, (client) => readCursor(client, chain)),
    advance: (chain, from, to) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(from === undefined ? START : MOVE, [
          chain,
          String(to.nextBlock),
          to.previousHash ?? null,
          ...(from === undefined ? [] : [String(from)]),
        ]);
        return rowCount === 1;
      }),
  };
}

const START = `INSERT INTO collector_cursor (chain, next_block, previous_hash) VALUES ($1, $2, $3)
   ON CONFLICT (chain) DO NOTHING`;
const MOVE = `UPDATE collector_cursor SET next_block = $2, previous_hash = $3
   WHERE chain = $1 AND next_block = $4`;

async function readCursor(client: PoolClient, chain: ChainId): Promise<CollectorCursor | undefined> {
  const { rows } = await client.query<{ next_block: string; previous_hash: Hash | null }>(
    'SELECT next_block, previous_hash FROM collector_cursor WHERE chain = $1',
    [chain],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const nextBlock = BigInt(row.next_block);
  return row.previous_hash === null ? { nextBlock } : { nextBlock, previousHash: row.previous_hash };
}
