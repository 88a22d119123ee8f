import { randomUUID } from 'node:crypto';
import type { BackingServices } from '@causeway/adapters/backing-services';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import {
  startConservationRole,
  startIngestRole,
  startMarginEngineRole,
  startRelayRole,
  startSettlementsRole,
  startSystemicRiskRole,
  startTrackingRole,
  type Role,
  type RoleLog,
} from '@causeway/adapters/roles';
import type { BalanceSlots } from '@causeway/adapters/state-proofs';
import {
  decodeChainRecordText,
  decodeEventText,
  encodeEventText,
  priceFormat,
  TOPICS,
} from '@causeway/adapters/wire';
import { ACCOUNT_EVENTS } from '@causeway/application/ports';
import { rulesOfNetwork, type WatchSettings } from '@causeway/domain/conservation';
import { assetDirectoryOf } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import type { LiquidityGraph } from '@causeway/domain/routing';
import { issuersIn } from '@causeway/domain/systemic-risk';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { Registry } from 'prom-client';
import { screenMetrics } from './screen-metrics.js';
import { settlementMetrics } from './settlement-metrics.js';
import { systemicRiskMetrics } from './systemic-risk-metrics.js';
import { trackingMetrics } from './tracking-metrics.js';

/** How systemic risk is watched. */
export interface SystemicRiskWatch {
  /** 0: it is not. */
  readonly everySeconds: number;
  /** Hundredths of the time of the process that it may take. */
  readonly timePercent: number;
  readonly maximumAccounts: number;
}

/** How an engine process behaves. */
export interface EngineSettings {
  readonly leaseSeconds: number;
  readonly clock: () => UnixMilliseconds;
  readonly conservation: WatchSettings;
  readonly systemicRiskWatch: SystemicRiskWatch;
  /** Where tokens keep balances, for proofs of them. */
  readonly balanceSlots: BalanceSlots;
  /** Where the process serves metrics from, if it does. */
  readonly metrics?: Registry;
  /** What liquidation plans are computed on. */
  readonly liquidity: LiquidityGraph;
}

/**
 * Starts what an engine process does: apply logs to the books, watch transfers under way and what bridges hold, follow
 * settlements, publish the outbox, and run margin engines.
 */
export async function startEngine(
  { eventLog, stores }: BackingServices,
  settings: EngineSettings,
  log: RoleLog,
): Promise<readonly Role[]> {
  const { leaseSeconds, clock, conservation, balanceSlots, liquidity, metrics } = settings;
  const accountTopic = TOPICS.find(({ topic }) => topic === ACCOUNT_EVENTS);
  if (accountTopic === undefined) throw new Error(`${ACCOUNT_EVENTS} is not among the topics`);
  const relay = await startRelayRole(
    { outbox: stores.outbox, eventLog, encodeEvent: ({ event }) => encodeEventText(event) },
    log,
  );
  const ingest = await startIngestRole(
    {
      eventLog,
      ledger: stores.ledger,
      parseRecord: (text) => decodeChainRecordText(text, balanceSlots),
      decodeTransaction: (transaction) => decodeTransaction(transaction, NETWORK),
      network: NETWORK,
    },
    log,
  );
  const tracking = await startTrackingRole(
    {
      ...{ tracking: stores.tracking, outbox: stores.outbox, network: NETWORK },
      ...(metrics === undefined ? {} : { observe: trackingMetrics(metrics) }),
    },
    log,
  );
  const settlements = await startSettlementsRole(
    {
      ...{ settlements: stores.settlements, outbox: stores.outbox, clock },
      ...(metrics === undefined ? {} : { observe: settlementMetrics(metrics) }),
    },
    log,
  );
  const monitor = await startConservationRole(
    {
      conservation: stores.conservation,
      outbox: stores.outbox,
      rules: rulesOfNetwork(NETWORK, conservation),
    },
    log,
  );
  const marginEngine = await startMarginEngineRole(
    {
      eventLog,
      engines: stores.engines,
      directory: { ...assetDirectoryOf(NETWORK), liquidity, accountPartitions: accountTopic.partitions },
      parsePublishedEvent: decodeEventText,
      parsePrice: priceFormat.decodeText,
      clock,
      ...(metrics === undefined ? {} : { observe: screenMetrics(metrics) }),
    },
    {
      owner: randomUUID(),
      partitions: Array.from({ length: accountTopic.partitions }, (_, partition) => partition),
      leaseSeconds,
    },
    log,
  );
  const watched = systemicRiskRoles(stores, settings, log);
  return [relay, ingest, tracking, settlements, monitor, marginEngine, ...watched];
}

function systemicRiskRoles(
  { riskBook, systemicRisk }: BackingServices['stores'],
  { systemicRiskWatch: { everySeconds, timePercent, maximumAccounts }, metrics }: EngineSettings,
  log: RoleLog,
): readonly Role[] {
  if (everySeconds === 0) return [];
  const directory = { ...assetDirectoryOf(NETWORK), issuersOf: issuersIn(NETWORK) };
  const observe = metrics === undefined ? {} : { observe: systemicRiskMetrics(metrics) };
  const ports = { riskBook, systemicRisk, directory, maximumAccounts, ...observe };
  return [startSystemicRiskRole(ports, { everySeconds, timePercent }, log)];
}
