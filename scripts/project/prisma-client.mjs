import { existsSync } from 'node:fs';
import path from 'node:path';
import { mustRun, ROOT } from './run.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

/** Generates the Prisma client unless it fits the schema. */
export async function generatePrismaClient() {
  const wanted = fingerprint(['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  const client = path.join(ROOT, 'libs/adapters/store-postgres/generated/client.ts');
  if (existsSync(client) && isStamped('prisma-client', wanted)) return;
  console.log('Generating the Prisma client.');
  const prisma = path.join(ROOT, 'node_modules/prisma/build/index.js');
  await mustRun(process.execPath, [prisma, 'generate', '--no-hints'], { CHECKPOINT_DISABLE: '1' });
  stamp('prisma-client', wanted);
}
