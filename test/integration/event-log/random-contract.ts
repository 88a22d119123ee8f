import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RetryableError, type RecordBatch } from '@causeway/application/ports';
import { eventually, firstDeliveries, numbered, Received, unique, type EventLogHarness } from './harness.js';

interface Scenario {
  readonly partitions: number;
  /** Appends in turn: which key, how many records. */
  readonly appends: readonly { readonly key: string; readonly count: number }[];
  readonly members: number;
  readonly maximumBatch: number;
  /** Every so many deliveries one fails. */
  readonly failEvery: number;
  /** After how many appends the first member leaves. */
  readonly leaveAfter: number;
}

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  partitions: fc.integer({ min: 1, max: 5 }),
  appends: fc.array(
    fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'é'), count: fc.integer({ min: 0, max: 12 }) }),
    { minLength: 1, maxLength: 12 },
  ),
  members: fc.integer({ min: 1, max: 3 }),
  maximumBatch: fc.integer({ min: 1, max: 20 }),
  failEvery: fc.integer({ min: 2, max: 6 }),
  leaveAfter: fc.integer({ min: 0, max: 12 }),
});

export function randomContract(harness: () => EventLogHarness, numRuns: number): void {
  it('delivers every record at least once and in order, whatever is appended and whoever comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, (scenario) => play(harness(), scenario)),
      { numRuns, endOnFailure: true },
    );
  }, 300_000);
}

async function play(harness: EventLogHarness, scenario: Scenario): Promise<void> {
  const { partitions, appends, members, maximumBatch, failEvery, leaveAfter } = scenario;
  const log = await harness.connect();
  const topic = unique('random');
  await log.ensureTopics([{ topic, partitions }]);
  const received = Array.from({ length: members + 1 }, () => new Received());
  let deliveries = 0;
  const consuming = received.map((member) => async () => {
    const handle = async (batch: RecordBatch): Promise<void> => {
      if (++deliveries % failEvery === 0) throw new RetryableError('by the scenario');
      await member.handle(batch);
    };
    return log.consume({ group: topic, topics: [topic], maximumBatch, handle });
  });
  const subscriptions = await Promise.all(consuming.slice(1).map((join) => join()));

  const written = new Map<string, number>();
  for (const [index, { key, count }] of appends.entries()) {
    if (index === leaveAfter) {
      const joining = consuming[0]?.();
      await subscriptions.shift()?.stop();
      if (joining !== undefined) subscriptions.push(await joining);
    }
    const before = written.get(key) ?? 0;
    await log.append(topic, numbered(key, count, before));
    written.set(key, before + count);
  }
  const ends = await log.endOffsets(topic);
  await eventually(harness, 'everything is committed', async () => {
    const committed = await log.committedOffsets(topic, topic);
    return [...ends].every(([partition, end]) => committed.get(partition) === end);
  });
  await Promise.all(subscriptions.map((subscription) => subscription.stop()));
  await log.close();

  const all = received.flatMap(({ records }) => records);
  for (const [key, count] of written) {
    const values = new Set(all.filter((record) => record.key === key).map(({ value }) => value));
    expect([...values].sort()).toEqual(
      numbered(key, count)
        .map(({ value }) => value)
        .sort(),
    );
  }
  for (const { records } of received) {
    for (const offsets of firstDeliveries(records).values()) {
      expect(offsets).toEqual([...offsets].sort((a, b) => Number(a - b)));
    }
  }
}
