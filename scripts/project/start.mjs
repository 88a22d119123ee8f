import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { generatePrismaClient } from './prisma-client.mjs';
import { ROOT } from './run.mjs';

/**
 * Runs the service in this process rather than in a child: so it gets the signals and the arguments as they come,
 * and no kill of the one can leave the other behind.
 */
export async function start() {
  await install();
  await generatePrismaClient();
  await build();
  const service = path.join(ROOT, 'dist/apps/service/main.js');
  process.argv[1] = service;
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(service).href);
}
