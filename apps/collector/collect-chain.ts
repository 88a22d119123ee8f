import { repeatStep, type RepeatingRole, type RoleLog } from '@causeway/adapters/roles';
import {
  collectLogs,
  openCollector,
  type CollectLimits,
  type CollectLogsPorts,
  type CollectorState,
  type CollectStep,
  type HaltCode,
  type ReadTo,
} from '@causeway/application/collect-logs';
import type { ChainId, Failure } from '@causeway/domain/units';
import type { CollectorMetrics } from './collector-metrics.js';

/** Where collectors report; a halted chain is an error that someone has to look at. */
export interface CollectorLog extends RoleLog {
  error(facts: object, message: string): void;
}

/**
 * Collects one chain for as long as it runs. A contradiction halts it: the cursor stays, an alert is raised, and each
 * poll looks again, so that it goes on by itself when it was an endpoint that erred.
 */
export function collectChain(
  ports: CollectLogsPorts,
  chain: ChainId,
  limits: CollectLimits,
  pollMilliseconds: number,
  metrics: CollectorMetrics,
  log: CollectorLog,
): RepeatingRole {
  let state: CollectorState | undefined;
  let halt: Failure<HaltCode> | undefined;
  metrics.halted.set({ chain }, 0);

  const raise = (failure: Failure<HaltCode>): void => {
    metrics.halted.set({ chain }, 1);
    // Heads move on meanwhile and with them what the message tells, but it is the same trouble.
    if (halt?.code === failure.code) return;
    halt = failure;
    log.error({ chain, ...failure }, 'halted: nothing more is collected of this chain until it agrees again');
  };
  const lower = (): void => {
    if (halt === undefined) return;
    halt = undefined;
    metrics.halted.set({ chain }, 0);
    log.info({ chain }, 'goes on: the chain agrees again');
  };
  const tellBackfill = (before: CollectorState['backfill'], now: CollectorState['backfill']): void => {
    if (now === undefined || now.attempt === before?.attempt) return;
    const { wanted, attempt } = now;
    const blocks = `${wanted.from} to ${wanted.to}`;
    log.warn({ chain, blocks, attempt }, 'whoever follows the chain lacks blocks: tells them again');
  };
  const step = async (): Promise<boolean> => {
    state ??= await openCollector(ports.cursors, chain, limits);
    const collected = await collectLogs(ports, chain, state, limits);
    if (!collected.ok) {
      raise(collected.failure);
      return false;
    }
    const { orphanedBlocks, state: next } = collected.value;
    // Blocks that cannot be read yet are no word that the chain agrees again.
    if (next.unsettledReads === undefined) lower();
    if (orphanedBlocks !== undefined) {
      log.warn({ chain, blocks: orphanedBlocks }, 'the chain has taken back blocks: reads its new branch');
    }
    tellBackfill(state.backfill, next.backfill);
    state = next;
    measure(metrics, chain, collected.value, limits.readTo);
    return collected.value.hasMore;
  };
  return repeatStep({ name: `collector ${chain}`, step, restMilliseconds: pollMilliseconds }, log);
}

function measure(metrics: CollectorMetrics, chain: ChainId, step: CollectStep, readTo: ReadTo): void {
  const { state, heads, transactions, orphanedBlocks = 0, backfilledBlocks = 0 } = step;
  metrics.transactions.inc({ chain }, transactions);
  metrics.orphanedBlocks.inc({ chain }, orphanedBlocks);
  metrics.backfilledBlocks.inc({ chain }, backfilledBlocks);
  if (state.cursor === undefined) return;
  const { nextBlock } = state.cursor;
  const behind = heads[readTo] + 1n - nextBlock;
  metrics.lastBlock.set({ chain }, Number(nextBlock - 1n));
  metrics.blocksBehind.set({ chain }, behind > 0n ? Number(behind) : 0);
}
