import { ViemChains } from '@causeway/adapters/chains-viem';
import type { Role } from '@causeway/adapters/roles';
import { transactionLogsFormat } from '@causeway/adapters/wire';
import type { CollectorStore, EventLog } from '@causeway/application/ports';
import type { Network } from '@causeway/domain/network';
import type { ChainId } from '@causeway/domain/units';
import type { Registry } from 'prom-client';
import { collectChain, type CollectorLog } from './collect-chain.js';
import { collectorMetrics } from './collector-metrics.js';

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
  readonly timeoutMilliseconds: number;
  readonly pollMilliseconds: number;
  readonly maximumRangeBlocks: number;
}

/** Few enough for the narrowest of providers' limits that matter, so that most chains begin without a refusal. */
const FIRST_RANGE_BLOCKS = 500;
/** Receipts read, and records appended, in one step. */
const MAXIMUM_TRANSACTIONS = 500;

/** Starts a collector for each chain; one that halts leaves the others alone. */
export function startCollector(
  { eventLog, collectors, network }: CollectorServices,
  settings: CollectorSettings,
  registry: Registry,
  log: CollectorLog,
): readonly Role[] {
  const { endpoints, startBlocks, timeoutMilliseconds, pollMilliseconds, maximumRangeBlocks } = settings;
  const onFailure = (failure: string): void => log.warn({ failure }, 'a chain endpoint failed');
  const ports = {
    chains: new ViemChains({ endpoints, timeoutMilliseconds, onFailure }),
    cursors: collectors,
    eventLog,
    network,
    encodeTransaction: transactionLogsFormat.encodeText,
  };
  const metrics = collectorMetrics(registry);
  return [...endpoints.keys()].map((chain) => {
    const startBlock = startBlocks.get(chain);
    const limits = {
      firstBlocks: Math.min(FIRST_RANGE_BLOCKS, maximumRangeBlocks),
      maximumBlocks: maximumRangeBlocks,
      maximumTransactions: MAXIMUM_TRANSACTIONS,
      ...(startBlock === undefined ? {} : { startBlock }),
    };
    return collectChain(ports, chain, limits, pollMilliseconds, metrics, log);
  });
}
