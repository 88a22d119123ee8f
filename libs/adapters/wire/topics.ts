import {
  ACCOUNT_EVENTS,
  BRIDGE_EVENTS,
  CHAIN_LOGS,
  LEG_EVENTS,
  LIQUIDATION_EVENTS,
  MARGIN_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  SETTLEMENT_EVENTS,
  SYSTEMIC_RISK_EVENTS,
  TRANSFER_EVENTS,
  type TopicSpecification,
} from '@causeway/application/ports';
import { balanceProofFormat } from './balance-proof.js';
import { chainReadFormat } from './bridge-leg.js';
import { headerReportFormat } from './header-report.js';
import { priceFormat } from './price.js';
import { publishedEventFormats } from './published-event.js';
import { transactionLogsFormat } from './transaction-logs.js';
import type { WireFormat } from './wire-format.js';

/** A topic of the event log. Partition counts are chosen once: a key must never move to another partition. */
export interface Topic extends TopicSpecification {
  readonly description: string;
  /** What the key of a record is; records with equal keys stay in order. */
  readonly key: string;
  // The payload's own type differs from topic to topic, so a list of topics can only promise its schema.
  readonly formats: readonly Pick<WireFormat<never>, 'name' | 'title' | 'jsonSchema'>[];
}

/** All topics of the event log. */
export const TOPICS: readonly Topic[] = [
  {
    topic: CHAIN_LOGS,
    description:
      'Logs of transactions that may concern a bridge, block headers, and how far the chains were read',
    key: 'chain id',
    partitions: 8,
    formats: [transactionLogsFormat, headerReportFormat, chainReadFormat, balanceProofFormat],
  },
  {
    topic: MARKET_PRICES,
    description: 'Mark prices of instruments and asset families; every engine reads all of them',
    key: 'symbol',
    partitions: 1,
    formats: [priceFormat],
  },
  {
    topic: ACCOUNT_EVENTS,
    description: 'Accounts after each change of collateral, positions or wallets',
    key: 'account id',
    partitions: 8,
    formats: [publishedEventFormats['account.changed']],
  },
  {
    topic: MARGIN_EVENTS,
    description: 'Margin states after each change worth telling',
    key: 'account id',
    partitions: 8,
    formats: [publishedEventFormats['margin.changed']],
  },
  {
    topic: LIQUIDATION_EVENTS,
    description: 'Liquidation cases opened, advanced and closed',
    key: 'account id',
    partitions: 8,
    formats: [publishedEventFormats['liquidation.changed'], publishedEventFormats['liquidation.settled']],
  },
  {
    topic: SETTLEMENT_EVENTS,
    description: 'Settlements of accepted quotes after each change of a leg or of the whole',
    key: 'account id',
    partitions: 8,
    formats: [publishedEventFormats['settlement.changed']],
  },
  {
    topic: TRANSFER_EVENTS,
    description: 'Cross-layer transfers and their stages',
    key: 'bridge id',
    partitions: 8,
    formats: [publishedEventFormats['transfer.changed']],
  },
  {
    topic: POLICY_EVENTS,
    description: 'Versions of the risk policy coming into force; every engine reads all of them',
    key: 'policy',
    partitions: 1,
    formats: [publishedEventFormats['policy.activated']],
  },
  {
    topic: LEG_EVENTS,
    description: 'Units that bridges took out of use and put into use, and how far each chain is on record',
    key: 'chain id',
    partitions: 8,
    formats: [publishedEventFormats['legs.changed']],
  },
  {
    topic: BRIDGE_EVENTS,
    description: 'Alerts on bridges that break conservation; every engine reads all of them',
    key: 'bridge id',
    partitions: 1,
    formats: [publishedEventFormats['bridge.alerted']],
  },
  {
    topic: SYSTEMIC_RISK_EVENTS,
    description: 'Systemic-risk actions triggered and ended; every engine reads all of them',
    key: 'systemic-risk',
    partitions: 1,
    formats: [publishedEventFormats['systemic-risk.changed']],
  },
];
