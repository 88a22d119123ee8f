import type { AssetId, Result, TransferId } from '@causeway/domain/units';
import { fail, ok } from '@causeway/domain/units';
import { balanceKey, ledgerOwnerKey, transferOf, type Balance, type Balances } from './balances.js';
import { ledgerAccountKey, type LedgerAccount, type Posting } from './posting.js';

export const APPLY_POSTINGS_CODES = ['INSUFFICIENT_BALANCE', 'EXCESSIVE_BALANCE'] as const;
export type ApplyPostingsCode = (typeof APPLY_POSTINGS_CODES)[number];

/** The most that a token contract can count. Whoever made a token can make it claim that much, any number of times. */
const LARGEST_BALANCE = 2n ** 256n - 1n;

/**
 * Applies postings in order; all of them or, when one would overdraw a desk's ledger account or give it more than a
 * uint256 holds, none. Bridges and the outside may go below zero: that is what they owe the books. The sum over all ledger accounts of an asset stays
 * what it was, because each posting adds to one what it takes from the other.
 *
 * @returns `INSUFFICIENT_BALANCE` naming the posting, the ledger account, the asset and the base units that lack, or
 *   `EXCESSIVE_BALANCE` naming the posting, the ledger account and the asset
 */
export function applyPostings(
  balances: Balances,
  postings: readonly Posting[],
): Result<Balances, ApplyPostingsCode> {
  const draft = new BalancesDraft(balances);
  for (const [index, { asset, raw, from, to }] of postings.entries()) {
    const left = draft.add(from, asset, -raw);
    if (left < 0n && from.kind === 'desk') {
      const message = `${ledgerAccountKey(from)} lacks ${-left} base units of ${asset}; post its income first`;
      return fail('INSUFFICIENT_BALANCE', message, `postings.${index}.from`);
    }
    const held = draft.add(to, asset, raw);
    if (held > LARGEST_BALANCE && to.kind === 'desk') {
      const message = `${ledgerAccountKey(to)} would hold more base units of ${asset} than any token has`;
      return fail('EXCESSIVE_BALANCE', message, `postings.${index}.to`);
    }
  }
  return ok(draft.balances());
}

/** A copy on write of the owners that postings touch; it never leaves this file before it is complete. */
class BalancesDraft {
  private readonly byOwner: Map<string, ReadonlyMap<string, Balance>>;
  private readonly copies = new Map<string, Map<string, Balance>>();
  /** Transfers of which something was moved, with the owners it was moved for. */
  private readonly moved = new Map<TransferId, Set<string>>();

  constructor(private readonly original: Balances) {
    this.byOwner = new Map(original.byOwner);
  }

  add(account: LedgerAccount, asset: AssetId, change: bigint): bigint {
    const owner = ledgerOwnerKey(account);
    const group = this.copyOf(owner);
    const transfer = transferOf(account);
    if (transfer !== undefined) {
      this.moved.set(transfer, (this.moved.get(transfer) ?? new Set<string>()).add(owner));
    }
    const key = balanceKey(account, asset);
    const raw = (group.get(key)?.raw ?? 0n) + change;
    if (raw === 0n) group.delete(key);
    else group.set(key, { account, asset, raw });
    return raw;
  }

  balances(): Balances {
    for (const [owner, group] of this.copies) {
      if (group.size === 0) this.byOwner.delete(owner);
    }
    return { byOwner: this.byOwner, carriedFor: this.carriedFor() };
  }

  private carriedFor(): Balances['carriedFor'] {
    if (this.moved.size === 0) return this.original.carriedFor;
    const carriedFor = new Map(this.original.carriedFor);
    for (const [transfer, owners] of this.moved) {
      const carrying = new Set(carriedFor.get(transfer));
      for (const owner of owners) {
        const isCarrying = [...(this.byOwner.get(owner)?.values() ?? [])].some(
          ({ account }) => transferOf(account) === transfer,
        );
        if (isCarrying) carrying.add(owner);
        else carrying.delete(owner);
      }
      if (carrying.size === 0) carriedFor.delete(transfer);
      else carriedFor.set(transfer, carrying);
    }
    return carriedFor;
  }

  private copyOf(owner: string): Map<string, Balance> {
    const known = this.copies.get(owner);
    if (known !== undefined) return known;
    const copy = new Map(this.byOwner.get(owner));
    this.copies.set(owner, copy);
    this.byOwner.set(owner, copy);
    return copy;
  }
}
