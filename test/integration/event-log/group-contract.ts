import { describe, expect, it } from '@jest/globals';
import { RetryableError, type RecordBatch } from '@causeway/application/ports';
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

export function groupContract(harness: () => EventLogHarness): void {
  const prepare = async (partitions: number, keys: readonly string[], count: number) => {
    const log = await harness().connect();
    const topic = unique('groups');
    await log.ensureTopics([{ topic, partitions }]);
    await log.append(
      topic,
      keys.flatMap((key) => numbered(key, count)),
    );
    return { log, topic, group: unique('group') };
  };

  describe('a consumer group', () => {
    it('is given everything from the start, in order, in batches of the size asked for, and goes on', async () => {
      const { log, topic, group } = await prepare(3, ['a', 'b', 'c', 'd'], 10);
      const received = new Received();
      const consuming = await log.consume({
        group,
        topics: [topic],
        maximumBatch: 4,
        handle: received.handle,
      });
      await eventually(harness(), 'the first 40 arrive', () => received.records.length >= 40);
      await log.append(topic, numbered('a', 5, 10));
      await eventually(harness(), 'the later 5 arrive', () => received.records.length >= 45);
      await consuming.stop();
      await consuming.finished;

      expect(received.records).toHaveLength(45);
      expect(Math.max(...received.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(4);
      const ends = await log.endOffsets(topic);
      for (const [partition, offsets] of firstDeliveries(received.records)) {
        expect(offsets).toEqual(offsetsUpTo(ends.get(partition) ?? 0n));
      }
      expect(await log.committedOffsets(group, topic)).toEqual(ends);
    });

    it('shares nothing with another group', async () => {
      const { log, topic } = await prepare(2, ['a', 'b'], 5);
      for (const group of [unique('group'), unique('group')]) {
        expect([...(await log.committedOffsets(group, topic)).values()]).toEqual([0n, 0n]);
        const received = new Received();
        const request = { group, topics: [topic], maximumBatch: 100, handle: received.handle };
        const consuming = await log.consume(request);
        await eventually(harness(), 'all arrive', () => received.records.length >= 10);
        await consuming.stop();
        expect(received.records).toHaveLength(10);
      }
    });

    it('goes on where its last member stopped, on several topics', async () => {
      const { log, topic, group } = await prepare(2, ['a', 'b'], 5);
      const second = unique('groups');
      await log.ensureTopics([{ topic: second, partitions: 1 }]);
      await log.append(second, numbered('s', 3));
      const request = { group, topics: [topic, second], maximumBatch: 100 };
      const before = new Received();
      const consuming = await log.consume({ ...request, handle: before.handle });
      await eventually(harness(), 'the first 13 arrive', () => before.records.length >= 13);
      await consuming.stop();
      await log.append(second, numbered('s', 2, 3));
      await quietly(harness());
      expect(before.records).toHaveLength(13);

      const after = new Received();
      const again = await (await harness().connect()).consume({ ...request, handle: after.handle });
      await eventually(harness(), 'the last 2 arrive', () => after.records.length >= 2);
      await again.stop();
      expect(after.values).toEqual(numbered('s', 2, 3).map(({ value }) => value));
    });

    it('is given a batch again until its handler is through with it, while other partitions go on', async () => {
      const [poisoned, healthy] = [keyOnPartition(0, 2), keyOnPartition(1, 2)];
      const { log, topic, group } = await prepare(2, [poisoned, healthy], 6);
      const received = new Received();
      const failing = new Received();
      let failures = 0;
      const handle = async (batch: RecordBatch): Promise<void> => {
        const isPoisoned = batch.partition === 0 && failures < 4;
        if (!isPoisoned) return received.handle(batch);
        failures++;
        await failing.handle(batch);
        throw new RetryableError('not yet');
      };
      const consuming = await log.consume({ group, topics: [topic], maximumBatch: 2, handle });
      await eventually(harness(), 'all arrive', () => received.records.length >= 12);
      await consuming.stop();

      expect(failing.batches.map(({ records }) => records[0]?.offset)).toEqual([0n, 0n, 0n, 0n]);
      const order = received.records.map(({ key }) => key);
      expect(order.lastIndexOf(healthy)).toBeLessThan(order.indexOf(poisoned));
      for (const offsets of firstDeliveries(received.records).values()) {
        expect(offsets).toEqual(offsetsUpTo(6n));
      }
      expect(received.records).toHaveLength(12);
    });

    it('stops at any other error, says so, and skips nothing', async () => {
      const { log, topic, group } = await prepare(1, ['a'], 6);
      const handled = new Received();
      const broken = new Error('a bug');
      const consuming = await log.consume({
        group,
        topics: [topic],
        maximumBatch: 2,
        handle: async (batch) => {
          if (batch.records[0]?.offset === 2n) throw broken;
          await handled.handle(batch);
        },
      });
      let cause: unknown;
      consuming.finished.catch((error: unknown) => (cause = error));
      await eventually(harness(), 'the subscription ends', () => cause !== undefined);
      expect(cause).toBe(broken);
      await consuming.stop();
      expect(handled.records.map(({ offset }) => offset)).toEqual([0n, 1n]);
      expect(await log.committedOffsets(group, topic)).toEqual(new Map([[0, 2n]]));

      const received = new Received();
      const again = await log.consume({ group, topics: [topic], maximumBatch: 100, handle: received.handle });
      await eventually(harness(), 'the rest arrives', () => received.records.length >= 4);
      await again.stop();
      expect(received.records.map(({ offset }) => offset)).toEqual([2n, 3n, 4n, 5n]);
    });

    it('stops after the batch in hand, and commits it', async () => {
      const { log, topic, group } = await prepare(1, ['a'], 9);
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const received = new Received();
      const consuming = await log.consume({
        group,
        topics: [topic],
        maximumBatch: 3,
        handle: async (batch) => {
          await received.handle(batch);
          await held;
        },
      });
      await eventually(harness(), 'the first batch arrives', () => received.batches.length > 0);
      const stopping = consuming.stop();
      release();
      await stopping;
      await quietly(harness());
      expect(received.batches).toHaveLength(1);
      expect(await log.committedOffsets(group, topic)).toEqual(new Map([[0, 3n]]));
    });
  });
}
