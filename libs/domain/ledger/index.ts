export {
  ledgerAccountKey,
  parseLedgerAccount,
  reversalOf,
  type Bucket,
  type LedgerAccount,
  type Posting,
  type PostingCause,
  type SeizableBucket,
} from './posting.js';
export {
  balanceOf,
  balancesOf,
  holdingsOf,
  inTransitOf,
  type Balance,
  type Balances,
  type DeskHolding,
  type InTransitHolding,
} from './balances.js';
export { APPLY_POSTINGS_CODES, applyPostings, type ApplyPostingsCode } from './apply-postings.js';
export {
  deposit,
  payFromSeized,
  receiveIntoSeized,
  release,
  reserve,
  returnSeized,
  seize,
  transferSeized,
  withdraw,
} from './collateral-postings.js';
export { postingsForMovement, type OwnedMovement } from './movement-postings.js';
