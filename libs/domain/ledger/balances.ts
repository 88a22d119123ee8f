import type { AccountId, AssetId, TokenAmount, TransferId } from '@causeway/domain/units';
import { tokenAmount } from '@causeway/domain/units';
import { ledgerAccountKey, type Bucket, type LedgerAccount } from './posting.js';

/** What lies on one ledger account in one asset, in base units; never zero. */
export interface Balance {
  readonly account: LedgerAccount;
  readonly asset: AssetId;
  readonly raw: bigint;
}

/**
 * An immutable set of balances. They are grouped by owner (a desk's account, a bridge, the outside of a chain), so
 * that a change copies only the groups it touches.
 */
export interface Balances {
  readonly byOwner: ReadonlyMap<string, ReadonlyMap<string, Balance>>;
  /** The owners of what is in transit with each transfer, so that it is found without looking at all balances. */
  readonly carriedFor: ReadonlyMap<TransferId, ReadonlySet<string>>;
}

/** Collateral of one desk account in one bucket; in transit, with the transfer it rides on. */
export interface DeskHolding {
  readonly amount: TokenAmount;
  readonly bucket: Bucket;
  readonly transfer?: TransferId;
}

/** Collateral on its way with one transfer, and the desk account that it belongs to until it arrives. */
export interface InTransitHolding {
  readonly account: AccountId;
  readonly amount: TokenAmount;
}

/** The owner whose balances change together. */
export function ledgerOwnerKey(account: LedgerAccount): string {
  return account.kind === 'desk' ? `desk/${account.account}` : ledgerAccountKey(account);
}

/** The text that identifies a balance among those of its owner. */
export function balanceKey(account: LedgerAccount, asset: AssetId): string {
  return `${ledgerAccountKey(account)}|${asset}`;
}

/** Balances from stored rows; rows of zero are left out. @throws when two rows name the same balance */
export function balancesOf(rows: Iterable<Balance>): Balances {
  const byOwner = new Map<string, Map<string, Balance>>();
  const carriedFor = new Map<TransferId, Set<string>>();
  for (const row of rows) {
    if (row.raw === 0n) continue;
    const owner = ledgerOwnerKey(row.account);
    const group = byOwner.get(owner) ?? new Map<string, Balance>();
    const key = balanceKey(row.account, row.asset);
    if (group.has(key)) throw new Error(`two balances of ${key}`);
    byOwner.set(owner, group.set(key, row));
    const transfer = transferOf(row.account);
    if (transfer === undefined) continue;
    carriedFor.set(transfer, (carriedFor.get(transfer) ?? new Set<string>()).add(owner));
  }
  return { byOwner, carriedFor };
}

/** Base units of an asset on a ledger account; 0 where nothing lies. Negative only for bridges and the outside. */
export function balanceOf(balances: Balances, account: LedgerAccount, asset: AssetId): bigint {
  const group = balances.byOwner.get(ledgerOwnerKey(account));
  return group?.get(balanceKey(account, asset))?.raw ?? 0n;
}

/** All that a desk account holds, ordered by bucket, transfer and asset. */
export function holdingsOf(balances: Balances, account: AccountId): readonly DeskHolding[] {
  const group = balances.byOwner.get(`desk/${account}`);
  if (group === undefined) return [];
  return [...group].sort(byKey).flatMap(([, balance]) => deskHolding(balance) ?? []);
}

/** All that is in transit with a transfer, whichever desk account it belongs to. */
export function inTransitOf(balances: Balances, transfer: TransferId): readonly InTransitHolding[] {
  const found: InTransitHolding[] = [];
  for (const owner of balances.carriedFor.get(transfer) ?? []) {
    for (const { account, asset, raw } of balances.byOwner.get(owner)?.values() ?? []) {
      if (account.kind === 'desk' && transferOf(account) === transfer) {
        found.push({ account: account.account, amount: tokenAmount(asset, raw) });
      }
    }
  }
  return found.sort((a, b) => compareText(sortText(a), sortText(b)));
}

/** The transfer that a ledger account is in transit with; undefined for all others. */
export function transferOf(account: LedgerAccount): TransferId | undefined {
  return account.kind === 'desk' && account.bucket === 'in-transit' ? account.transfer : undefined;
}

function deskHolding({ account, asset, raw }: Balance): DeskHolding | undefined {
  if (account.kind !== 'desk') return undefined;
  const amount = tokenAmount(asset, raw);
  return account.bucket === 'in-transit'
    ? { amount, bucket: account.bucket, transfer: account.transfer }
    : { amount, bucket: account.bucket };
}

function sortText({ account, amount }: InTransitHolding): string {
  return `${account}|${amount.asset}`;
}

function byKey([a]: [string, Balance], [b]: [string, Balance]): number {
  return compareText(a, b);
}

/** By UTF-16 code unit, so that the order does not depend on the locale. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
