import type { PoolClient } from 'pg';
import type { BalanceProofKeys, LedgerKeys } from '@causeway/application/ports';
import { ledgerAccountKey, type Posting } from '@causeway/domain/ledger';
import type { ProvenBalance } from '@causeway/domain/margin';
import type { AccountId, Address, AssetId, ChainId, Hash, UnixMilliseconds } from '@causeway/domain/units';
import { postingOf, type PostingRow } from './journal-reads.js';

/** The accounts with proven balances in blocks that may be orphaned or come back. */
export async function readAccountsProvenIn(
  client: PoolClient,
  { chains = [], rewind }: LedgerKeys,
): Promise<readonly AccountId[]> {
  const blocks = [...chains.flatMap(({ adopting }) => adopting), ...(rewind?.blocks ?? [])];
  if (blocks.length === 0) return [];
  const { rows } = await client.query<{ account_id: AccountId }>(
    'SELECT DISTINCT account_id FROM proven_balance WHERE block_hash = ANY($1::text[])',
    [blocks],
  );
  return rows.map(({ account_id }) => account_id);
}

/** All proven balances of accounts, which the caller has locked. */
export async function readProvenBalances(
  client: PoolClient,
  accounts: readonly AccountId[],
): Promise<readonly ProvenBalance[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<ProvenBalanceRow>(
    `SELECT account_id, asset, wallet, block_hash, chain, block_number, state_root, at, raw::text, slot::text,
       left_since::text, is_standing
     FROM proven_balance WHERE account_id = ANY($1::text[])`,
    [accounts],
  );
  return rows.map(provenBalanceOf);
}

/** The postings that took from arrived collateral of a wallet's owner from the time of a proof's block on. */
export async function readDepartures(
  client: PoolClient,
  proofs: readonly BalanceProofKeys[],
  owners: ReadonlyMap<Address, AccountId>,
): Promise<readonly Posting[]> {
  const wanted = proofs.flatMap(({ wallet, asset, at }) => {
    const account = owners.get(wallet);
    if (account === undefined) return [];
    return (['available', 'reserved', 'seized'] as const).map((bucket) => ({
      ...{ asset, at: new Date(at) },
      from: ledgerAccountKey({ kind: 'desk', account, bucket }),
    }));
  });
  if (wanted.length === 0) return [];
  const { rows } = await client.query<PostingRow>(
    `SELECT reference, asset, raw::text, from_account, to_account, at FROM posting
     WHERE EXISTS (
       SELECT 1 FROM UNNEST($1::text[], $2::text[], $3::timestamptz[]) AS wanted (from_account, asset, since)
       WHERE wanted.from_account = posting.from_account AND wanted.asset = posting.asset
         AND posting.at >= wanted.since)`,
    [wanted.map(({ from }) => from), wanted.map(({ asset }) => asset), wanted.map(({ at }) => at)],
  );
  return rows.map(postingOf);
}

interface ProvenBalanceRow {
  readonly account_id: AccountId;
  readonly asset: AssetId;
  readonly wallet: Address;
  readonly block_hash: Hash;
  readonly chain: ChainId;
  readonly block_number: string;
  readonly state_root: Hash;
  readonly at: Date;
  readonly raw: string;
  readonly slot: string | null;
  readonly left_since: string;
  readonly is_standing: boolean;
}

function provenBalanceOf(row: ProvenBalanceRow): ProvenBalance {
  const { account_id, asset, wallet, chain, block_hash, block_number, state_root, at, slot } = row;
  return {
    ...{ account: account_id, asset, wallet, raw: BigInt(row.raw), left: BigInt(row.left_since) },
    ...{ at: at.getTime() as UnixMilliseconds, isStanding: row.is_standing },
    evidence: {
      ...{ basis: 'state-root', chain, blockHash: block_hash, stateRoot: state_root },
      blockNumber: BigInt(block_number),
    },
    ...(slot === null ? {} : { slot: BigInt(slot) }),
  };
}
