import { AccountResolver } from './accounts/account.resolver.js';
import { ConservationResolver } from './conservation/conservation.resolver.js';
import { DeadLetterResolver } from './dead-letters/dead-letter.resolver.js';
import { GatesResolver } from './gates/gates.resolver.js';
import { LiquidationResolver } from './liquidations/liquidation.resolver.js';
import { NetworkResolver } from './network/network.resolver.js';
import { RiskPolicyResolver } from './policies/risk-policy.resolver.js';
import { PriceResolver } from './pricing/price.resolver.js';
import { QuoteResolver } from './routing/quote.resolver.js';
import { SettlementResolver } from './settlements/settlement.resolver.js';
import { EventResolver } from './subscriptions/event.resolver.js';
import { SystemicRiskResolver } from './systemic-risk/systemic-risk.resolver.js';
import { TransferResolver } from './transfers/transfer.resolver.js';

/** Everything that answers GraphQL; the schema is made from these. */
export const RESOLVERS = [
  AccountResolver,
  ConservationResolver,
  DeadLetterResolver,
  EventResolver,
  GatesResolver,
  LiquidationResolver,
  NetworkResolver,
  PriceResolver,
  QuoteResolver,
  RiskPolicyResolver,
  SettlementResolver,
  SystemicRiskResolver,
  TransferResolver,
];
