// npm run migrate:new -- <name>: writes what the Prisma schema has beyond the migrations as a new migration.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { difference, MIGRATIONS } from './difference.mjs';

const name = process.argv[2];
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Say what the migration does, in lower case: npm run migrate:new -- add_dead_letters');
  process.exit(1);
}

const script = await difference('script');
if (script === '') {
  console.log('The migrations already build the schema; nothing to write.');
} else {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(MIGRATIONS, `${timestamp}_${name}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'migration.sql'), script);
  console.log(`${path.relative(process.cwd(), folder)}/migration.sql\n\n${script}`);
}
