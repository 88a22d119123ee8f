import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { decodeEventText, priceFormat, TOPICS } from '@causeway/adapters/wire';
import { BROADCAST_TOPICS } from '@causeway/application/margin-engine';
import {
  MARKET_PRICES,
  RetryableError,
  type EventLog,
  type ReadRequest,
  type Subscription,
} from '@causeway/application/ports';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { directory, price } from '../../../test/fixtures/margin.js';
import { startMarginEngineRole } from './margin-engine-role.js';
import type { Role } from './role.js';

const LOG = { info: () => undefined, warn: () => undefined };

async function setUp(readFailures: number) {
  const broker = new MemoryBroker({ now: () => FIRST_MOMENT });
  const connection = broker.connect();
  await connection.ensureTopics(TOPICS);
  const { engines } = createMemoryStores();
  const opened: Subscription[] = [];
  let failures = readFailures;
  const eventLog: EventLog = Object.assign(broker.connect(), {
    read: async (request: ReadRequest): Promise<Subscription> => {
      if (request.topic === MARKET_PRICES && failures > 0) {
        failures -= 1;
        throw new RetryableError('the log is not there');
      }
      const subscription = await connection.read(request);
      opened.push(subscription);
      return subscription;
    },
  });
  const ports = {
    eventLog,
    engines,
    directory,
    parsePublishedEvent: decodeEventText,
    parsePrice: priceFormat.decodeText,
  };
  const settings = { owner: 'ada', partitions: [0, 1], leaseSeconds: 0.03 };
  const role = await startMarginEngineRole({ ...ports, clock: () => FIRST_MOMENT }, settings, LOG);
  const value = priceFormat.encodeText(price('BTC', '40000'));
  await connection.append(MARKET_PRICES, [{ key: 'BTC', value, headers: {} }]);
  const prices = async (): Promise<unknown[]> => {
    await broker.runUntilIdle();
    return [...(await engines.cursors()).values()].map((cursors) => cursors.get(MARKET_PRICES));
  };
  return { role, engines, opened, prices };
}

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300 && !(await condition()); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function soon<Value>(value: Value): Promise<Value> {
  return new Promise((resolve) => setImmediate(() => resolve(value)));
}

describe('startMarginEngineRole', () => {
  let running: Role | undefined;
  afterEach(() => running?.stop());

  it.each([0, 2])(
    'applies what it reads to every partition it owns, after %i reads that failed',
    async (failures) => {
      const { role, opened, prices } = await setUp(failures);
      running = role;
      await eventually(async () => (await prices()).length === 2);
      expect(await prices()).toEqual([1n, 1n]);
      // What a failed attempt had opened is closed before the next: one reader for each input is left.
      const states = opened.map(async ({ finished }) =>
        Promise.race([finished.then(() => 'ended'), soon('running')]),
      );
      const left = (await Promise.all(states)).filter((state) => state === 'running');
      expect(left).toHaveLength(1 + BROADCAST_TOPICS.length);
    },
  );

  it('gives its partitions back when it stops', async () => {
    const { role, engines, prices } = await setUp(0);
    await eventually(async () => (await prices()).length === 2);
    await role.stop();
    expect(await engines.claim(0, 'grace', FIRST_MOMENT, 10)).toEqual({ partition: 0, epoch: 2n });
  });
});
