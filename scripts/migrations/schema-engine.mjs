// Prisma's schema engine as WebAssembly on our own connection: the native one is downloaded at run time, which
// many deployments forbid.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) => console.error('schema engine panic:', message),
};

/** Nothing in the database belongs to another tool. */
export const FILTERS = { externalTables: [], externalEnums: [] };

let bindings;

/** The bindings keep one instance in module scope, so a second instantiation would break the first. */
function loadBindings() {
  bindings ??= (async () => {
    const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
    const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
    const { instance } = await WebAssembly.instantiate(
      readFileSync(path.join(folder, 'schema_engine_bg.wasm')),
      {
        './schema_engine_bg.js': engine,
      },
    );
    engine.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return engine;
  })();
  return bindings;
}

/** A schema engine on a database. `schemaFiles` are `[path, content]` pairs. */
export async function openSchemaEngine(url, schemaFiles) {
  const { SchemaEngine } = await loadBindings();
  const { hostname, port, username, password, pathname } = new URL(url);
  // Not as a connection string: with one, the adapter would ignore the name of the shadow database.
  const adapter = new CatalogAwarePg({
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  });
  return SchemaEngine.new(
    { datamodels: schemaFiles },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** A migrations folder in the form in which the engine takes it. */
export function migrationList(folder) {
  const lockfile = path.join(folder, 'migration_lock.toml');
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: entries
      .map(({ name }) => name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') },
        },
      })),
  };
}

/** PostgreSQL catalogue types that the adapter cannot name, and the ordinary type that reads the same. */
const CATALOGUE_TYPES = { 18: 25, 22: 1005, 24: 25, 30: 1028, 2205: 25, 1002: 1009, 1003: 1009 };

function readCatalogue(queryable) {
  const performIO = queryable.performIO.bind(queryable);
  queryable.performIO = async (query) => {
    const result = await performIO(query);
    for (const field of result.fields ?? []) {
      field.dataTypeID = CATALOGUE_TYPES[field.dataTypeID] ?? field.dataTypeID;
    }
    return result;
  };
  // The adapter splits scripts at every semicolon, function bodies included.
  queryable.executeScript = async (script) => {
    try {
      await queryable.client.query(script);
    } catch (error) {
      queryable.onError(error);
    }
  };
  if (queryable.startTransaction !== undefined) {
    const startTransaction = queryable.startTransaction.bind(queryable);
    queryable.startTransaction = async (...options) => readCatalogue(await startTransaction(...options));
  }
  return queryable;
}

class CatalogAwarePg extends PrismaPg {
  async connect() {
    return readCatalogue(await super.connect());
  }

  /** The adapter's own hook drops the shadow database before it closes the connections to it. */
  async connectToShadowDb() {
    const main = await this.connect();
    const database = `prisma_shadow_${globalThis.crypto.randomUUID()}`;
    await main.client.query(`CREATE DATABASE "${database}"`);
    const pool = new pg.Pool({ ...this.config, database });
    pool.on('error', () => undefined);
    const Adapter = Object.getPrototypeOf(main).constructor;
    return readCatalogue(
      new Adapter(pool, this.options, async () => {
        await pool.end();
        await main.client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        await main.dispose();
      }),
    );
  }
}
