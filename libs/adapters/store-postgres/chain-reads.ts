import type { PoolClient } from 'pg';
import type { ChainKeys, ChainSnapshot, Leg } from '@causeway/application/ports';
import {
  changeableSpans,
  groundOf,
  type ChainHeads,
  type FollowedChain,
  type KnownBlock,
} from '@causeway/domain/finality';
import type { ChainId, Hash, LogId, TransferId } from '@causeway/domain/units';
import { followedChainOf } from './followed-chain-row.js';

/** Reads and locks the followed chains among those named, with the blocks asked for. */
export async function lockChains(
  client: PoolClient,
  keys: readonly ChainKeys[],
): Promise<ReadonlyMap<ChainId, ChainSnapshot>> {
  if (keys.length === 0) return new Map();
  const { rows } = await client.query<ChainRow>(
    `SELECT * FROM followed_chain WHERE chain = ANY($1::text[]) ORDER BY chain FOR UPDATE`,
    [keys.map(({ chain }) => chain)],
  );
  if (rows.length === 0) return new Map();
  const followed = rows.map((row) => ({ ...row, followed: followedOf(row) }));
  const blocks = await readBlocks(client, keys, followed);
  return new Map(
    followed.map(({ followed: chain, partition, offset }) => [
      chain.chain,
      {
        followed: chain,
        blocks: new Map(
          blocks.filter((row) => row.chain === chain.chain).map((row) => [row.hash, blockOf(row)]),
        ),
        applied: { partition, offset: BigInt(offset) },
      },
    ]),
  );
}

interface BlockRow {
  readonly chain: ChainId;
  readonly number: string;
  readonly hash: Hash;
  readonly parent_hash: Hash;
  readonly is_canonical: boolean;
}

async function readBlocks(
  client: PoolClient,
  keys: readonly ChainKeys[],
  chains: readonly { readonly followed: FollowedChain }[],
): Promise<readonly BlockRow[]> {
  const groundOfChain = new Map(chains.map(({ followed }) => [followed.chain, groundOf(followed)]));
  const wanted = keys.filter(({ chain }) => groundOfChain.has(chain));
  const single = wanted.flatMap(({ chain, blocks }) =>
    blocks === 'all' ? [] : blocks.map((hash) => ({ chain, hash })),
  );
  const whole = wanted.filter(({ blocks }) => blocks === 'all');
  const { rows } = await client.query<BlockRow>(
    `SELECT b.chain, b.number, b.hash, b.parent_hash, b.is_canonical FROM chain_block b
       JOIN UNNEST($1::text[], $2::text[]) AS one (chain, hash) USING (chain, hash)
     UNION
     SELECT b.chain, b.number, b.hash, b.parent_hash, b.is_canonical FROM chain_block b
       JOIN UNNEST($3::text[], $4::bigint[]) AS whole (chain, ground)
         ON b.chain = whole.chain AND b.number >= whole.ground`,
    [
      single.map(({ chain }) => chain),
      single.map(({ hash }) => hash),
      whole.map(({ chain }) => chain),
      whole.map(({ chain }) => String(groundOfChain.get(chain) ?? 0n)),
    ],
  );
  return rows;
}

function blockOf({ number, hash, parent_hash, is_canonical }: BlockRow): KnownBlock {
  return { number: BigInt(number), hash, parentHash: parent_hash, isCanonical: is_canonical };
}

/** The legs in blocks whose finality the told heads may change. */
export async function readLegs(
  client: PoolClient,
  keys: readonly ChainKeys[],
  chains: ReadonlyMap<ChainId, ChainSnapshot>,
): Promise<readonly Leg[]> {
  const spans = keys.flatMap(({ chain, told }) => {
    const followed = chains.get(chain)?.followed;
    if (followed === undefined) return [];
    return changeableSpans(followed.heads, told, followed.start).map((span) => ({ chain, ...span }));
  });
  if (spans.length === 0) return [];
  const { rows } = await client.query<{
    log_id: LogId;
    leg_of: TransferId;
    chain: ChainId;
    block_number: string;
  }>(
    `SELECT l.log_id, l.leg_of, l.chain, l.block_number FROM applied_log l
       JOIN UNNEST($1::text[], $2::bigint[], $3::bigint[]) AS span (chain, low, high)
         ON l.chain = span.chain AND l.block_number BETWEEN span.low AND span.high
     WHERE l.leg_of IS NOT NULL`,
    [
      spans.map(({ chain }) => chain),
      spans.map(({ from }) => String(from)),
      spans.map(({ to }) => String(to)),
    ],
  );
  return rows.map(({ log_id, leg_of, chain, block_number }) => ({
    log: log_id,
    transfer: leg_of,
    chain,
    blockNumber: BigInt(block_number),
  }));
}

/** The heads of every followed chain. */
export async function readAllHeads(client: PoolClient): Promise<ReadonlyMap<ChainId, ChainHeads>> {
  const { rows } = await client.query<ChainRow>('SELECT * FROM followed_chain');
  return new Map(rows.map((row) => [row.chain, followedOf(row).heads]));
}

/** Whether any chain is followed. */
export async function isAnyChainFollowed(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM followed_chain) AS found',
  );
  return rows[0]?.found === true;
}

interface ChainRow {
  readonly chain: ChainId;
  readonly status: string;
  readonly latest: string;
  readonly safe: string;
  readonly finalised: string;
  readonly settled: string | null;
  readonly start: string;
  readonly tip_number: string;
  readonly tip_hash: string;
  readonly reorgs: number;
  readonly wanted: string | null;
  readonly missing_from: string | null;
  readonly missing_to: string | null;
  readonly contradiction: string | null;
  readonly partition: number;
  readonly offset: string;
}

/** pg gives big integers as text. */
function followedOf(row: ChainRow): FollowedChain {
  const { chain, status, reorgs, wanted, contradiction } = row;
  return followedChainOf({
    ...{ chain, status, reorgs, wanted, contradiction, tipHash: row.tip_hash },
    latest: BigInt(row.latest),
    safe: BigInt(row.safe),
    finalised: BigInt(row.finalised),
    settled: bigintOrNull(row.settled),
    start: BigInt(row.start),
    tipNumber: BigInt(row.tip_number),
    missingFrom: bigintOrNull(row.missing_from),
    missingTo: bigintOrNull(row.missing_to),
  });
}

function bigintOrNull(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
