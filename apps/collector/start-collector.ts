import { ViemChains, type ChainChoice, type Verification } from '@causeway/adapters/chains-viem';
import type { Role } from '@causeway/adapters/roles';
import { chainReadFormat, headerReportFormat, transactionLogsFormat } from '@causeway/adapters/wire';
import type { ReadTo } from '@causeway/application/collect-logs';
import type { CollectorStore, EventLog } from '@causeway/application/ports';
import type { Network } from '@causeway/domain/network';
import type { ChainId } from '@causeway/domain/units';
import type { Registry } from 'prom-client';
import { collectChain, type CollectorLog } from './collect-chain.js';
import { collectorMetrics } from './collector-metrics.js';
import { observeEndpoints } from './observe-endpoints.js';
import { wakeOnHeads } from './wake-on-heads.js';

/** What collectors stand on. */
export interface CollectorServices {
  readonly eventLog: Pick<EventLog, 'append'>;
  readonly collectors: CollectorStore;
  readonly network: Network;
}

/** How a collector process behaves. */
export interface CollectorSettings {
  /** URLs of each chain's endpoints, the preferred one first. */
  readonly endpoints: ReadonlyMap<ChainId, readonly string[]>;
  readonly startBlocks: ReadonlyMap<ChainId, bigint>;
  /** Up to which of its heads each chain is read. */
  readonly readTo: ReadTo;
  readonly timeoutMilliseconds: number;
  readonly pollMilliseconds: number;
  readonly maximumRangeBlocks: number;
  /** How many endpoints of a chain must give the same answer. */
  readonly quorum: number;
  readonly verification: { readonly everyHeader: boolean; readonly receiptsRoot: ChainChoice };
  readonly ownHeaderRules: ReadonlySet<ChainId>;
  /** Block times for which an endpoint may stand still while others move on. */
  readonly stalledBlocks: number;
}

/** Few enough for the narrowest of providers' limits that matter, so that most chains begin without a refusal. */
const FIRST_RANGE_BLOCKS = 500;
/** Each block of a range whose headers are verified is a question of its own, and a step ends with its range. */
const VERIFIED_RANGE_BLOCKS = 1_000;
/** Receipts read, and records appended, in one step. */
const MAXIMUM_TRANSACTIONS = 500;
/** Rests between questions in which an endpoint's head must not have moved, however short the chain's block time. */
const LEAST_STALLED_POLLS = 3;

/** Starts a collector for each chain; one that halts leaves the others alone. */
export function startCollector(
  { eventLog, collectors, network }: CollectorServices,
  settings: CollectorSettings,
  registry: Registry,
  log: CollectorLog,
): readonly Role[] {
  const { endpoints, startBlocks, pollMilliseconds, verification, ownHeaderRules } = settings;
  const metrics = collectorMetrics(registry);
  const patienceMilliseconds = (chain: ChainId): number => {
    const blockSeconds = Number(network.layers.get(chain)?.blockSeconds ?? 0);
    const leastMilliseconds = LEAST_STALLED_POLLS * pollMilliseconds;
    return Math.max(settings.stalledBlocks * blockSeconds * 1_000, leastMilliseconds);
  };
  const observer = observeEndpoints(metrics, log);
  const { everyHeader, receiptsRoot } = verification;
  const verificationOf = (chain: ChainId): Verification => {
    const isChosen = receiptsRoot === 'all' || (receiptsRoot !== 'none' && receiptsRoot.has(chain));
    return { everyHeader, receiptsRoot: isChosen };
  };
  const chains = new ViemChains({
    ...settings,
    verification: verificationOf,
    patienceMilliseconds,
    observer,
  });
  const ports = {
    chains,
    cursors: collectors,
    eventLog,
    network,
    encodeTransaction: transactionLogsFormat.encodeText,
    encodeReading: chainReadFormat.encodeText,
    encodeHeader: headerReportFormat.encodeText,
  };
  const maximumBlocks = everyHeader
    ? Math.min(settings.maximumRangeBlocks, VERIFIED_RANGE_BLOCKS)
    : settings.maximumRangeBlocks;
  const collecting = [...endpoints.keys()].map((chain) => {
    if (ownHeaderRules.has(chain)) {
      log.info({ chain }, 'headers cannot be verified by their hashes: nodes are compared with one another');
    }
    const startBlock = startBlocks.get(chain);
    const limits = {
      firstBlocks: Math.min(FIRST_RANGE_BLOCKS, maximumBlocks),
      maximumBlocks,
      maximumTransactions: MAXIMUM_TRANSACTIONS,
      maximumToldBlocks: Math.min(settings.maximumRangeBlocks, VERIFIED_RANGE_BLOCKS),
      readTo: settings.readTo,
      ...(startBlock === undefined ? {} : { startBlock }),
    };
    return [chain, collectChain(ports, chain, limits, pollMilliseconds, metrics, log)] as const;
  });
  return [...collecting.map(([, role]) => role), wakeOnHeads(chains, new Map(collecting))];
}
