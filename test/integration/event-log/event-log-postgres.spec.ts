import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { dropConsumedRecords, PostgresEventLog } from '@causeway/adapters/event-log-postgres';
import { FatalError, type EventLog } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { testDatabase, type TestDatabase } from '@causeway/platform/testkit';
import { describeEventLog } from './contract.js';
import { eventually, numbered, pause, Received, unique, type EventLogHarness } from './harness.js';

const LEASE_MILLISECONDS = 900;

/** A pool whose network can be cut. */
class CuttablePool extends pg.Pool {
  isCut = false;

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void,
  ): void;
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    if (!this.isCut) return callback === undefined ? super.connect() : super.connect(callback);
    const error = Object.assign(new Error('the test cut the network'), { code: 'ECONNREFUSED' });
    if (callback === undefined) return Promise.reject(error);
    callback(error, undefined, () => undefined);
  }
}

interface Connection {
  readonly log: PostgresEventLog;
  readonly pool: CuttablePool;
}

interface PostgresHarness extends EventLogHarness {
  open(): Connection;
  readonly database: TestDatabase;
}

async function openHarness(pollMilliseconds = 200): Promise<PostgresHarness> {
  const database = await testDatabase();
  const connections: Connection[] = [];
  const open = (): Connection => {
    const pool = new CuttablePool({ connectionString: database.url, options: '-c TimeZone=UTC', max: 3 });
    pool.on('error', () => undefined);
    const log = new PostgresEventLog({
      pool,
      connectionString: database.url,
      leaseMilliseconds: LEASE_MILLISECONDS,
      pollMilliseconds,
    });
    const connection = { log, pool };
    connections.push(connection);
    return connection;
  };
  const find = (log: EventLog) => connections.find((connection) => connection.log === log);
  return {
    database,
    open,
    connect: async () => open().log,
    crash: async (log) => {
      const connection = find(log);
      if (connection !== undefined) connection.pool.isCut = true;
    },
    progress: async () => undefined,
    close: async () => {
      for (const { pool } of connections) pool.isCut = false;
      await Promise.all(connections.map(({ log }) => log.close()));
      await Promise.all(connections.map(({ pool }) => pool.end()));
      await database.drop();
    },
  };
}

describeEventLog({ name: 'the event log in PostgreSQL', open: openHarness, runs: 12 });

