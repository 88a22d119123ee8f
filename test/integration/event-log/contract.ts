import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { appendContract } from './append-contract.js';
import { groupContract } from './group-contract.js';
import type { EventLogHarness, EventLogUnderTest } from './harness.js';
import { rebalanceContract } from './rebalance-contract.js';
import { randomContract } from './random-contract.js';
import { readContract } from './read-contract.js';

/** What every event log has to do, whatever it is made of. */
export function describeEventLog(underTest: EventLogUnderTest): void {
  if (underTest.skipped !== undefined) {
    console.warn(`${underTest.name}: skipped, because ${underTest.skipped}`);
    describe.skip(underTest.name, () => {
      it(`needs what is missing: ${underTest.skipped}`, () => undefined);
    });
    return;
  }
  describe(underTest.name, () => {
    let opened: EventLogHarness | undefined;
    const harness = (): EventLogHarness => {
      if (opened === undefined) throw new Error('the log was not opened');
      return opened;
    };
    beforeAll(async () => {
      opened = await underTest.open();
    }, 180_000);
    afterAll(() => opened?.close(), 60_000);

    appendContract(harness);
    groupContract(harness);
    rebalanceContract(harness);
    readContract(harness);
    randomContract(harness, underTest.runs);
  });
}
