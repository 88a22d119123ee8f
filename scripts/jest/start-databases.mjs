// Jest's global setup: opens the door at which test files ask for databases. PostgreSQL starts when one does.
import { fileURLToPath } from 'node:url';
import '../typescript/register.mjs';

export default async function startDatabases() {
  const { startDatabaseBroker } = await import('../../libs/platform/testkit/database-broker.ts');
  globalThis.databaseBroker = await startDatabaseBroker({
    migrationsDirectory: fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
    ...(process.env.TEST_DATABASE_URL ? { serverUrl: process.env.TEST_DATABASE_URL } : {}),
  });
  process.env.CAUSEWAY_TEST_DATABASE_BROKER = globalThis.databaseBroker.url;
}
