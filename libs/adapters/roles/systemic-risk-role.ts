import { setImmediate as nextTurn } from 'node:timers/promises';
import { watchSystemicRisk, type WatchSystemicRiskPorts } from '@causeway/application/watch-systemic-risk';
import type { ActionInForce, ActionStep } from '@causeway/domain/systemic-risk';
import { repeatStep } from './repeating-role.js';
import type { Role, RoleLog } from './role.js';

/** What a measurement came to, for metrics. */
export interface SystemicRiskObserver {
  measured(facts: {
    readonly accounts: number;
    readonly seconds: number;
    readonly inForce: readonly ActionInForce[];
    readonly steps: readonly ActionStep[];
  }): void;
  /** There are more accounts than may be measured, so that nobody watches. */
  notMeasured(): void;
}

/** How often, and with how much of a process. */
export interface SystemicRiskPace {
  readonly everySeconds: number;
  /** Of the time of its process, measuring takes so many hundredths at most, and rests the others; 1 to 100. */
  readonly timePercent: number;
}

/** What the role needs besides what watching needs. */
export interface SystemicRiskRolePorts extends Omit<WatchSystemicRiskPorts, 'pause'> {
  readonly observe?: SystemicRiskObserver;
}

/** Ends a measurement that a role which is being stopped no longer wants. */
class MeasurementAborted extends Error {}

/**
 * Holds systemic risk against the thresholds of the policy, every so many seconds, or less often where measuring takes
 * long. Any number of processes may run it. Stopping it gives up what is being measured.
 */
export function startSystemicRiskRole(
  ports: SystemicRiskRolePorts,
  { everySeconds, timePercent }: SystemicRiskPace,
  log: RoleLog,
): Role {
  let restsUntil = 0;
  let isStopping = false;
  const pause = async (): Promise<void> => {
    await nextTurn();
    if (isStopping) throw new MeasurementAborted();
  };
  const measure = async (): Promise<void> => {
    const startedAt = performance.now();
    const watched = await watchSystemicRisk({ ...ports, pause });
    const endedAt = performance.now();
    restsUntil = endedAt + (endedAt - startedAt) * (100 / timePercent - 1);
    if (!watched.ok) {
      log.warn({ role: 'systemic-risk', ...watched.failure }, 'systemic risk is not watched');
      ports.observe?.notMeasured();
      return;
    }
    ports.observe?.measured({ ...watched.value, seconds: (endedAt - startedAt) / 1_000 });
    for (const step of watched.value.steps) tell(log, step);
  };
  const role = repeatStep(
    {
      name: 'systemic-risk',
      step: async () => {
        try {
          if (performance.now() >= restsUntil) await measure();
        } catch (error) {
          if (!(error instanceof MeasurementAborted)) throw error;
        }
        return false;
      },
      restMilliseconds: everySeconds * 1_000,
    },
    log,
  );
  return {
    ...role,
    stop: () => {
      isStopping = true;
      return role.stop();
    },
  };
}

function tell(log: RoleLog, { kind, action, value }: ActionStep): void {
  const { threshold, dimension, subject, measure, affected } = action;
  const facts = { threshold, dimension, subject, measure, value: value.toFixed(), action: action.action };
  if (kind === 'cleared') log.info(facts, 'a threshold of systemic risk is no longer crossed');
  else log.warn({ ...facts, affected: affected?.length ?? 0 }, 'a threshold of systemic risk is crossed');
}
