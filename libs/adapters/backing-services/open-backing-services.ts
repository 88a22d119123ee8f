import path from 'node:path';
import { KafkaEventLog } from '@causeway/adapters/event-log-kafka';
import { PostgresEventLog } from '@causeway/adapters/event-log-postgres';
import { systemClock, type Role, type RoleLog } from '@causeway/adapters/roles';
import { createStores, type Stores } from '@causeway/adapters/store-postgres';
import { TOPICS } from '@causeway/adapters/wire';
import type { EventLog } from '@causeway/application/ports';
import { createPool, migrateDatabase } from '@causeway/platform/database';
import { startEmbeddedPostgres } from '@causeway/platform/embedded-postgres';
import type { BackingServicesConfiguration } from './configuration.js';
import { startRetentionRole } from './retention-role.js';

/** The database and the event log, open. */
export interface BackingServices {
  readonly stores: Stores;
  readonly eventLog: EventLog;
  readonly databaseUrl: string;
  /** Where the event log is kept, for people. */
  readonly eventLogPlace: string;
  /** What must be supervised: the embedded database, which may crash, and the retention of the embedded event log. */
  readonly roles: readonly Role[];
  close(): Promise<void>;
}

const MAXIMUM_CONNECTIONS = 12;

/**
 * Opens the database and the event log where the configuration says, starting an embedded PostgreSQL when no
 * database is named; applies what migrations are missing and creates what topics are missing.
 */
export async function openBackingServices(
  configuration: BackingServicesConfiguration,
  applicationName: string,
  log: RoleLog,
): Promise<BackingServices> {
  const crash = new Crash();
  const embedded =
    configuration.DATABASE_URL === undefined
      ? await startEmbeddedPostgres({
          directory: path.resolve(configuration.DATA_DIRECTORY, 'postgres'),
          onNotice: (message) => log.info({}, message),
          onCrash: (error) => crash.report(error),
        })
      : undefined;
  const databaseUrl = embedded?.url ?? configuration.DATABASE_URL ?? '';
  const applied = await migrateDatabase(databaseUrl, path.resolve('prisma/migrations'));
  if (applied.length > 0) log.info({ migrations: applied }, 'migrated the database');
  const open = (): ReturnType<typeof createPool> =>
    createPool(databaseUrl, {
      onError: (error) => log.warn({ error: error.message }, 'a database connection broke'),
      maximumConnections: MAXIMUM_CONNECTIONS,
      applicationName,
    });
  // The event log has a pool to itself: its heartbeats must not wait behind the transactions of the stores.
  const [pool, eventLogPool] = [open(), open()];
  const stores = createStores(pool);
  const onWarning = (message: string, cause: unknown): void => log.warn({ cause: String(cause) }, message);
  const { KAFKA_BROKERS: brokers, KAFKA_CLIENT_ID, KAFKA_REPLICATION_FACTOR } = configuration;
  const eventLog: EventLog =
    brokers === undefined
      ? new PostgresEventLog({ pool: eventLogPool, connectionString: databaseUrl, onWarning })
      : new KafkaEventLog({
          brokers,
          clientId: KAFKA_CLIENT_ID,
          replicationFactor: KAFKA_REPLICATION_FACTOR,
          onWarning,
        });
  await eventLog.ensureTopics(TOPICS);
  const roles: Role[] = [{ name: 'database', finished: crash.reported, stop: () => Promise.resolve() }];
  if (brokers === undefined) {
    const retention = { pool: eventLogPool, eventLog, engines: stores.engines, clock: systemClock };
    roles.push(startRetentionRole(retention, configuration.EVENT_LOG_RETENTION_HOURS, log));
  }
  return {
    stores,
    eventLog,
    databaseUrl,
    roles,
    eventLogPlace: brokers === undefined ? 'in PostgreSQL' : `on Kafka at ${brokers.join(', ')}`,
    close: async () => {
      await eventLog.close();
      await stores.close();
      await Promise.all([pool.end(), eventLogPool.end()]);
      await embedded?.stop();
    },
  };
}

class Crash {
  report: (error: Error) => void = () => undefined;
  readonly reported = new Promise<never>((_, reject) => {
    this.report = reject;
  });

  constructor() {
    // Whoever supervises watches it; before that, opening fails by itself.
    this.reported.catch(() => undefined);
  }
}
