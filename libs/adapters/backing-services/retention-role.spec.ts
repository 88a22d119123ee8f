import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresEventLog } from '@causeway/adapters/event-log-postgres';
import { TOPICS } from '@causeway/adapters/wire';
import {
  ACCOUNT_EVENTS,
  MARGIN_EVENTS,
  MARKET_PRICES,
  type EngineCursors,
} from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { testDatabase, type TestDatabase } from '@causeway/platform/testkit';
import { dropOldRecords } from './retention-role.js';

const ACCOUNT_PARTITIONS = 8;
const LATER = (Date.now() + 60_000) as UnixMilliseconds;

let database: TestDatabase;
let eventLog: PostgresEventLog;

beforeAll(async () => {
  database = await testDatabase();
  eventLog = new PostgresEventLog({ pool: database.pool, connectionString: database.url });
  await eventLog.ensureTopics(TOPICS);
  for (const topic of [ACCOUNT_EVENTS, MARGIN_EVENTS, MARKET_PRICES]) {
    const records = Array.from({ length: 5 }, (_, at) => ({ key: 'atlas', value: `${at}`, headers: {} }));
    await eventLog.append(topic, records);
  }
});

afterAll(async () => {
  await eventLog.close();
  await database.drop();
});

async function kept(topic: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(
    'SELECT count(*) FROM event_log_record WHERE topic = $1',
    [topic],
  );
  return Number(rows[0]?.count);
}

function drop(cursors: ReadonlyMap<number, EngineCursors>, before = LATER): Promise<number> {
  const engines = { cursors: () => Promise.resolve(cursors) };
  return dropOldRecords({ pool: database.pool, eventLog, engines, clock: () => LATER }, before);
}

const allEnginesAt = (next: bigint): ReadonlyMap<number, EngineCursors> =>
  new Map(
    Array.from({ length: ACCOUNT_PARTITIONS }, (_, partition) => [
      partition,
      new Map([
        [ACCOUNT_EVENTS, next],
        [MARKET_PRICES, next],
      ]),
    ]),
  );

describe('dropOldRecords', () => {
  it('drops nothing that is younger than the horizon', async () => {
    expect(await drop(allEnginesAt(5n), 0 as UnixMilliseconds)).toBe(0);
    expect(await kept(MARGIN_EVENTS)).toBe(5);
  });

  it('keeps what an engine that never ran will read, and lets go what is only published', async () => {
    const allButOne = new Map([...allEnginesAt(3n)].slice(1));
    await drop(allButOne);
    expect(await kept(MARKET_PRICES)).toBe(5);
    expect(await kept(MARGIN_EVENTS)).toBe(0);
  });

  it('keeps what the slowest engine has not applied', async () => {
    await drop(allEnginesAt(3n));
    expect(await kept(MARKET_PRICES)).toBe(2);
    expect(await kept(ACCOUNT_EVENTS)).toBe(2);
  });
});
