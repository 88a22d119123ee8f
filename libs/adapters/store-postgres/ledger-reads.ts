import type { PoolClient } from 'pg';
import { transferFormat } from '@causeway/adapters/wire';
import type { AccountRecord, LedgerKeys, LedgerSnapshot } from '@causeway/application/ports';
import type { Transfer } from '@causeway/domain/bridging';
import { balancesOf, type Balance, type Balances, type Bucket } from '@causeway/domain/ledger';
import type { Position } from '@causeway/domain/margin';
import {
  decimal,
  expectOk,
  type AccountId,
  type Address,
  type AssetId,
  type ChainId,
  type DeskId,
  type InstrumentId,
  type LogId,
  type TransferId,
} from '@causeway/domain/units';
import { isAnyChainFollowed, lockChains, readAllHeads, readLegs } from './chain-reads.js';
import { readAccountsProvenIn, readDepartures, readProvenBalances } from './proven-balance-reads.js';
import { readToldLegs } from './leg-reads.js';
import { readDependentSteps, readPostedLogs, readWaiting } from './journal-reads.js';

/**
 * Reads and locks what a decision may touch: the chains first, then the transfers, then the accounts, each in the
 * order of their ids, so that two batches that meet wait for each other and never deadlock.
 */
export async function readLedger(
  client: PoolClient,
  keys: LedgerKeys,
): Promise<{ readonly snapshot: LedgerSnapshot; readonly lockedTransfers: readonly TransferId[] }> {
  const chainKeys = keys.chains ?? [];
  const chains = await lockChains(client, chainKeys);
  const isAnyFollowed = chains.size > 0;
  if (isAnyFollowed) await lockAgainstRewinding(client, keys);
  const waiting = isAnyFollowed
    ? await readWaiting(
        client,
        chainKeys.flatMap(({ adopting }) => adopting),
      )
    : [];
  const legs = isAnyFollowed ? await readLegs(client, chainKeys, chains) : [];
  const steps = keys.rewind === undefined ? [] : await readDependentSteps(client, keys.rewind.blocks);
  const taken = steps.flatMap((step) => (step.kind === 'command' ? [] : [step]));
  const received = [...waiting, ...taken].map((step) => step.received);
  const transferIds = [
    ...new Set([
      ...keys.transfers,
      ...received.map(({ event }) => event.transfer),
      ...legs.map(({ transfer }) => transfer),
    ]),
  ];
  const named = await lockTransfers(client, transferIds);
  const earlier = taken.flatMap(({ transferBefore }) => transferBefore ?? []);
  const parties = [...named.values(), ...earlier, ...received.map(({ event }) => event)];
  const wallets = walletsOf(keys.wallets, parties);
  const { walletOwners, linkedAt } = await readWalletOwners(client, wallets);
  const holders = await readTransitHolders(client, transferIds);
  const accountIds = [
    ...new Set([
      ...keys.accounts,
      ...walletOwners.values(),
      ...holders,
      ...steps.flatMap(({ accounts }) => accounts),
      ...(isAnyFollowed ? await readAccountsProvenIn(client, keys) : []),
    ]),
  ];
  const accounts = await lockAccounts(client, accountIds);
  const { balances, transits } = await readBalances(client, accountIds);
  const carried = await readTransfers(
    client,
    transits.filter((id) => !named.has(id)),
  );
  const logs = [...keys.logs, ...received.map(({ log }) => log.id), ...legs.map(({ log }) => log)];
  // Read after the accounts were locked: whoever follows a first chain and shares an account has committed.
  const isJournaled = isAnyFollowed || (await isAnyChainFollowed(client));
  const snapshot: LedgerSnapshot = {
    appliedLogs: await readAppliedLogs(client, logs),
    transfers: new Map([...carried, ...named]),
    walletOwners,
    accounts,
    balances,
    chains,
    isJournaled,
    waiting,
    postedLogs: isJournaled ? await readPostedLogs(client, logs) : new Set(),
    legs,
    provenBalances: isJournaled ? await readProvenBalances(client, accountIds) : [],
    departures: await readDepartures(client, keys.balanceProofs ?? [], walletOwners),
    ...(await readToldLegs(client, chainKeys, keys.logs)),
    ...(keys.rewind === undefined ? {} : { rewind: { steps, heads: await readAllHeads(client), linkedAt } }),
  };
  return { snapshot, lockedTransfers: transferIds };
}

/**
 * Undoing steps has the books to itself: what depends on what is known only once all later steps have been read. The
 * other decisions on followed chains wait before they look at what it may change.
 */
async function lockAgainstRewinding(client: PoolClient, { rewind }: LedgerKeys): Promise<void> {
  await client.query(
    rewind === undefined
      ? 'LOCK TABLE transfer IN ROW SHARE MODE'
      : 'LOCK TABLE transfer, account IN EXCLUSIVE MODE',
  );
}

