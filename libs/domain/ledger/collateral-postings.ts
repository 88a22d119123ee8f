import type { AccountId, Result, TokenAmount } from '@causeway/domain/units';
import { chainOfAsset } from '@causeway/domain/units';
import { posting, type Bucket, type LedgerAccount, type Posting, type PostingCause } from './posting.js';
import type { SeizableBucket } from './posting.js';

type PostingResult = Result<Posting, 'INVALID_POSTING'>;

/** Units that the books did not hold become available to an account. */
export function deposit(account: AccountId, amount: TokenAmount, cause: PostingCause): PostingResult {
  return move(amount, outside(amount), bucketOf(account, 'available'), cause);
}

/** Available units leave the books for the outside of their chain. */
export function withdraw(account: AccountId, amount: TokenAmount, cause: PostingCause): PostingResult {
  return move(amount, bucketOf(account, 'available'), outside(amount), cause);
}

/** Available units are set aside, for a route that was accepted or an order that was placed. */
export function reserve(account: AccountId, amount: TokenAmount, cause: PostingCause): PostingResult {
  return move(amount, bucketOf(account, 'available'), bucketOf(account, 'reserved'), cause);
}

/** Reserved units become available again. */
export function release(account: AccountId, amount: TokenAmount, cause: PostingCause): PostingResult {
  return move(amount, bucketOf(account, 'reserved'), bucketOf(account, 'available'), cause);
}

/** Units that have arrived are taken to cover a loss; from then on they give no margin. */
export function seize(
  account: AccountId,
  bucket: SeizableBucket,
  amount: TokenAmount,
  cause: PostingCause,
): PostingResult {
  return move(amount, bucketOf(account, bucket), bucketOf(account, 'seized'), cause);
}

/** Seized units leave the books: they are sold, or pay for a loss. */
export function payFromSeized(account: AccountId, amount: TokenAmount, cause: PostingCause): PostingResult {
  return move(amount, bucketOf(account, 'seized'), outside(amount), cause);
}

/** What seized units were sold for comes into the books, still seized. */
export function receiveIntoSeized(
  account: AccountId,
  amount: TokenAmount,
  cause: PostingCause,
): PostingResult {
  return move(amount, outside(amount), bucketOf(account, 'seized'), cause);
}

/** Seized units that were not needed are the account's again. */
export function returnSeized(account: AccountId, amount: TokenAmount, cause: PostingCause): PostingResult {
  return move(amount, bucketOf(account, 'seized'), bucketOf(account, 'available'), cause);
}

/** Seized units become another account's: a fee that goes to the insurance fund. */
export function transferSeized(
  account: AccountId,
  recipient: AccountId,
  amount: TokenAmount,
  cause: PostingCause,
): PostingResult {
  return move(amount, bucketOf(account, 'seized'), bucketOf(recipient, 'available'), cause);
}

function move(
  amount: TokenAmount,
  from: LedgerAccount,
  to: LedgerAccount,
  cause: PostingCause,
): PostingResult {
  return posting(amount.asset, amount.raw, from, to, cause);
}

function bucketOf(account: AccountId, bucket: Exclude<Bucket, 'in-transit'>): LedgerAccount {
  return { kind: 'desk', account, bucket };
}

function outside(amount: TokenAmount): LedgerAccount {
  return { kind: 'outside', chain: chainOfAsset(amount.asset) };
}
