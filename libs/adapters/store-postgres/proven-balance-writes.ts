import type { PoolClient } from 'pg';
import type { ProvenBalance } from '@causeway/domain/margin';

/** Writes proven balances of accounts that this transaction has locked. */
export async function writeProvenBalances(
  client: PoolClient,
  proofs: readonly ProvenBalance[],
): Promise<void> {
  if (proofs.length === 0) return;
  await client.query(
    `INSERT INTO proven_balance (account_id, asset, wallet, block_hash, chain, block_number, state_root, at, raw,
       slot, left_since, is_standing)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
       $8::timestamptz[], $9::numeric[], $10::numeric[], $11::numeric[], $12::boolean[])
     ON CONFLICT (account_id, asset, wallet, block_hash) DO UPDATE
       SET left_since = EXCLUDED.left_since, is_standing = EXCLUDED.is_standing`,
    [
      ...keysOf(proofs),
      proofs.map(({ evidence }) => evidence.chain),
      proofs.map(({ evidence }) => String(evidence.blockNumber)),
      proofs.map(({ evidence }) => evidence.stateRoot),
      proofs.map(({ at }) => new Date(at)),
      proofs.map(({ raw }) => String(raw)),
      proofs.map(({ slot }) => (slot === undefined ? null : String(slot))),
      proofs.map(({ left }) => String(left)),
      proofs.map(({ isStanding }) => isStanding),
    ],
  );
}

/** Deletes proven balances that can never count again. */
export async function dropProvenBalances(
  client: PoolClient,
  proofs: readonly ProvenBalance[],
): Promise<void> {
  if (proofs.length === 0) return;
  await client.query(
    `DELETE FROM proven_balance WHERE (account_id, asset, wallet, block_hash) IN
       (SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[]))`,
    keysOf(proofs),
  );
}

function keysOf(proofs: readonly ProvenBalance[]): string[][] {
  return [
    proofs.map(({ account }) => account),
    proofs.map(({ asset }) => asset),
    proofs.map(({ wallet }) => wallet),
    proofs.map(({ evidence }) => evidence.blockHash),
  ];
}
