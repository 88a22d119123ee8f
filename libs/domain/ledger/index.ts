export {
  ledgerAccountKey,
  posting,
  reversalOf,
  type Bucket,
  type LedgerAccount,
  type Posting,
  type PostingCause,
  type SeizableBucket,
} from './posting.js';
