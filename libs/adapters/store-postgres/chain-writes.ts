import type { PoolClient } from 'pg';
import type { ChainWrite } from '@causeway/application/ports';
import { groundOf } from '@causeway/domain/finality';

/** Writes chains in their new state, and forgets what no block can make undone any more. */
export async function writeChains(client: PoolClient, chains: readonly ChainWrite[]): Promise<void> {
  if (chains.length === 0) return;
  await client.query(
    `INSERT INTO followed_chain (chain, status, latest, safe, finalised, settled, start, tip_number, tip_hash,
       reorgs, wanted, missing_from, missing_to, contradiction, partition, "offset")
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
       $7::bigint[], $8::bigint[], $9::text[], $10::int[], $11::text[], $12::bigint[], $13::bigint[], $14::text[],
       $15::int[], $16::bigint[])
     ON CONFLICT (chain) DO UPDATE SET status = EXCLUDED.status, latest = EXCLUDED.latest, safe = EXCLUDED.safe,
       finalised = EXCLUDED.finalised, settled = EXCLUDED.settled, tip_number = EXCLUDED.tip_number,
       tip_hash = EXCLUDED.tip_hash, reorgs = EXCLUDED.reorgs, wanted = EXCLUDED.wanted,
       missing_from = EXCLUDED.missing_from, missing_to = EXCLUDED.missing_to,
       contradiction = EXCLUDED.contradiction, partition = EXCLUDED.partition, "offset" = EXCLUDED."offset"`,
    [
      chains.map(({ followed }) => followed.chain),
      chains.map(({ followed }) => followed.status),
      chains.map(({ followed }) => String(followed.heads.latest)),
      chains.map(({ followed }) => String(followed.heads.safe)),
      chains.map(({ followed }) => String(followed.heads.finalised)),
      chains.map(({ followed }) => textOrNull(followed.heads.settled)),
      chains.map(({ followed }) => String(followed.start)),
      chains.map(({ followed }) => String(followed.tip.number)),
      chains.map(({ followed }) => followed.tip.hash),
      chains.map(({ followed }) => followed.reorgs),
      chains.map(({ followed }) => followed.wanted ?? null),
      chains.map(({ followed }) => textOrNull(followed.missing?.from)),
      chains.map(({ followed }) => textOrNull(followed.missing?.to)),
      chains.map(({ followed }) => followed.contradiction ?? null),
      chains.map(({ applied }) => applied.partition),
      chains.map(({ applied }) => String(applied.offset)),
    ],
  );
  await writeBlocks(client, chains);
  await forgetWhatIsFinal(client, chains);
}

async function writeBlocks(client: PoolClient, chains: readonly ChainWrite[]): Promise<void> {
  const blocks = chains.flatMap(({ followed, blocks: changed }) =>
    changed.map((block) => ({ chain: followed.chain, ...block })),
  );
  if (blocks.length === 0) return;
  await client.query(
    `INSERT INTO chain_block (chain, hash, number, parent_hash, is_canonical)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::text[], $5::boolean[])
     ON CONFLICT (chain, hash) DO UPDATE SET is_canonical = EXCLUDED.is_canonical`,
    [
      blocks.map(({ chain }) => chain),
      blocks.map(({ hash }) => hash),
      blocks.map(({ number }) => String(number)),
      blocks.map(({ parentHash }) => parentHash),
      blocks.map(({ isCanonical }) => isCanonical),
    ],
  );
}

/** Blocks below the ground, events that waited for a block that lost, and steps that no other can be undone before. */
async function forgetWhatIsFinal(client: PoolClient, chains: readonly ChainWrite[]): Promise<void> {
  const grounds = [
    chains.map(({ followed }) => followed.chain),
    chains.map(({ followed }) => String(groundOf(followed))),
  ];
  await client.query(
    `DELETE FROM chain_block USING UNNEST($1::text[], $2::bigint[]) AS final (chain, ground)
     WHERE chain_block.chain = final.chain AND chain_block.number < final.ground`,
    grounds,
  );
  await client.query(
    `DELETE FROM ledger_step USING UNNEST($1::text[], $2::bigint[]) AS final (chain, ground)
     WHERE kind = 'waiting' AND ledger_step.chain = final.chain AND ledger_step.block_number <= final.ground`,
    grounds,
  );
  await client.query(
    `DELETE FROM ledger_step WHERE kind <> 'waiting' AND ordinal < COALESCE(
       (SELECT min(s.ordinal) FROM followed_chain c JOIN ledger_step s
          ON s.chain = c.chain AND s.block_number > GREATEST(c.finalised, c.start)
        WHERE s.kind <> 'waiting'),
       9223372036854775807)`,
  );
}

function textOrNull(number: bigint | undefined): string | null {
  return number === undefined ? null : String(number);
}
