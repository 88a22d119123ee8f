export { allocationEvidenceFormat } from './allocation-evidence.js';
export { asyncApiDocument } from './asyncapi.js';
export { backTestBookFormat } from './back-test-book.js';
export { balanceProofFormat, type BalanceProofDocument } from './balance-proof.js';
export { readBlockHeader, type BlockHeaderDocument } from './block-header.js';
export { headerReportFormat, type HeaderReportRecord } from './header-report.js';
export { bridgeEventFormat } from './bridge-event.js';
export { bridgeLegFormat, chainReadFormat } from './bridge-leg.js';
export { readBridgeStudy, type BridgeStudy } from './bridge-study.js';
export { conservationAlertFormat } from './conservation-alert.js';
export { conservationMessageFormat } from './conservation-message.js';
export { conservationRulesFormat } from './conservation-rules.js';
export { deskAccountsFormat, type DeskAccount, type DeskAccounts } from './desk-accounts.js';
export { DOCUMENT_FORMATS } from './document-formats.js';
export {
  decodeChainRecordText,
  decodeInputRecord,
  replayTime,
  type ChainRecord,
  type InputRecord,
} from './input-record.js';
export { parseJson, type JsonObject, type JsonValue } from './json.js';
export { liquidationCaseFormat } from './liquidation-case.js';
export { liquidityGraphFormat } from './liquidity-graph.js';
export { marginAccountFormat } from './margin-account.js';
export { marginExplanationFormat } from './margin-explanation.js';
export { marginStateFormat } from './margin-state.js';
export { marketFactsFormat, type MarketFactsRecord } from './market-facts.js';
export { priceFormat, type PriceRecord } from './price.js';
export { priceBarFormat } from './price-bar.js';
export { priceStateFormat } from './price-state.js';
export { provenFactsFormat, type ProvenFacts } from './proven-facts.js';
export {
  decodeEvent,
  decodeEventText,
  encodeEvent,
  encodeEventText,
  type EncodedEvent,
} from './published-event.js';
export { readReceipts, type ReceiptLogs } from './receipt.js';
export { receiptProofFormat, type ReceiptProofDocument } from './receipt-proof.js';
export { decodeRiskPolicy, encodeRiskPolicy } from './risk-policy.js';
export { type RiskPolicyDocument } from './risk-policy-document.js';
export { routeFrontFormat, toldFront } from './route-front.js';
export { routeQuoteFormat } from './route-quote.js';
export { settlementFormat } from './settlement.js';
export { routeRequestFormat } from './route-request.js';
export { stateProofFormat, type StateProofDocument } from './state-proof.js';
export { actionsInForceFormat } from './systemic-actions.js';
export { stressScenarioFormat } from './systemic-risk-section.js';
export { TOPICS, type Topic } from './topics.js';
export { transactionLogsFormat, type TransactionLogsRecord } from './transaction-logs.js';
export { transferFormat } from './transfer.js';
export { withdrawalProofFormat, type WithdrawalProofDocument } from './withdrawal-proof.js';
export { type WireCode, type WireFormat } from './wire-format.js';
