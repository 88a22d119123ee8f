import { RetryableError, retryPauseMilliseconds } from '@causeway/application/ports';
import type { Role, RoleLog } from './role.js';

/** A step that is taken again and again. */
export interface RepeatedStep {
  readonly name: string;
  /** One step; resolves to whether there may be more to do at once. */
  readonly step: () => Promise<boolean>;
  /** How long to rest after a step that found nothing more to do, unless woken. */
  readonly restMilliseconds: number;
}

/** A role that repeats a step; `wake` ends its rest. */
export interface RepeatingRole extends Role {
  wake(): void;
}

/** Repeats a step: at once while there is more to do, after a pause when it asks to be retried, else after a rest. */
export function repeatStep({ name, step, restMilliseconds }: RepeatedStep, log: RoleLog): RepeatingRole {
  let isStopped = false;
  let isWoken = false;
  let endRest: (() => void) | undefined;
  let failures = 0;

  const rest = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const wake = (): void => {
    isWoken = true;
    endRest?.();
  };
  const run = async (): Promise<void> => {
    while (!isStopped) {
      isWoken = false;
      try {
        const hasMore = await step();
        failures = 0;
        if (hasMore || isWoken) continue;
        await rest(restMilliseconds);
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
        failures += 1;
        log.warn({ role: name, failures, error: error.message }, 'will try again');
        await rest(retryPauseMilliseconds(failures));
      }
    }
  };
  const finished = run();
  return {
    name,
    wake,
    finished,
    stop: async () => {
      isStopped = true;
      wake();
      await finished.catch(() => undefined);
    },
  };
}
