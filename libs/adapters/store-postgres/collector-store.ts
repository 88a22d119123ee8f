import type { Pool, PoolClient } from 'pg';
import type { CollectedBlock, CollectorCursor, CollectorStore } from '@causeway/application/ports';
import type { BlockSpan } from '@causeway/domain/finality';
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
          ...(from === undefined ? [] : [String(from.nextBlock), from.previousHash ?? null]),
        ]);
        if (rowCount !== 1) return false;
        await writeRecent(client, chain, from?.recent ?? [], to.recent ?? []);
        return true;
      }),
    wantedBlocks: (chain) => inTransaction(pool, (client) => readWanted(client, chain)),
  };
}

const START = `INSERT INTO collector_cursor (chain, next_block, previous_hash) VALUES ($1, $2, $3)
   ON CONFLICT (chain) DO NOTHING`;
const MOVE = `UPDATE collector_cursor SET next_block = $2, previous_hash = $3
   WHERE chain = $1 AND next_block = $4 AND previous_hash IS NOT DISTINCT FROM $5`;

async function readCursor(client: PoolClient, chain: ChainId): Promise<CollectorCursor | undefined> {
  const { rows } = await client.query<{ next_block: string; previous_hash: Hash | null }>(
    'SELECT next_block, previous_hash FROM collector_cursor WHERE chain = $1',
    [chain],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const recent = await readRecent(client, chain);
  return {
    nextBlock: BigInt(row.next_block),
    ...(row.previous_hash === null ? {} : { previousHash: row.previous_hash }),
    ...(recent.length === 0 ? {} : { recent }),
  };
}

async function readRecent(client: PoolClient, chain: ChainId): Promise<readonly CollectedBlock[]> {
  const { rows } = await client.query<{ number: string; hash: Hash }>(
    'SELECT number, hash FROM collector_block WHERE chain = $1 ORDER BY number',
    [chain],
  );
  return rows.map(({ number, hash }) => ({ number: BigInt(number), hash }));
}

/** Writes the difference alone: of a rollup with several blocks a second, thousands are not final. */
async function writeRecent(
  client: PoolClient,
  chain: ChainId,
  before: readonly CollectedBlock[],
  after: readonly CollectedBlock[],
): Promise<void> {
  const known = new Map(before.map(({ number, hash }) => [number, hash]));
  const added = after.filter(({ number, hash }) => known.get(number) !== hash);
  const [first, last] = [after[0], after.at(-1)];
  if (first === undefined || last === undefined) return;
  await client.query('DELETE FROM collector_block WHERE chain = $1 AND (number < $2 OR number > $3)', [
    chain,
    String(first.number),
    String(last.number),
  ]);
  await client.query(
    `INSERT INTO collector_block (chain, number, hash) SELECT $1, * FROM UNNEST($2::bigint[], $3::text[])
     ON CONFLICT (chain, number) DO UPDATE SET hash = EXCLUDED.hash`,
    [chain, added.map(({ number }) => String(number)), added.map(({ hash }) => hash)],
  );
}

async function readWanted(client: PoolClient, chain: ChainId): Promise<BlockSpan | undefined> {
  const { rows } = await client.query<{ missing_from: string | null; missing_to: string | null }>(
    "SELECT missing_from, missing_to FROM followed_chain WHERE chain = $1 AND status = 'gapped'",
    [chain],
  );
  const { missing_from: from = null, missing_to: to = null } = rows[0] ?? {};
  return from === null || to === null ? undefined : { from: BigInt(from), to: BigInt(to) };
}
