// npm run migrate:check: fails when the migrations do not build what the Prisma schema describes.
import { readdirSync } from 'node:fs';
import { difference, MIGRATIONS } from './difference.mjs';

const misnamed = readdirSync(MIGRATIONS).filter((name) => !/^(\d{14}_\w+|migration_lock\.toml)$/.test(name));
if (misnamed.length > 0) {
  console.error(`Not named <14 digits>_<name>: ${misnamed.join(', ')}`);
  process.exitCode = 1;
}

const drift = await difference('words');
if (drift !== '') {
  console.error(
    `The migrations do not build the schema; npm run migrate:new -- <name> writes the rest:\n${drift}`,
  );
  process.exitCode = 1;
}
