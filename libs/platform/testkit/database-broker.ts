import { randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { migrateDatabase } from '@causeway/platform/database';
import { startEmbeddedPostgres } from '@causeway/platform/embedded-postgres';
import pg from 'pg';
import { removeAbandonedFolders, temporaryFolder } from './temporary-folder.js';

/** Where the test databases come from. */
export interface DatabaseBrokerOptions {
  readonly migrationsDirectory: string;
  /** A server on which databases may be created; an embedded one in a folder of its own when left out. */
  readonly serverUrl?: string;
}

/** What a test file needs to clone a database of its own. */
export interface DatabaseTemplate {
  /** The connection string of a superuser to the server's maintenance database. */
  readonly serverUrl: string;
  /** The migrated database to clone; also the prefix of the clones' names. */
  readonly template: string;
}

/** The one place of a test run that owns its PostgreSQL. */
export interface DatabaseBroker {
  readonly url: string;
  stop(): Promise<void>;
}

interface TemplateServer extends DatabaseTemplate {
  stop(): Promise<void>;
}

/**
 * Answers each HTTP request with the run's `DatabaseTemplate`. The test workers are processes of their own and
 * may come and go, so the server belongs to their parent; it starts at the first request, since most runs of a
 * few files need no database.
 */
export async function startDatabaseBroker(options: DatabaseBrokerOptions): Promise<DatabaseBroker> {
  let templateServer: Promise<TemplateServer> | undefined;
  const server = createServer((_request, response) => {
    templateServer ??= startTemplateServer(options);
    void answer(templateServer, response);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await (await templateServer?.catch(() => undefined))?.stop();
    },
  };
}

async function answer(templateServer: Promise<TemplateServer>, response: ServerResponse): Promise<void> {
  try {
    const { serverUrl, template } = await templateServer;
    response.end(JSON.stringify({ serverUrl, template } satisfies DatabaseTemplate));
  } catch (error) {
    response.writeHead(500).end(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function startTemplateServer(options: DatabaseBrokerOptions): Promise<TemplateServer> {
  const { serverUrl, stop } = await startServer(options.serverUrl);
  const template = `causeway_test_${randomBytes(4).toString('hex')}`;
  try {
    await runStatements(serverUrl, [`CREATE DATABASE "${template}"`]);
    await migrateDatabase(databaseUrl(serverUrl, template), options.migrationsDirectory);
  } catch (error) {
    await stop();
    throw error;
  }
  const dropAll = options.serverUrl !== undefined;
  return {
    serverUrl,
    template,
    stop: async () => {
      if (dropAll) await dropDatabases(serverUrl, template);
      await stop();
    },
  };
}

async function startServer(given: string | undefined): Promise<{ serverUrl: string; stop(): Promise<void> }> {
  if (given !== undefined) return { serverUrl: given, stop: async () => Promise.resolve() };
  removeAbandonedFolders();
  const folder = temporaryFolder();
  const postgres = await startEmbeddedPostgres({
    directory: path.join(folder.path, 'postgres'),
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  return {
    serverUrl: postgres.url,
    stop: async () => {
      await postgres.stop();
      folder.remove();
    },
  };
}

/** The connection string of another database on the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs statements one by one: CREATE and DROP DATABASE refuse to share a transaction. */
export async function runStatements(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function dropDatabases(serverUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
