import { repeatStep, type RepeatingRole, type RoleLog } from '@causeway/adapters/roles';
import {
  collectLogs,
  openCollector,
  type CollectLimits,
  type CollectLogsPorts,
  type CollectorState,
  type CollectStep,
  type HaltCode,
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
  const step = async (): Promise<boolean> => {
    state ??= await openCollector(ports.cursors, chain, limits);
    const collected = await collectLogs(ports, chain, state, limits);
    if (!collected.ok) {
      raise(collected.failure);
      return false;
    }
    lower();
    state = collected.value.state;
    measure(metrics, chain, collected.value);
    return collected.value.hasMore;
  };
  return repeatStep({ name: `collector ${chain}`, step, restMilliseconds: pollMilliseconds }, log);
}

function measure(metrics: CollectorMetrics, chain: ChainId, step: CollectStep): void {
  const { state, heads, transactions } = step;
  metrics.transactions.inc({ chain }, transactions);
  if (state.cursor === undefined) return;
  const { nextBlock } = state.cursor;
  const behind = heads.finalised + 1n - nextBlock;
  metrics.lastBlock.set({ chain }, Number(nextBlock - 1n));
  metrics.blocksBehind.set({ chain }, behind > 0n ? Number(behind) : 0);
}
