export { asyncApiDocument } from './asyncapi.js';
export { bridgeEventFormat } from './bridge-event.js';
export { deskAccountsFormat, type DeskAccount, type DeskAccounts } from './desk-accounts.js';
export { DOCUMENT_FORMATS } from './document-formats.js';
export { decodeInputRecord, replayTime, type InputRecord } from './input-record.js';
export { parseJson, type JsonObject, type JsonValue } from './json.js';
export { liquidationCaseFormat } from './liquidation-case.js';
export { liquidityGraphFormat } from './liquidity-graph.js';
export { marginAccountFormat } from './margin-account.js';
export {
  decodeMarginPolicy,
  encodeMarginPolicy,
  marginPolicyFormat,
  type MarginPolicyDocument,
} from './margin-policy.js';
export { marginStateFormat } from './margin-state.js';
export { priceFormat, type PriceRecord } from './price.js';
export {
  decodeEvent,
  decodeEventText,
  encodeEvent,
  encodeEventText,
  type EncodedEvent,
} from './published-event.js';
export { readReceipts, type ReceiptLogs } from './receipt.js';
export { routeQuoteFormat } from './route-quote.js';
export { routeRequestFormat } from './route-request.js';
export { TOPICS, type Topic } from './topics.js';
export { transactionLogsFormat, type TransactionLogsRecord } from './transaction-logs.js';
export { transferFormat } from './transfer.js';
export { type WireCode, type WireFormat } from './wire-format.js';