/** Rows of transfers not seen before are made here, empty, because a row that does not exist cannot be locked. */
async function lockTransfers(
  client: PoolClient,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, Transfer>> {
  if (ids.length === 0) return new Map();
  await client.query(
    `INSERT INTO transfer (transfer_id, bridge)
     SELECT id, split_part(id, '/', 1) FROM UNNEST($1::text[]) AS id ORDER BY id
     ON CONFLICT (transfer_id) DO NOTHING`,
    [ids],
  );
  const { rows } = await client.query<TransferRow>(
    `SELECT transfer_id, state FROM transfer WHERE transfer_id = ANY($1::text[]) ORDER BY transfer_id FOR UPDATE`,
    [ids],
  );
  return transfersOf(rows.filter(({ state }) => state !== null));
}

async function readTransfers(
  client: PoolClient,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, Transfer>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<TransferRow>(
    'SELECT transfer_id, state FROM transfer WHERE transfer_id = ANY($1::text[])',
    [ids],
  );
  return transfersOf(rows);
}

interface TransferRow {
  readonly transfer_id: TransferId;
  readonly state: unknown;
}

function transfersOf(rows: readonly TransferRow[]): ReadonlyMap<TransferId, Transfer> {
  return new Map(rows.map(({ transfer_id, state }) => [transfer_id, expectOk(transferFormat.decode(state))]));
}

async function readWalletOwners(
  client: PoolClient,
  wallets: readonly Address[],
): Promise<{
  readonly walletOwners: ReadonlyMap<Address, AccountId>;
  readonly linkedAt: ReadonlyMap<Address, bigint>;
}> {
  if (wallets.length === 0) return { walletOwners: new Map(), linkedAt: new Map() };
  const { rows } = await client.query<{ address: Address; account_id: AccountId; linked_at: string }>(
    'SELECT address, account_id, linked_at FROM wallet WHERE address = ANY($1::text[])',
    [wallets],
  );
  return {
    walletOwners: new Map(rows.map(({ address, account_id }) => [address, account_id])),
    linkedAt: new Map(rows.map(({ address, linked_at }) => [address, BigInt(linked_at)])),
  };
}

async function readTransitHolders(
  client: PoolClient,
  ids: readonly TransferId[],
): Promise<readonly AccountId[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<{ account_id: AccountId }>(
    'SELECT DISTINCT account_id FROM balance WHERE transfer_id = ANY($1::text[])',
    [ids],
  );
  return rows.map(({ account_id }) => account_id);
}

async function lockAccounts(
  client: PoolClient,
  ids: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, AccountRecord>> {
  if (ids.length === 0) return new Map();
  const accounts = await client.query<{ account_id: AccountId; desk_id: DeskId; seq: string }>(
    `SELECT account_id, desk_id, seq FROM account WHERE account_id = ANY($1::text[])
     ORDER BY account_id FOR UPDATE`,
    [ids],
  );
  const positions = await client.query<PositionRow>(
    `SELECT account_id, instrument, chain, size::text, entry_price::text FROM position
     WHERE account_id = ANY($1::text[]) ORDER BY account_id, instrument COLLATE "C", chain COLLATE "C"`,
    [ids],
  );
  const positionsOf = new Map<AccountId, Position[]>(ids.map((id) => [id, []]));
  for (const row of positions.rows) positionsOf.get(row.account_id)?.push(positionOf(row));
  return new Map(
    accounts.rows.map(({ account_id, desk_id, seq }) => [
      account_id,
      { account: account_id, desk: desk_id, seq: Number(seq), positions: positionsOf.get(account_id) ?? [] },
    ]),
  );
}

interface PositionRow {
  readonly account_id: AccountId;
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  readonly size: string;
  readonly entry_price: string;
}

function positionOf({ instrument, chain, size, entry_price }: PositionRow): Position {
  return { instrument, chain, size: decimal(size), entryPrice: decimal(entry_price) };
}

async function readBalances(
  client: PoolClient,
  accounts: readonly AccountId[],
): Promise<{ readonly balances: Balances; readonly transits: readonly TransferId[] }> {
  if (accounts.length === 0) return { balances: balancesOf([]), transits: [] };
  const { rows } = await client.query<BalanceRow>(
    `SELECT ledger_account, asset, raw::text, account_id, transfer_id FROM balance
     WHERE account_id = ANY($1::text[]) AND raw <> 0`,
    [accounts],
  );
  return {
    balances: balancesOf(rows.map(balanceOf)),
    transits: [...new Set(rows.flatMap(({ transfer_id }) => transfer_id ?? []))],
  };
}

interface BalanceRow {
  readonly ledger_account: string;
  readonly asset: AssetId;
  readonly raw: string;
  readonly account_id: AccountId;
  readonly transfer_id: TransferId | null;
}

function balanceOf({ ledger_account, asset, raw, account_id, transfer_id }: BalanceRow): Balance {
  const account = account_id;
  if (transfer_id !== null) {
    const transit = { kind: 'desk', account, bucket: 'in-transit', transfer: transfer_id } as const;
    return { account: transit, asset, raw: BigInt(raw) };
  }
  const bucket = ledger_account.slice(`desk/${account}/`.length) as Exclude<Bucket, 'in-transit'>;
  return { account: { kind: 'desk', account, bucket }, asset, raw: BigInt(raw) };
}

async function readAppliedLogs(client: PoolClient, logs: readonly LogId[]): Promise<ReadonlySet<LogId>> {
  if (logs.length === 0) return new Set();
  const { rows } = await client.query<{ log_id: LogId }>(
    'SELECT log_id FROM applied_log WHERE log_id = ANY($1::text[])',
    [logs],
  );
  return new Set(rows.map(({ log_id }) => log_id));
}

/** The wallets named, and those of the parties, once each. */
function walletsOf(
  named: readonly Address[],
  parties: readonly { readonly sender?: Address; readonly recipient?: Address }[],
): readonly Address[] {
  const own = parties.flatMap(({ sender, recipient }) => [sender ?? [], recipient ?? []].flat());
  return [...new Set([...named, ...own])];
}
