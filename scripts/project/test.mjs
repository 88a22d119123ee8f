import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { generatePrismaClient } from './prisma-client.mjs';
import { ROOT, run } from './run.mjs';

/** Runs Jest with the arguments of this process and prints the totals as the last line. */
export async function test() {
  await install();
  await generatePrismaClient();
  await build();
  const totalsFile = path.join(ROOT, '.cache', 'test-totals', `${process.pid}.txt`);
  mkdirSync(path.dirname(totalsFile), { recursive: true });
  const code = await run(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
    { CAUSEWAY_TEST_TOTALS: totalsFile },
  );
  const hasTotals = existsSync(totalsFile);
  // A Jest that ended without a result counts as one failure, so that nobody reads its silence as success.
  console.log(hasTotals ? readFileSync(totalsFile, 'utf8') : '0 passed, 1 failed');
  rmSync(totalsFile, { force: true });
  process.exitCode = hasTotals ? code : code || 1;
}
