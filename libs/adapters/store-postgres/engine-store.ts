import type { Pool, PoolClient } from 'pg';
import {
  actionsInForceFormat,
  decodeRiskPolicy,
  encodeRiskPolicy,
  liquidationCaseFormat,
  marginAccountFormat,
  priceStateFormat,
} from '@causeway/adapters/wire';
import type {
  EngineAccount,
  EngineChanges,
  EngineCheckpoint,
  EngineCursors,
  EngineStore,
  LiquidatedSize,
  PartitionLease,
} from '@causeway/application/ports';
import type { MarginAccount } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import {
  chainOfAsset,
  decimal,
  expectOk,
  formatDecimal,
  type AccountId,
  type BridgeId,
  type ChainId,
  type InstrumentId,
  type PolicyVersion,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { writeDeadLetters } from './dead-letter-writes.js';
import { writeOutbox } from './outbox-writes.js';
import { inTransaction } from '@causeway/adapters/postgres';

/** Checkpoints of the margin engines in PostgreSQL. */
export function createEngineStore(pool: Pool): EngineStore {
  return {
    claim: (partition, owner, now, leaseSeconds) => claim(pool, partition, owner, now, leaseSeconds),
    release: async ({ partition, epoch }) => {
      await inTransaction(pool, (client) =>
        client.query(
          `UPDATE engine_partition SET owner = NULL, lease_expires_at = NULL
           WHERE partition = $1 AND epoch = $2`,
          [partition, String(epoch)],
        ),
      );
    },
    load: (partition) => inTransaction(pool, (client) => load(client, partition)),
    cursors: () => inTransaction(pool, readAllCursors),
    commit: (lease, changes) => inTransaction(pool, (client) => commit(client, lease, changes)),
  };
}

/** A renewal keeps the epoch; taking the partition from nobody or from an expired owner starts a new one. */
async function claim(
  pool: Pool,
  partition: number,
  owner: string,
  now: UnixMilliseconds,
  leaseSeconds: number,
): Promise<PartitionLease | undefined> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ epoch: string }>(
      `INSERT INTO engine_partition AS p (partition, owner, epoch, lease_expires_at, price_seq)
       VALUES ($1, $2, 1, $3::timestamptz + $4 * interval '1 second', 0)
       ON CONFLICT (partition) DO UPDATE
         SET owner = $2,
             epoch = CASE WHEN p.owner = $2 THEN p.epoch ELSE p.epoch + 1 END,
             lease_expires_at = EXCLUDED.lease_expires_at
         WHERE p.owner IS NULL OR p.owner = $2 OR p.lease_expires_at < $3::timestamptz
       RETURNING epoch`,
      [partition, owner, new Date(now), leaseSeconds],
    );
    const [row] = rows;
    return row === undefined ? undefined : { partition, epoch: BigInt(row.epoch) };
  });
}

interface PartitionHeadRow {
  readonly price_seq: string;
  readonly policy_version: number | null;
  readonly policy: unknown;
  readonly actions: unknown;
}

async function load(client: PoolClient, partition: number): Promise<EngineCheckpoint> {
  const head = await client.query<PartitionHeadRow>(
    'SELECT price_seq, policy_version, policy, actions FROM engine_partition WHERE partition = $1',
    [partition],
  );
  const cursors = await client.query<{ topic: string; next_offset: string }>(
    'SELECT topic, next_offset FROM engine_cursor WHERE partition = $1',
    [partition],
  );
  const prices = await client.query<{ symbol: string; state: unknown }>(
    'SELECT symbol, state FROM engine_price WHERE partition = $1',
    [partition],
  );
  const accounts = await client.query<AccountRow>(
    `SELECT a.account_id, a.state, a.reported_band, a.reported_health::text, a.case_count, c.state AS open_case
     FROM engine_account a LEFT JOIN liquidation_case c ON c.case_id = a.open_case_id
     WHERE a.partition = $1`,
    [partition],
  );
  const frozen = await client.query<{ bridge: BridgeId }>(
    'SELECT bridge FROM engine_frozen_bridge WHERE partition = $1',
    [partition],
  );
  const liquidated = await client.query<LiquidatedRow>(
    'SELECT instrument, at, size::text FROM engine_liquidated_size WHERE partition = $1 ORDER BY instrument, at',
    [partition],
  );
  const row = head.rows[0];
  return {
    accounts: new Map(
      accounts.rows.map((account) => [account.account_id as AccountId, engineAccount(account)]),
    ),
    prices: new Map(
      prices.rows.map(({ symbol, state }) => [symbol, expectOk(priceStateFormat.decode(state))]),
    ),
    priceSeq: Number(row?.price_seq ?? 0),
    ...policyOf(row?.policy_version ?? null, row?.policy),
    ...(row === undefined || row.actions === null
      ? {}
      : { actions: expectOk(actionsInForceFormat.decode(row.actions)).actions }),
    ...(frozen.rows.length === 0 ? {} : { frozenBridges: new Set(frozen.rows.map(({ bridge }) => bridge)) }),
    ...(liquidated.rows.length === 0 ? {} : { liquidated: liquidated.rows.map(liquidatedSize) }),
    cursors: new Map(cursors.rows.map(({ topic, next_offset }) => [topic, BigInt(next_offset)])),
  };
}

