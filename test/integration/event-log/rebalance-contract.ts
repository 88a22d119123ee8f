import { describe, expect, it } from '@jest/globals';
import type { EventLog, RecordBatch } from '@causeway/application/ports';
import {
  eventually,
  firstDeliveries,
  keyOnPartition,
  numbered,
  offsetsUpTo,
  quietly,
  Received,
  unique,
  type EventLogHarness,
} from './harness.js';

const PARTITIONS = 4;
const keys = Array.from({ length: PARTITIONS }, (_, partition) => keyOnPartition(partition, PARTITIONS));

export function rebalanceContract(harness: () => EventLogHarness): void {
  const prepare = async () => {
    const log = await harness().connect();
    const topic = unique('rebalance');
    await log.ensureTopics([{ topic, partitions: PARTITIONS }]);
    const appendRound = (round: number) =>
      log.append(
        topic,
        keys.flatMap((key) => numbered(key, 1, round)),
      );
    return { log, topic, group: unique('group'), appendRound };
  };
  const expectNothingLost = async (log: EventLog, topic: string, received: readonly Received[]) => {
    const ends = await log.endOffsets(topic);
    for (const [partition, end] of ends) {
      const offsets = received
        .flatMap(({ records }) => records)
        .filter((record) => record.partition === partition)
        .map(({ offset }) => Number(offset));
      expect([...new Set(offsets)].sort((a, b) => a - b)).toEqual(offsetsUpTo(end).map(Number));
    }
    for (const { records } of received) {
      for (const offsets of firstDeliveries(records).values()) {
        expect(offsets).toEqual([...offsets].sort((a, b) => Number(a - b)));
      }
    }
  };

  describe('the members of a group', () => {
    it('share the partitions when one joins and take them back when one leaves', async () => {
      const { log, topic, group, appendRound } = await prepare();
      const [first, second] = [new Received(), new Received()];
      const other = await harness().connect();
      const request = { group, topics: [topic], maximumBatch: 10 };
      const consumingFirst = await log.consume({ ...request, handle: first.handle });
      await appendRound(0);
      await eventually(harness(), 'the only member has all', () => first.records.length >= PARTITIONS);

      const consumingSecond = await other.consume({ ...request, handle: second.handle });
      let round = 1;
      await eventually(harness(), 'the second member is given its share', async () => {
        await appendRound(round++);
        return new Set(second.records.map(({ partition }) => partition)).size >= PARTITIONS / 2;
      });
      const partitionsOfSecond = new Set(second.records.map(({ partition }) => partition));
      expect(partitionsOfSecond.size).toBe(PARTITIONS / 2);

      await consumingFirst.stop();
      await eventually(harness(), 'the second member is given everything', async () => {
        await appendRound(round++);
        return new Set(second.records.map(({ partition }) => partition)).size === PARTITIONS;
      });
      await eventually(harness(), 'all is committed', async () => {
        const committed = await log.committedOffsets(group, topic);
        return [...committed.values()].every((offset) => offset === BigInt(round));
      });
      await consumingSecond.stop();
      await expectNothingLost(log, topic, [first, second]);
    });

    it('take over from one that dies, whose late commit is refused', async () => {
      const { log, topic, group, appendRound } = await prepare();
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const taken = new Received();
      const doomed = await harness().connect();
      const request = { group, topics: [topic], maximumBatch: 10 };
      const dying = await doomed.consume({
        ...request,
        handle: async (batch: RecordBatch) => {
          await taken.handle(batch);
          await held;
        },
      });
      dying.finished.catch(() => undefined);
      await appendRound(0);
      await eventually(harness(), 'the doomed member holds a batch', () => taken.batches.length > 0);
      await harness().crash(doomed);

      const heir = new Received();
      const consuming = await log.consume({ ...request, handle: heir.handle });
      const everyRecord = () => new Set(heir.records.map(({ partition }) => partition)).size === PARTITIONS;
      await eventually(harness(), 'the heir has every record', everyRecord);
      await eventually(harness(), 'the heir has committed them', async () => {
        const committed = await log.committedOffsets(group, topic);
        return [...committed.values()].every((offset) => offset === 1n);
      });
      await appendRound(1);
      await eventually(harness(), 'the heir is given the next round', () => {
        return heir.records.length >= 2 * PARTITIONS;
      });
      release();
      await quietly(harness());
      await consuming.stop();
      expect(taken.batches).toHaveLength(1);
      expect([...(await log.committedOffsets(group, topic)).values()]).toEqual(keys.map(() => 2n));
      await expectNothingLost(log, topic, [heir]);
    });

    it('number more than the partitions without harm', async () => {
      const { log, topic, group, appendRound } = await prepare();
      const received = new Received();
      const request = { group, topics: [topic], maximumBatch: 10, handle: received.handle };
      const consuming = await Promise.all(
        Array.from({ length: PARTITIONS + 1 }, async () => (await harness().connect()).consume(request)),
      );
      await appendRound(0);
      await eventually(harness(), 'all arrive', () => received.records.length >= PARTITIONS);
      await Promise.all(consuming.map((each) => each.stop()));
      await expectNothingLost(log, topic, [received]);
    });
  });
}
