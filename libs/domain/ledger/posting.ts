import type { AccountId, BridgeId, ChainId, TransferId, UnixMilliseconds } from '@causeway/domain/units';
import type { AssetId, Result } from '@causeway/domain/units';
import { fail, ok, parseAccountId, parseBridgeId, parseChainId } from '@causeway/domain/units';

/** What may be done with a desk's units at this instant. */
export type Bucket = 'available' | 'in-transit' | 'reserved' | 'seized';

/** Where collateral can be taken from: what has arrived and is not taken already. */
export type SeizableBucket = Extract<Bucket, 'available' | 'reserved'>;

/** One side of a posting. Whatever enters or leaves the books has a counterparty in them. */
export type LedgerAccount =
  | { readonly kind: 'desk'; readonly account: AccountId; readonly bucket: Exclude<Bucket, 'in-transit'> }
  | {
      readonly kind: 'desk';
      readonly account: AccountId;
      readonly bucket: 'in-transit';
      readonly transfer: TransferId;
    }
  /** Units a bridge holds or has advanced; its balance per asset is what the bridge owes or is owed. */
  | { readonly kind: 'bridge'; readonly bridge: BridgeId }
  /** Units on a chain that the books did not hold before. */
  | { readonly kind: 'outside'; readonly chain: ChainId };

/** Why a posting was made, so that it can be traced and, if its block is orphaned, undone. */
export interface PostingCause {
  /** The log id, or the id of the operator's command. */
  readonly reference: string;
  readonly at: UnixMilliseconds;
}

/**
 * A move of `raw` > 0 base units of one asset from one ledger account to another. Debit and credit are the same
 * number of the same asset by construction, so an unbalanced posting cannot be written down.
 */
export interface Posting {
  readonly asset: AssetId;
  readonly raw: bigint;
  readonly from: LedgerAccount;
  readonly to: LedgerAccount;
  readonly cause: PostingCause;
}

/** The text that identifies a ledger account: equal accounts have equal keys. */
export function ledgerAccountKey(account: LedgerAccount): string {
  switch (account.kind) {
    case 'desk':
      return account.bucket === 'in-transit'
        ? `desk/${account.account}/in-transit/${account.transfer}`
        : `desk/${account.account}/${account.bucket}`;
    case 'bridge':
      return `bridge/${account.bridge}`;
    case 'outside':
      return `outside/${account.chain}`;
  }
}

/** The ledger account that a key stands for: the inverse of `ledgerAccountKey`, for books read from storage. */
export function parseLedgerAccount(key: string): Result<LedgerAccount, 'INVALID_LEDGER_ACCOUNT'> {
  const account = ledgerAccountOf(key);
  return account === undefined
    ? fail(
        'INVALID_LEDGER_ACCOUNT',
        `"${key}" is not a key such as desk/atlas-main/available`,
        'ledgerAccount',
      )
    : ok(account);
}

function ledgerAccountOf(key: string): LedgerAccount | undefined {
  const [kind, subject = '', bucket, ...transfer] = key.split('/');
  if (kind === 'bridge' && bucket === undefined) {
    const bridge = parseBridgeId(subject);
    return bridge.ok ? { kind, bridge: bridge.value } : undefined;
  }
  if (kind === 'outside' && bucket === undefined) {
    const chain = parseChainId(subject);
    return chain.ok ? { kind, chain: chain.value } : undefined;
  }
  const account = parseAccountId(subject);
  if (kind !== 'desk' || !account.ok) return undefined;
  if (bucket === 'in-transit') {
    const id = transfer.join('/') as TransferId;
    return id === '' ? undefined : { kind, account: account.value, bucket, transfer: id };
  }
  if (bucket !== 'available' && bucket !== 'reserved' && bucket !== 'seized') return undefined;
  return transfer.length === 0 ? { kind, account: account.value, bucket } : undefined;
}

/** A posting of a positive amount between two different accounts; anything else is refused. */
export function posting(
  asset: AssetId,
  raw: bigint,
  from: LedgerAccount,
  to: LedgerAccount,
  cause: PostingCause,
): Result<Posting, 'INVALID_POSTING'> {
  if (raw <= 0n) return fail('INVALID_POSTING', `${raw} is not a positive number of base units`, 'raw');
  if (ledgerAccountKey(from) === ledgerAccountKey(to)) {
    return fail('INVALID_POSTING', `debit and credit are both ${ledgerAccountKey(from)}`, 'to');
  }
  return ok({ asset, raw, from, to, cause });
}

/**
 * The posting that undoes another one, for a log whose block was orphaned. Postings are never deleted; undo several
 * in reverse order, because a later one may have moved what an earlier one brought.
 */
export function reversalOf(original: Posting, cause: PostingCause): Posting {
  return { asset: original.asset, raw: original.raw, from: original.to, to: original.from, cause };
}