async function readAllCursors(client: PoolClient): Promise<ReadonlyMap<number, EngineCursors>> {
  const { rows } = await client.query<{ partition: number; topic: string; next_offset: string }>(
    'SELECT partition, topic, next_offset FROM engine_cursor',
  );
  const cursors = new Map<number, Map<string, bigint>>();
  for (const { partition, topic, next_offset } of rows) {
    const known = cursors.get(partition) ?? new Map<string, bigint>();
    cursors.set(partition, known.set(topic, BigInt(next_offset)));
  }
  return cursors;
}

interface AccountRow {
  readonly account_id: string;
  readonly state: unknown;
  readonly reported_band: EngineAccountBand | null;
  readonly reported_health: string | null;
  readonly case_count: number;
  readonly open_case: unknown;
}
type EngineAccountBand = NonNullable<EngineAccount['reported']>['band'];

function engineAccount(row: AccountRow): EngineAccount {
  const health = row.reported_health === null ? {} : { health: decimal(row.reported_health) };
  return {
    account: expectOk(marginAccountFormat.decode(row.state)),
    ...(row.reported_band === null ? {} : { reported: { band: row.reported_band, ...health } }),
    caseCount: row.case_count,
    ...(row.open_case === null ? {} : { openCase: expectOk(liquidationCaseFormat.decode(row.open_case)) }),
  };
}

function policyOf(version: number | null, document: unknown): { policy?: RiskPolicy } {
  return version === null ? {} : { policy: expectOk(decodeRiskPolicy(document, version as PolicyVersion)) };
}

async function commit(
  client: PoolClient,
  lease: PartitionLease,
  changes: EngineChanges,
): Promise<'committed' | 'fenced'> {
  const { partition } = lease;
  const { policy, actions } = changes;
  const { rowCount } = await client.query(
    `UPDATE engine_partition
     SET price_seq = $3, policy_version = COALESCE($4, policy_version), policy = COALESCE($5::jsonb, policy),
         actions = COALESCE($6::jsonb, actions)
     WHERE partition = $1 AND epoch = $2`,
    [
      partition,
      String(lease.epoch),
      changes.priceSeq,
      policy?.version ?? null,
      policy === undefined ? null : JSON.stringify(encodeRiskPolicy(policy)),
      actions === undefined ? null : actionsInForceFormat.encodeText({ actions }),
    ],
  );
  if (rowCount === 0) return 'fenced';
  await writeCursors(client, partition, changes);
  await writePrices(client, partition, changes);
  await writeFrozenBridges(client, partition, changes);
  await writeLiquidated(client, partition, changes);
  await writeCases(client, changes);
  await writeAccounts(client, partition, changes);
  await writeDeadLetters(client, changes.deadLetters);
  await writeOutbox(client, changes.outbox);
  return 'committed';
}

async function writeCursors(
  client: PoolClient,
  partition: number,
  { cursors }: EngineChanges,
): Promise<void> {
  await client.query(
    `INSERT INTO engine_cursor (partition, topic, next_offset)
     SELECT $1, * FROM UNNEST($2::text[], $3::bigint[])
     ON CONFLICT (partition, topic) DO UPDATE SET next_offset = EXCLUDED.next_offset`,
    [partition, [...cursors.keys()], [...cursors.values()].map(String)],
  );
}

async function writePrices(client: PoolClient, partition: number, { prices }: EngineChanges): Promise<void> {
  if (prices.length === 0) return;
  await client.query(
    `INSERT INTO engine_price (partition, symbol, price, time, state)
     SELECT $1, * FROM UNNEST($2::text[], $3::numeric[], $4::timestamptz[], $5::jsonb[])
     ON CONFLICT (partition, symbol) DO UPDATE
       SET price = EXCLUDED.price, time = EXCLUDED.time, state = EXCLUDED.state`,
    [
      partition,
      prices.map(({ symbol }) => symbol),
      prices.map(({ mark }) => formatDecimal(mark.price)),
      prices.map(({ mark }) => new Date(mark.time)),
      prices.map((state) => priceStateFormat.encodeText(state)),
    ],
  );
}

