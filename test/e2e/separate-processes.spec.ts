import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { KafkaEventLog } from '@causeway/adapters/event-log-kafka';
import { PostgresEventLog } from '@causeway/adapters/event-log-postgres';
import { createStores } from '@causeway/adapters/store-postgres';
import { TOPICS } from '@causeway/adapters/wire';
import type { EventLog } from '@causeway/application/ports';
import { findKafkaProvider, startKafkaBroker } from '@causeway/platform/kafka-broker';
import { temporaryFolder, testDatabase } from '@causeway/platform/testkit';
import { recogniseRecord } from '../../apps/api/api-ports.js';
import { startSampleReplay } from '../../apps/service/sample/replay-sample.js';
import { readSample, type Sample } from '../../apps/service/sample/sample-files.js';
import { databaseState } from './database-state.js';
import { graphql, startApp, type RunningApp } from './running-service.js';

const cacheDirectory = path.resolve('.cache', 'kafka');
// eslint-disable-next-line no-restricted-syntax -- a test has no composition root that could hand it on
const configuredBrokers = process.env['KAFKA_BROKERS'];
const provider = findKafkaProvider(configuredBrokers, cacheDirectory);
const silent = { info: () => undefined, warn: () => undefined };

/** Replays the sample from this process through engines in processes of their own, and returns what it came to. */
async function replayThrough(
  run: (variables: Readonly<Record<string, string>>) => Promise<readonly RunningApp[]>,
  sample: Sample,
  kafka?: readonly string[],
): Promise<{ readonly state: string; readonly accounts: unknown }> {
  const database = await testDatabase();
  const stores = createStores(database.pool);
  const eventLog: EventLog =
    kafka === undefined
      ? new PostgresEventLog({ pool: database.pool, connectionString: database.url })
      : new KafkaEventLog({ brokers: kafka, clientId: 'replay' });
  await eventLog.ensureTopics(TOPICS);
  const variables = {
    DATABASE_URL: database.url,
    ENGINE_LEASE_SECONDS: '1',
    ...(kafka === undefined ? {} : { KAFKA_BROKERS: kafka.join(',') }),
  };
  const apps = await run(variables);
  const api = await startApp('api', { ...variables, HTTP_PORT: '0' }, 'the API is listening');
  const replay = startSampleReplay({ stores, eventLog }, recogniseRecord, sample, { speed: 0 }, silent);
  await replay.finished;
  const url = String(api.readyLine['url']);
  const accounts = await graphql(
    url,
    '{ accounts(first: 10) { edges { node { id margin { equity health } } } } }',
  );
  for (const app of [api, ...apps]) await app.stop();
  const state = await databaseState(database.pool);
  await eventLog.close();
  await stores.close();
  await database.drop();
  return { state, accounts };
}

const startEngine = (variables: Readonly<Record<string, string>>): Promise<RunningApp> =>
  startApp('engine', variables, 'the engine is running');

describe('engines and API in processes of their own', () => {
  jest.setTimeout(900_000);
  let sample: Sample;
  let undisturbed: { readonly state: string; readonly accounts: unknown };

  beforeAll(async () => {
    sample = await readSample('examples/sample', 'policies/house.json');
    undisturbed = await replayThrough(async (variables) => [await startEngine(variables)], sample);
  }, 900_000);

  it('end in the same state when an engine is killed in the middle and another takes over', async () => {
    const taken = await replayThrough(async (variables) => {
      const doomed = await startEngine(variables);
      const heir = await startEngine(variables);
      setTimeout(() => void doomed.kill(), 2_000);
      return [heir];
    }, sample);
    expect(taken.accounts).toEqual(undisturbed.accounts);
    expect(taken.state).toBe(undisturbed.state);
  });

  const skipped = 'unavailable' in provider ? provider.unavailable : undefined;
  (skipped === undefined ? describe : describe.skip)('with the event log on Apache Kafka', () => {
    const folder = temporaryFolder();
    let broker: Exclude<Awaited<ReturnType<typeof startKafkaBroker>>, { readonly unavailable: string }>;

    beforeAll(async () => {
      const started = await startKafkaBroker({ directory: folder.path, cacheDirectory, configuredBrokers });
      if ('unavailable' in started) throw new Error(started.unavailable);
      broker = started;
    }, 180_000);

    afterAll(async () => {
      await broker.stop();
      folder.remove();
    }, 60_000);

    it('ends in the same state as with the log in PostgreSQL', async () => {
      const onKafka = await replayThrough(
        async (variables) => [await startEngine(variables)],
        sample,
        broker.brokers,
      );
      expect(onKafka.state).toBe(undisturbed.state);
    });
  });
});
