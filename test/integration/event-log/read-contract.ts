import { describe, expect, it } from '@jest/globals';
import { FatalError, RetryableError } from '@causeway/application/ports';
import {
  eventually,
  keyOnPartition,
  numbered,
  quietly,
  Received,
  unique,
  type EventLogHarness,
} from './harness.js';

const keys = [0, 1, 2].map((partition) => keyOnPartition(partition, 3));

export function readContract(harness: () => EventLogHarness): void {
  const prepare = async (count: number) => {
    const log = await harness().connect();
    const topic = unique('read');
    await log.ensureTopics([{ topic, partitions: 3 }]);
    await log.append(
      topic,
      keys.flatMap((key) => numbered(key, count)),
    );
    return { log, topic };
  };

  describe('a reader with its own cursors', () => {
    it('is given exactly its partitions from its offsets, and what is appended later', async () => {
      const { log, topic } = await prepare(5);
      const received = new Received();
      const from = new Map([
        [0, 3n],
        [2, 5n],
      ]);
      const reading = await log.read({ topic, from, maximumBatch: 2, handle: received.handle });
      await eventually(harness(), 'the rest of partition 0 arrives', () => received.records.length >= 2);
      await log.append(
        topic,
        keys.flatMap((key) => numbered(key, 2, 5)),
      );
      await eventually(harness(), 'the later records arrive', () => received.records.length >= 6);
      await quietly(harness());
      await reading.stop();
      await reading.finished;

      const offsetsOf = (partition: number) =>
        received.records.filter((record) => record.partition === partition).map(({ offset }) => offset);
      expect([0, 1, 2].map(offsetsOf)).toEqual([[3n, 4n, 5n, 6n], [], [5n, 6n]]);
      expect(Math.max(...received.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(2);
    });

    it('does not share with other readers', async () => {
      const { log, topic } = await prepare(4);
      const readers = await Promise.all(
        [1, 2, 3].map(async () => {
          const received = new Received();
          const from = new Map([0, 1, 2].map((partition) => [partition, 0n]));
          const connection = await harness().connect();
          const request = { topic, from, maximumBatch: 100, handle: received.handle };
          return { received, reading: await connection.read(request) };
        }),
      );
      await eventually(harness(), 'each has all', () =>
        readers.every(({ received }) => received.records.length >= 12),
      );
      await Promise.all(readers.map(({ reading }) => reading.stop()));
      for (const { received } of readers) expect(received.records).toHaveLength(12);
      expect((await log.endOffsets(topic)).size).toBe(3);
    });

    it('is given a batch again after a failure that may pass, and ends at any other', async () => {
      const { log, topic } = await prepare(3);
      const attempts = new Received();
      const broken = new Error('a bug');
      const reading = await log.read({
        topic,
        from: new Map([[1, 0n]]),
        maximumBatch: 1,
        handle: async (batch) => {
          await attempts.handle(batch);
          if (attempts.batches.length < 3) throw new RetryableError('not yet');
          if (batch.records[0]?.offset === 1n) throw broken;
        },
      });
      let cause: unknown;
      reading.finished.catch((error: unknown) => (cause = error));
      await eventually(harness(), 'the reader ends', () => cause !== undefined);
      expect(cause).toBe(broken);
      expect(attempts.records.map(({ offset }) => offset)).toEqual([0n, 0n, 0n, 1n]);
      await reading.stop();
    });

    it('is refused an offset past the end and a partition that does not exist', async () => {
      const { log, topic } = await prepare(2);
      for (const from of [new Map([[0, 3n]]), new Map([[3, 0n]])]) {
        const handle = new Received().handle;
        const refused = log.read({ topic, from, maximumBatch: 1, handle });
        await expect(refused).rejects.toThrow(FatalError);
        await expect(refused).rejects.toThrow(topic);
      }
    });

    it('ends with its connection', async () => {
      const { topic } = await prepare(2);
      const log = await harness().connect();
      const handle = new Received().handle;
      const reading = await log.read({ topic, from: new Map([[0, 0n]]), maximumBatch: 1, handle });
      await log.close();
      await reading.finished;
    });
  });
}
