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
}

/** What the role needs besides what watching needs. */
export interface SystemicRiskRolePorts extends Omit<WatchSystemicRiskPorts, 'pause'> {
  readonly observe?: SystemicRiskObserver;
}

/** Of the time of a process, a measurement takes a tenth at most: it rests so many times as long as it took. */
const RESTS_PER_MEASUREMENT = 9;

/**
 * Holds systemic risk against the thresholds of the policy, every so many seconds, or less often where measuring takes
 * long. Any number of processes may run it.
 */
export function startSystemicRiskRole(
  ports: SystemicRiskRolePorts,
  everySeconds: number,
  log: RoleLog,
): Role {
  let restsUntil = 0;
  return repeatStep(
    {
      name: 'systemic-risk',
      step: async () => {
        const startedAt = performance.now();
        if (startedAt < restsUntil) return false;
        const watched = await watchSystemicRisk({ ...ports, pause: () => nextTurn() });
        const endedAt = performance.now();
        restsUntil = endedAt + (endedAt - startedAt) * RESTS_PER_MEASUREMENT;
        if (!watched.ok) {
          log.warn({ role: 'systemic-risk', ...watched.failure }, 'thresholds are not weighed');
          return false;
        }
        const seconds = (endedAt - startedAt) / 1_000;
        ports.observe?.measured({ ...watched.value, seconds });
        for (const step of watched.value.steps) tell(log, step);
        return false;
      },
      restMilliseconds: everySeconds * 1_000,
    },
    log,
  );
}

function tell(log: RoleLog, { kind, action, value }: ActionStep): void {
  const { threshold, dimension, subject, measure, affected } = action;
  const facts = { threshold, dimension, subject, measure, value: value.toFixed(), action: action.action };
  if (kind === 'cleared') log.info(facts, 'a threshold of systemic risk is no longer crossed');
  else log.warn({ ...facts, affected: affected?.length ?? 0 }, 'a threshold of systemic risk is crossed');
}
