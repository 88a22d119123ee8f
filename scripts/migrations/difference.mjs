import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import '../typescript/register.mjs';
import { FILTERS, migrationList, openSchemaEngine } from './schema-engine.mjs';

const SCHEMA = fileURLToPath(new URL('../../prisma/schema', import.meta.url));
export const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/**
 * What separates the checked-in migrations from the Prisma schema: as an SQL script, or in words. Empty when
 * nothing does. Computed on a throw-away embedded PostgreSQL.
 */
export async function difference(form) {
  const { startEmbeddedPostgres } = await import('../../libs/platform/embedded-postgres/index.ts');
  const { temporaryFolder } = await import('../../libs/platform/testkit/temporary-folder.ts');
  const folder = temporaryFolder();
  const postgres = await startEmbeddedPostgres({
    directory: path.join(folder.path, 'postgres'),
    settings: { fsync: 'off' },
  });
  try {
    const files = schemaFiles();
    const engine = await openSchemaEngine(
      postgres.url,
      files.map(({ path: name, content }) => [name, content]),
    );
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationList(MIGRATIONS) },
      to: { tag: 'schemaDatamodel', files },
      script: form === 'script',
      exitCode: true,
      filters: FILTERS,
    });
    return isEmpty(stdout) ? '' : stdout;
  } finally {
    await postgres.stop();
    folder.remove();
  }
}

function schemaFiles() {
  const names = readdirSync(SCHEMA).filter((name) => name.endsWith('.prisma'));
  return names.sort().map((name) => ({ path: name, content: readFileSync(path.join(SCHEMA, name), 'utf8') }));
}

function isEmpty(output) {
  const meaning = output.replace(/^\s*--.*$/gm, '').trim();
  return meaning === '' || /^no difference detected\.?$/i.test(meaning);
}
