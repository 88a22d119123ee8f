import { backTestBookFormat } from './back-test-book.js';
import { allocationEvidenceFormat } from './allocation-evidence.js';
import { headerReportFormat } from './header-report.js';
import { balanceProofFormat } from './balance-proof.js';
import { bridgeEventFormat } from './bridge-event.js';
import { bridgeLegFormat, chainReadFormat } from './bridge-leg.js';
import { conservationAlertFormat } from './conservation-alert.js';
import { conservationMessageFormat } from './conservation-message.js';
import { conservationRulesFormat } from './conservation-rules.js';
import { deskAccountsFormat } from './desk-accounts.js';
import { liquidationCaseFormat } from './liquidation-case.js';
import { liquidityGraphFormat } from './liquidity-graph.js';
import { marginAccountFormat } from './margin-account.js';
import { marginExplanationFormat } from './margin-explanation.js';
import { firstMarginPolicyFormat } from './margin-policy-1.js';
import { marginStateFormat } from './margin-state.js';
import { marketFactsFormat } from './market-facts.js';
import { priceFormat } from './price.js';
import { priceBarFormat } from './price-bar.js';
import { priceStateFormat } from './price-state.js';
import { provenFactsFormat } from './proven-facts.js';
import { publishedEventFormats } from './published-event.js';
import { receiptProofFormat } from './receipt-proof.js';
import { riskPolicyFormat } from './risk-policy.js';
import { routeFrontFormat } from './route-front.js';
import { routeQuoteFormat } from './route-quote.js';
import { routeRequestFormat } from './route-request.js';
import { settlementFormat } from './settlement.js';
import { stateProofFormat } from './state-proof.js';
import { actionsInForceFormat } from './systemic-actions.js';
import { stressScenarioFormat } from './systemic-risk-section.js';
import { transactionLogsFormat } from './transaction-logs.js';
import { transferFormat } from './transfer.js';
import { withdrawalProofFormat } from './withdrawal-proof.js';

/** Every JSON form that Causeway reads or writes, for the published schemas. */
export const DOCUMENT_FORMATS = [
  actionsInForceFormat,
  allocationEvidenceFormat,
  headerReportFormat,
  backTestBookFormat,
  balanceProofFormat,
  bridgeEventFormat,
  bridgeLegFormat,
  chainReadFormat,
  conservationAlertFormat,
  conservationMessageFormat,
  conservationRulesFormat,
  deskAccountsFormat,
  liquidationCaseFormat,
  liquidityGraphFormat,
  marginAccountFormat,
  firstMarginPolicyFormat,
  riskPolicyFormat,
  marginExplanationFormat,
  marginStateFormat,
  marketFactsFormat,
  priceFormat,
  priceBarFormat,
  priceStateFormat,
  provenFactsFormat,
  receiptProofFormat,
  routeFrontFormat,
  routeQuoteFormat,
  routeRequestFormat,
  settlementFormat,
  stateProofFormat,
  stressScenarioFormat,
  transactionLogsFormat,
  transferFormat,
  withdrawalProofFormat,
  ...Object.values(publishedEventFormats),
] as const;
