export { asAdapterError, isRetryableState, translateErrors } from './database-errors.js';
export { inTransaction } from './transaction.js';
