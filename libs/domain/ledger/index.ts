export {
  ledgerAccountKey,
  posting,
  type Bucket,
  type LedgerAccount,
  type Posting,
  type PostingCause,
} from './posting.js';