async function writeFrozenBridges(
  client: PoolClient,
  partition: number,
  { frozenBridges }: EngineChanges,
): Promise<void> {
  if (frozenBridges === undefined) return;
  await client.query('DELETE FROM engine_frozen_bridge WHERE partition = $1', [partition]);
  await client.query(
    'INSERT INTO engine_frozen_bridge (partition, bridge) SELECT $1, * FROM UNNEST($2::text[])',
    [partition, [...frozenBridges]],
  );
}

interface LiquidatedRow {
  readonly instrument: InstrumentId;
  readonly at: Date;
  readonly size: string;
}

function liquidatedSize({ instrument, at, size }: LiquidatedRow): LiquidatedSize {
  return { instrument, at: at.getTime() as UnixMilliseconds, size: decimal(size) };
}

async function writeLiquidated(
  client: PoolClient,
  partition: number,
  { liquidated }: EngineChanges,
): Promise<void> {
  if (liquidated === undefined) return;
  const { sizes, forgottenUntil } = liquidated;
  await client.query(
    `INSERT INTO engine_liquidated_size (partition, instrument, at, size)
     SELECT $1, * FROM UNNEST($2::text[], $3::timestamptz[], $4::numeric[])
     ON CONFLICT (partition, instrument, at) DO UPDATE SET size = EXCLUDED.size`,
    [
      partition,
      sizes.map(({ instrument }) => instrument),
      sizes.map(({ at }) => new Date(at)),
      sizes.map(({ size }) => formatDecimal(size)),
    ],
  );
  await client.query(
    `DELETE FROM engine_liquidated_size AS s
     USING UNNEST($2::text[], $3::timestamptz[]) AS f (instrument, until)
     WHERE s.partition = $1 AND s.instrument = f.instrument AND s.at <= f.until`,
    [partition, [...forgottenUntil.keys()], [...forgottenUntil.values()].map((until) => new Date(until))],
  );
}

async function writeCases(client: PoolClient, { cases }: EngineChanges): Promise<void> {
  if (cases.length === 0) return;
  await client.query(
    `INSERT INTO liquidation_case (case_id, account_id, desk_id, stage, opened_at, updated_at, state)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                          $7::jsonb[])
     ON CONFLICT (case_id) DO UPDATE
       SET stage = EXCLUDED.stage, updated_at = EXCLUDED.updated_at, state = EXCLUDED.state`,
    [
      cases.map(({ id }) => id),
      cases.map(({ account }) => account),
      cases.map(({ desk }) => desk),
      cases.map(({ stage }) => stage),
      cases.map(({ openedAt }) => new Date(openedAt)),
      cases.map(({ updatedAt }) => new Date(updatedAt)),
      cases.map((liquidationCase) => liquidationCaseFormat.encodeText(liquidationCase)),
    ],
  );
}

async function writeAccounts(
  client: PoolClient,
  partition: number,
  { accounts }: EngineChanges,
): Promise<void> {
  if (accounts.length === 0) return;
  await client.query(
    `INSERT INTO engine_account
       (partition, account_id, desk_id, state, chains, reported_band, reported_health, case_count, open_case_id)
     SELECT $1, account_id, desk_id, state, string_to_array(chains, ' '), band, health, case_count, open_case_id
     FROM UNNEST($2::text[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::numeric[], $8::int[], $9::text[])
       AS n (account_id, desk_id, state, chains, band, health, case_count, open_case_id)
     ON CONFLICT (account_id) DO UPDATE
       SET partition = EXCLUDED.partition, desk_id = EXCLUDED.desk_id, state = EXCLUDED.state,
           chains = EXCLUDED.chains, reported_band = EXCLUDED.reported_band, reported_health = EXCLUDED.reported_health,
           case_count = EXCLUDED.case_count, open_case_id = EXCLUDED.open_case_id`,
    [
      partition,
      accounts.map(({ account }) => account.account),
      accounts.map(({ account }) => account.desk),
      accounts.map(({ account }) => marginAccountFormat.encodeText(account)),
      accounts.map(({ account }) => chainsOf(account).join(' ')),
      accounts.map(({ reported }) => reported?.band ?? null),
      accounts.map(({ reported }) =>
        reported?.health === undefined ? null : formatDecimal(reported.health),
      ),
      accounts.map(({ caseCount }) => caseCount),
      accounts.map(({ openCase }) => openCase?.id ?? null),
    ],
  );
}

/** A chain id has no blank in it, so that blanks can separate them. */
function chainsOf({ positions, holdings }: MarginAccount): readonly ChainId[] {
  const chains = [
    ...positions.map(({ chain }) => chain),
    ...holdings.map(({ amount }) => chainOfAsset(amount.asset)),
  ];
  return [...new Set(chains)].sort();
}