describe('the event log in PostgreSQL, of itself', () => {
  let harness: PostgresHarness;
  beforeAll(async () => {
    // So rarely that a test which passes in time was woken.
    harness = await openHarness(20_000);
  });
  afterAll(() => harness.close());

  it('refuses the commit of a member that was cut off, and takes it back as a new one', async () => {
    const { log, pool } = harness.open();
    const topic = unique('fenced');
    await log.ensureTopics([{ topic, partitions: 1 }]);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const cutOff = new Received();
    const request = { group: topic, topics: [topic], maximumBatch: 10 };
    const consuming = await log.consume({
      ...request,
      handle: async (batch) => {
        await cutOff.handle(batch);
        if (cutOff.batches.length === 1) await held;
      },
    });
    await log.append(topic, numbered('a', 3));
    await eventually(harness, 'the first member holds the batch', () => cutOff.batches.length === 1);
    pool.isCut = true;

    const other = harness.open().log;
    const heir = new Received();
    const inheriting = await other.consume({ ...request, handle: heir.handle });
    await eventually(harness, 'the heir has it', () => heir.records.length === 3);
    await other.append(topic, numbered('a', 2, 3));
    await eventually(harness, 'the heir goes on', () => heir.records.length === 5);
    pool.isCut = false;
    release();
    await pause(LEASE_MILLISECONDS);
    expect(await other.committedOffsets(topic, topic)).toEqual(new Map([[0, 5n]]));

    await inheriting.stop();
    await other.append(topic, numbered('a', 1, 5));
    await eventually(harness, 'the first member is back', () => cutOff.records.length === 4);
    expect(cutOff.records.at(-1)?.offset).toBe(5n);
    await consuming.stop();
  });

  it('goes on listening after its connection was killed', async () => {
    const { log } = harness.open();
    const topic = unique('listening');
    await log.ensureTopics([{ topic, partitions: 1 }]);
    const received = new Received();
    const from = new Map([[0, 0n]]);
    const reading = await log.read({ topic, from, maximumBatch: 10, handle: received.handle });
    await log.append(topic, numbered('a', 1));
    await eventually(harness, 'it is awake', () => received.records.length === 1);
    await harness.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
    );
    await log.append(topic, numbered('a', 1, 1));
    await eventually(harness, 'it has caught up', () => received.records.length === 2);
    await pause(500);
    await log.append(topic, numbered('a', 1, 2));
    await eventually(harness, 'it is awake again', () => received.records.length === 3);
    await reading.stop();
  });

  describe('dropping records', () => {
    const instant = (milliseconds: number) => milliseconds as UnixMilliseconds;
    const prepare = async () => {
      const { log, pool } = harness.open();
      const topic = unique('retention');
      await log.ensureTopics([{ topic, partitions: 1 }]);
      await log.append(topic, numbered('a', 10));
      return { log, pool, topic };
    };
    const consumeAll = async (log: EventLog, topic: string, group: string, count: number) => {
      const received = new Received();
      const consuming = await log.consume({
        group,
        topics: [topic],
        maximumBatch: 4,
        handle: received.handle,
      });
      await eventually(harness, `${group} has all`, () => received.records.length >= count);
      await consuming.stop();
      return received;
    };

    it('spares what a group or a reader still needs, and what is too young', async () => {
      const { log, pool, topic } = await prepare();
      const later = instant(Date.now() + 60_000);
      expect(await dropConsumedRecords(pool, { topic, before: later })).toBe(0);
      await consumeAll(log, topic, 'fast', 10);
      expect(await dropConsumedRecords(pool, { topic, before: instant(Date.now() - 60_000) })).toBe(0);
      expect(await dropConsumedRecords(pool, { topic, before: later, keepFrom: new Map([[0, 3n]]) })).toBe(3);

      const broken = new Error('stop here');
      const slow = await log.consume({
        group: 'slow',
        topics: [topic],
        maximumBatch: 1,
        handle: async ({ records }) => {
          if (records[0]?.offset === 6n) throw broken;
        },
      });
      await expect(slow.finished).rejects.toBe(broken);
      expect(await dropConsumedRecords(pool, { topic, before: later })).toBe(3);
      const rest = await consumeAll(log, topic, 'slow', 4);
      expect(rest.records.map(({ offset }) => offset)).toEqual([6n, 7n, 8n, 9n]);
    });

    it('never makes a reader skip records without telling it', async () => {
      const { log, pool, topic } = await prepare();
      await consumeAll(log, topic, 'group', 10);
      expect(await dropConsumedRecords(pool, { topic, before: instant(Date.now() + 60_000) })).toBe(10);
      const request = { topic, maximumBatch: 1, handle: new Received().handle };
      await expect(log.read({ ...request, from: new Map([[0, 9n]]) })).rejects.toThrow(FatalError);
      const received = new Received();
      const from = new Map([[0, 10n]]);
      const reading = await log.read({ ...request, from, handle: received.handle });
      await log.append(topic, numbered('a', 1, 10));
      await eventually(harness, 'the next arrives', () => received.records.length === 1);
      await reading.stop();
      expect(received.records[0]?.offset).toBe(10n);
    });

    it('lets a new group begin at the oldest record kept', async () => {
      const { log, pool, topic } = await prepare();
      await consumeAll(log, topic, 'first', 10);
      await dropConsumedRecords(pool, { topic, before: instant(Date.now() + 60_000) });
      await log.append(topic, numbered('a', 2, 10));
      const received = await consumeAll(log, topic, 'second', 2);
      expect(received.records.map(({ offset }) => offset)).toEqual([10n, 11n]);
    });
  });
});
