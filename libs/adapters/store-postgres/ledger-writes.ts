import type { PoolClient } from 'pg';
import { transferFormat } from '@causeway/adapters/wire';
import type {
  AccountRecord,
  AppliedLog,
  LayerClock,
  LedgerChanges,
  LedgerSnapshot,
  WalletLink,
} from '@causeway/application/ports';
import type { Transfer } from '@causeway/domain/bridging';
import type { RecordSpan } from '@causeway/domain/conservation';
import { ledgerAccountKey, type LedgerAccount, type Posting } from '@causeway/domain/ledger';
import {
  formatDecimal,
  type AccountId,
  type LogId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { writeChains } from './chain-writes.js';
import { writeDeadLetters } from './dead-letter-writes.js';
import { writeSettlements } from './settlement-rows.js';
import { writeSteps } from './journal-writes.js';
import { dropProvenBalances, writeProvenBalances } from './proven-balance-writes.js';
import { writeOutbox } from './outbox-writes.js';

/** Writes a decision on a snapshot: a fixed number of statements, whatever the number of rows. */
export async function writeLedger(
  client: PoolClient,
  changes: LedgerChanges,
  snapshot: LedgerSnapshot,
): Promise<void> {
  await withdrawLogs(client, changes.withdrawnLogs);
  await writeAppliedLogs(client, changes.appliedLogs);
  await writeTransfers(client, changes.transfers);
  await voidTransfers(client, changes.voidTransfers);
  await writeAccounts(client, changes.accounts, snapshot);
  await writeWallets(client, changes.wallets);
  await writePostings(client, changes.postings);
  await writeBalances(client, changes.postings);
  await dropProvenBalances(client, changes.droppedProofs);
  await writeProvenBalances(client, changes.provenBalances);
  await writeSteps(client, changes.steps);
  await writeChains(client, changes.chains);
  await writeDeadLetters(client, changes.deadLetters);
  await writeClocks(client, changes.clocks);
  await writeReadings(client, changes.readings, snapshot);
  await writeSettlements(client, changes.settlements ?? []);
  await writeOutbox(client, changes.outbox);
}

/** A duplicate that was not seen by the decision would break the primary key: nothing counts twice. */
async function writeAppliedLogs(client: PoolClient, logs: readonly AppliedLog[]): Promise<void> {
  if (logs.length === 0) return;
  await client.query(
    `INSERT INTO applied_log (log_id, chain, block_number, block_hash, leg_of)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])`,
    [
      logs.map(({ id }) => id),
      logs.map(({ chain }) => chain),
      logs.map(({ blockNumber }) => String(blockNumber)),
      logs.map(({ blockHash }) => blockHash),
      logs.map(({ legOf }) => legOf ?? null),
    ],
  );
}

/** Logs of orphaned blocks leave the inbox, so that the same log may be applied again. */
async function withdrawLogs(client: PoolClient, logs: readonly LogId[]): Promise<void> {
  if (logs.length === 0) return;
  await client.query('DELETE FROM applied_log WHERE log_id = ANY($1::text[])', [logs]);
}

/** A transfer that no log tells of is no row; whoever locked it removes it. */
async function voidTransfers(client: PoolClient, ids: readonly TransferId[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    'UPDATE transfer SET state = NULL, next_check_at = NULL WHERE transfer_id = ANY($1::text[])',
    [ids],
  );
}

/** Writes transfers whose rows this transaction has locked. */
export async function writeTransfers(client: PoolClient, transfers: readonly Transfer[]): Promise<void> {
  if (transfers.length === 0) return;
  await client.query(
    `UPDATE transfer SET bridge = n.bridge, source_chain = n.source_chain,
       destination_chain = n.destination_chain, stage = n.stage, sender = n.sender, recipient = n.recipient,
       initiated_at = n.initiated_at, punctuality = n.punctuality, next_check_at = n.next_check_at,
       state = n.state
     FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                 $8::timestamptz[], $9::text[], $10::timestamptz[], $11::jsonb[])
       AS n (transfer_id, bridge, source_chain, destination_chain, stage, sender, recipient, initiated_at,
             punctuality, next_check_at, state)
     WHERE transfer.transfer_id = n.transfer_id`,
    [
      transfers.map(({ id }) => id),
      transfers.map(({ bridge }) => bridge),
      transfers.map(({ sourceChain }) => sourceChain),
      transfers.map(({ destinationChain }) => destinationChain ?? null),
      transfers.map(({ stage }) => stage),
      transfers.map(({ sender }) => sender ?? null),
      transfers.map(({ recipient }) => recipient ?? null),
      transfers.map(({ initiatedAt }) => timestampOf(initiatedAt)),
      transfers.map(({ tracking }) => tracking?.punctuality ?? null),
      transfers.map(({ tracking }) => timestampOf(tracking?.nextCheckAt)),
      transfers.map((transfer) => transferFormat.encodeText(transfer)),
    ],
  );
}

function timestampOf(time: UnixMilliseconds | undefined): Date | null {
  return time === undefined ? null : new Date(time);
}

/** An account that was not there could not be locked: should another transaction have opened it, its key breaks. */
async function writeAccounts(
  client: PoolClient,
  accounts: readonly AccountRecord[],
  snapshot: LedgerSnapshot,
): Promise<void> {
  if (accounts.length === 0) return;
  const opened = accounts.filter(({ account }) => !snapshot.accounts.has(account));
  if (opened.length > 0) {
    await client.query(
      `INSERT INTO account (account_id, desk_id, seq)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::bigint[])`,
      [opened.map(({ account }) => account), opened.map(({ desk }) => desk), opened.map(({ seq }) => seq)],
    );
  }
  const ids = accounts.map(({ account }) => account);
  await client.query(
    `UPDATE account SET seq = n.seq FROM UNNEST($1::text[], $2::bigint[]) AS n (account_id, seq)
     WHERE account.account_id = n.account_id`,
    [ids, accounts.map(({ seq }) => seq)],
  );
  await writePositions(client, accounts, ids);
}

async function writePositions(
  client: PoolClient,
  accounts: readonly AccountRecord[],
  ids: readonly AccountId[],
): Promise<void> {
  const positions = accounts.flatMap(({ account, positions: open }) =>
    open.map((position) => ({ account, ...position })),
  );
  const columns = [
    positions.map(({ account }) => account),
    positions.map(({ instrument }) => instrument),
    positions.map(({ chain }) => chain),
  ];
  await client.query(
    `DELETE FROM position WHERE account_id = ANY($4::text[]) AND (account_id, instrument, chain) NOT IN
       (SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[]))`,
    [...columns, ids],
  );
  await client.query(
    `INSERT INTO position (account_id, instrument, chain, size, entry_price)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::numeric[], $5::numeric[])
     ON CONFLICT (account_id, instrument, chain) DO UPDATE
       SET size = EXCLUDED.size, entry_price = EXCLUDED.entry_price
       WHERE (position.size, position.entry_price) <> (EXCLUDED.size, EXCLUDED.entry_price)`,
    [
      ...columns,
      positions.map(({ size }) => formatDecimal(size)),
      positions.map(({ entryPrice }) => formatDecimal(entryPrice)),
    ],
  );
}

async function writeWallets(client: PoolClient, wallets: readonly WalletLink[]): Promise<void> {
  if (wallets.length === 0) return;
  await client.query(
    `INSERT INTO wallet (address, account_id, linked_at)
     SELECT address, account_id, nextval('ledger_step_ordinal_seq')
     FROM UNNEST($1::text[], $2::text[]) AS linked (address, account_id)`,
    [wallets.map(({ wallet }) => wallet), wallets.map(({ account }) => account)],
  );
}

async function writePostings(client: PoolClient, postings: readonly Posting[]): Promise<void> {
  if (postings.length === 0) return;
  const ordinals = new Map<string, number>();
  await client.query(
    `INSERT INTO posting (reference, ordinal, asset, raw, from_account, to_account, at)
     SELECT * FROM UNNEST($1::text[], $2::int[], $3::text[], $4::numeric[], $5::text[], $6::text[],
                          $7::timestamptz[])`,
    [
      postings.map(({ cause }) => cause.reference),
      postings.map(({ cause }) => {
        const ordinal = (ordinals.get(cause.reference) ?? 0) + 1;
        ordinals.set(cause.reference, ordinal);
        return ordinal;
      }),
      postings.map(({ asset }) => asset),
      postings.map(({ raw }) => String(raw)),
      postings.map(({ from }) => ledgerAccountKey(from)),
      postings.map(({ to }) => ledgerAccountKey(to)),
      postings.map(({ cause }) => new Date(cause.at)),
    ],
  );
}

interface BalanceChange {
  readonly account: LedgerAccount;
  readonly key: string;
  readonly asset: string;
  raw: bigint;
}

/**
 * Adds the net change of each balance, in the order of the keys: the balances of bridges are shared by all
 * batches and not locked before. What has come to nothing in transit is deleted, because every transfer has its own
 * row and an account is read with all of its rows.
 */
async function writeBalances(client: PoolClient, postings: readonly Posting[]): Promise<void> {
  const changes = [...netChanges(postings).values()]
    .filter(({ raw }) => raw !== 0n)
    .sort((a, b) => (`${a.key}|${a.asset}` < `${b.key}|${b.asset}` ? -1 : 1));
  if (changes.length === 0) return;
  await client.query(
    `INSERT INTO balance (ledger_account, asset, raw, account_id, transfer_id)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::numeric[], $4::text[], $5::text[])
     ON CONFLICT (ledger_account, asset) DO UPDATE SET raw = balance.raw + EXCLUDED.raw`,
    [
      changes.map(({ key }) => key),
      changes.map(({ asset }) => asset),
      changes.map(({ raw }) => String(raw)),
      changes.map(({ account }) => (account.kind === 'desk' ? account.account : null)),
      changes.map(({ account }) =>
        account.kind === 'desk' && account.bucket === 'in-transit' ? account.transfer : null,
      ),
    ],
  );
  const transits = changes.flatMap(({ account, raw }) =>
    raw < 0n && account.kind === 'desk' && account.bucket === 'in-transit' ? account.transfer : [],
  );
  if (transits.length === 0) return;
  await client.query('DELETE FROM balance WHERE transfer_id = ANY($1::text[]) AND raw = 0', [transits]);
}

function netChanges(postings: readonly Posting[]): ReadonlyMap<string, BalanceChange> {
  const changes = new Map<string, BalanceChange>();
  const add = (account: LedgerAccount, asset: string, raw: bigint): void => {
    const key = ledgerAccountKey(account);
    const change = changes.get(`${key}|${asset}`) ?? { account, key, asset, raw: 0n };
    change.raw += raw;
    changes.set(`${key}|${asset}`, change);
  };
  for (const { asset, raw, from, to } of postings) {
    add(from, asset, -raw);
    add(to, asset, raw);
  }
  return changes;
}

/** In the order of the chains; a clock that is further already, because blocks are read again, stays. */
async function writeClocks(client: PoolClient, clocks: readonly LayerClock[]): Promise<void> {
  if (clocks.length === 0) return;
  await client.query(
    `INSERT INTO layer_clock (chain, read_to)
     SELECT * FROM UNNEST($1::text[], $2::timestamptz[]) AS n (chain, read_to) ORDER BY chain
     ON CONFLICT (chain) DO UPDATE SET read_to = EXCLUDED.read_to WHERE layer_clock.read_to < EXCLUDED.read_to`,
    [clocks.map(({ chain }) => chain), clocks.map(({ readTo }) => new Date(readTo))],
  );
}

/** A record that was not there could not be locked: should another transaction have begun it, its key breaks. */
async function writeReadings(
  client: PoolClient,
  readings: LedgerChanges['readings'],
  snapshot: LedgerSnapshot,
): Promise<void> {
  if (readings.size === 0) return;
  const columns = (rows: readonly (readonly [string, RecordSpan])[]): readonly unknown[] => [
    rows.map(([chain]) => chain),
    rows.map(([, { since }]) => new Date(since)),
    rows.map(([, { through }]) => new Date(through)),
  ];
  const rows = [...readings].sort(([a], [b]) => (a < b ? -1 : 1));
  const begun = rows.filter(([chain]) => !snapshot.readings.has(chain));
  if (begun.length > 0) {
    await client.query(
      'INSERT INTO chain_reading (chain, since, through) SELECT * FROM UNNEST($1::text[], $2::timestamptz[], $3::timestamptz[])',
      [...columns(begun)],
    );
  }
  await client.query(
    `UPDATE chain_reading SET since = n.since, through = n.through
     FROM UNNEST($1::text[], $2::timestamptz[], $3::timestamptz[]) AS n (chain, since, through)
     WHERE chain_reading.chain = n.chain`,
    [...columns(rows)],
  );
}
