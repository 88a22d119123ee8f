import { describe, expect, it } from '@jest/globals';
import {
  FatalError,
  MAXIMUM_RECORD_BYTES,
  partitionOfKey,
  type EventRecord,
} from '@causeway/application/ports';
import { eventually, numbered, offsetsUpTo, Received, unique, type EventLogHarness } from './harness.js';

export function appendContract(harness: () => EventLogHarness): void {
  const readAll = async (topic: string): Promise<Received> => {
    const log = await harness().connect();
    const ends = await log.endOffsets(topic);
    const received = new Received();
    const from = new Map([...ends.keys()].map((partition) => [partition, 0n]));
    const reading = await log.read({ topic, from, maximumBatch: 1000, handle: received.handle });
    const total = [...ends.values()].reduce((sum, end) => sum + end, 0n);
    await eventually(harness(), 'all records are read', () => received.records.length >= Number(total));
    await reading.stop();
    return received;
  };

  describe('topics', () => {
    it('are created once and stay as they are', async () => {
      const log = await harness().connect();
      const topic = unique('topics');
      await log.ensureTopics([{ topic, partitions: 3 }]);
      await log.append(topic, numbered('a', 2));
      await log.ensureTopics([{ topic, partitions: 3 }]);
      expect([...(await log.endOffsets(topic)).values()].reduce((sum, end) => sum + end, 0n)).toBe(2n);
    });

    it('cannot be given another number of partitions, by nobody', async () => {
      const topic = unique('topics');
      await (await harness().connect()).ensureTopics([{ topic, partitions: 3 }]);
      for (const log of [await harness().connect(), await harness().connect()]) {
        const refused = log.ensureTopics([
          { topic: unique('other'), partitions: 1 },
          { topic, partitions: 4 },
        ]);
        await expect(refused).rejects.toThrow(FatalError);
        await expect(refused).rejects.toThrow(topic);
      }
    });

    it('are agreed upon when many processes create them at once', async () => {
      const topic = unique('topics');
      const logs = await Promise.all([1, 2, 3].map(() => harness().connect()));
      await Promise.all(logs.map((log) => log.ensureTopics([{ topic, partitions: 2 }])));
      for (const log of logs) expect([...(await log.endOffsets(topic)).keys()].sort()).toEqual([0, 1]);
    });

    it('must exist before anything is appended', async () => {
      const topic = unique('missing');
      const refused = (await harness().connect()).append(topic, numbered('a', 1));
      await expect(refused).rejects.toThrow(FatalError);
      await expect(refused).rejects.toThrow(topic);
    });
  });

  describe('appending', () => {
    it('puts each key on its partition, with offsets from 0 and no gaps', async () => {
      const log = await harness().connect();
      const topic = unique('keys');
      await log.ensureTopics([{ topic, partitions: 4 }]);
      const keys = ['alpha', 'beta', 'gamma', 'delta', 'épsilon', ''];
      await log.append(
        topic,
        keys.flatMap((key) => numbered(key, 10)),
      );
      await log.append(topic, []);
      await log.append(
        topic,
        keys.flatMap((key) => numbered(key, 5, 10)),
      );

      const { records } = await readAll(topic);
      const ends = await log.endOffsets(topic);
      for (const [partition, end] of ends) {
        const offsets = records.filter((each) => each.partition === partition).map(({ offset }) => offset);
        expect(offsets).toEqual(offsetsUpTo(end));
      }
      for (const key of keys) {
        const ofKey = records.filter((each) => each.key === key);
        expect(ofKey.map(({ value }) => value)).toEqual(numbered(key, 15).map(({ value }) => value));
        expect(new Set(ofKey.map(({ partition }) => partition))).toEqual(new Set([partitionOfKey(key, 4)]));
      }
    });

    it('keeps the order of each of several writers', async () => {
      const topic = unique('writers');
      await (await harness().connect()).ensureTopics([{ topic, partitions: 2 }]);
      const writers = ['one', 'two', 'three'];
      await Promise.all(
        writers.map(async (writer) => {
          const log = await harness().connect();
          for (let number = 0; number < 20; number += 4) {
            await log.append(topic, [...numbered(writer, 4, number), ...numbered('same', 1)]);
          }
        }),
      );
      const { records } = await readAll(topic);
      for (const writer of writers) {
        const values = records.filter(({ key }) => key === writer).map(({ value }) => value);
        expect(values).toEqual(numbered(writer, 20).map(({ value }) => value));
      }
      expect(records.filter(({ key }) => key === 'same')).toHaveLength(15);
    });

    it('keeps what a record says, to the last character', async () => {
      const log = await harness().connect();
      const topic = unique('content');
      await log.ensureTopics([{ topic, partitions: 1 }]);
      const before = Date.now();
      const records: EventRecord[] = [
        { key: 'ключ-🔑', value: '"𝒰nicode \u202e \\u0000 \ud83c\udf09"', headers: { 'x-größe': 'fünf ✓' } },
        { key: '', value: '', headers: {} },
        { key: 'large', value: JSON.stringify('🌉'.repeat(500_000)), headers: { seq: '7', prevSeq: '6' } },
        { key: 'larger', value: 'x'.repeat(MAXIMUM_RECORD_BYTES - 6), headers: {} },
        { key: 'after', value: '{}', headers: {} },
      ];
      await log.append(topic, records);
      const stored = (await readAll(topic)).records;
      expect(stored.map(({ key, value, headers }) => ({ key, value, headers }))).toEqual(records);
      for (const { appendedAt, topic: storedTopic } of stored) {
        expect(storedTopic).toBe(topic);
        expect(Math.abs(appendedAt - before)).toBeLessThan(60_000);
      }
    });

    it('refuses what not every log could keep, and then appends nothing', async () => {
      const log = await harness().connect();
      const topic = unique('refused');
      await log.ensureTopics([{ topic, partitions: 1 }]);
      const tooLarge = { key: 'big', value: 'x'.repeat(MAXIMUM_RECORD_BYTES), headers: {} };
      const withNul = { key: 'nul', value: 'a\0b', headers: {} };
      for (const record of [tooLarge, withNul]) {
        const refused = log.append(topic, [...numbered('fine', 1), record]);
        await expect(refused).rejects.toThrow(FatalError);
        await expect(refused).rejects.toThrow(record.key);
      }
      expect(await log.endOffsets(topic)).toEqual(new Map([[0, 0n]]));
    });

    it('is durable for whoever connects after the writer closed', async () => {
      const writer = await harness().connect();
      const topic = unique('durable');
      await writer.ensureTopics([{ topic, partitions: 2 }]);
      await writer.append(topic, [...numbered('a', 3), ...numbered('b', 3)]);
      await writer.close();
      expect((await readAll(topic)).records).toHaveLength(6);
      await expect(writer.append(topic, numbered('a', 1))).rejects.toThrow(FatalError);
    });
  });
}
