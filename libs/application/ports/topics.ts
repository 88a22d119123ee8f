/** Transactions' logs, by chain: what collectors read. */
export const CHAIN_LOGS = 'chain.logs';
/** Mark prices, in one partition, so that every engine sees one order. */
export const MARKET_PRICES = 'market.prices';
/** Changes of accounts, by account: what margin engines work on. */
export const ACCOUNT_EVENTS = 'account.events';
/** Policy versions that took effect, in one partition. */
export const POLICY_EVENTS = 'policy.events';
/** Legs of bridges and how far chains are on record, by chain: what the conservation monitor works on. */
export const LEG_EVENTS = 'leg.events';
/** Alerts on bridges, in one partition, so that every engine sees which are frozen. */
export const BRIDGE_EVENTS = 'bridge.events';
/** Systemic-risk actions, in one partition, so that every engine sees which are in force. */
export const SYSTEMIC_RISK_EVENTS = 'systemic-risk.events';
/** Margin state changes, by account. */
export const MARGIN_EVENTS = 'margin.events';
/** Liquidation cases, by account. */
export const LIQUIDATION_EVENTS = 'liquidation.events';
/** Settlements of accepted quotes, by account. */
export const SETTLEMENT_EVENTS = 'settlement.events';
/** Transfers and their stages, by bridge. */
export const TRANSFER_EVENTS = 'transfer.events';
