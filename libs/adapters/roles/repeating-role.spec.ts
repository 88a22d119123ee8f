import { describe, expect, it } from '@jest/globals';
import { RetryableError } from '@causeway/application/ports';
import { repeatStep } from './repeating-role.js';

const LONG = 60_000;

function logOf(): {
  readonly warnings: string[];
  info: () => void;
  warn: (facts: object, message: string) => void;
} {
  const warnings: string[] = [];
  return { warnings, info: () => undefined, warn: (_, message) => void warnings.push(message) };
}

/** A step whose outcomes are given; afterwards it finds nothing to do. */
function scripted(outcomes: readonly (boolean | Error)[]): {
  step: () => Promise<boolean>;
  taken: () => number;
} {
  let taken = 0;
  return {
    taken: () => taken,
    step: () => {
      const outcome = outcomes[taken] ?? false;
      taken += 1;
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('repeatStep', () => {
  it('goes on at once while there is more to do, then rests until it is woken', async () => {
    const script = scripted([true, true, false]);
    const role = repeatStep({ name: 'test', step: script.step, restMilliseconds: LONG }, logOf());
    await settled();
    expect(script.taken()).toBe(3);
    role.wake();
    await settled();
    expect(script.taken()).toBe(4);
    await role.stop();
    await role.finished;
  });

  it('does not sleep through a call that comes while a step is under way', async () => {
    let taken = 0;
    const role = repeatStep(
      {
        name: 'test',
        step: async () => {
          await settled();
          taken += 1;
          if (taken === 1) role.wake();
          return false;
        },
        restMilliseconds: LONG,
      },
      logOf(),
    );
    await settled();
    await settled();
    await settled();
    expect(taken).toBe(2);
    await role.stop();
  });

  it('tries again after a retryable error and says so', async () => {
    const log = logOf();
    const script = scripted([new RetryableError('connection refused'), false]);
    const role = repeatStep({ name: 'test', step: script.step, restMilliseconds: LONG }, log);
    await settled();
    role.wake();
    await settled();
    expect(script.taken()).toBeGreaterThanOrEqual(2);
    expect(log.warnings).toEqual(['will try again']);
    await role.stop();
  });

  it('fails on any other error', async () => {
    const script = scripted([new Error('a bug')]);
    const role = repeatStep({ name: 'test', step: script.step, restMilliseconds: LONG }, logOf());
    await expect(role.finished).rejects.toThrow('a bug');
    await role.stop();
  });
});
