import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { generatePrismaClient } from './prisma-client.mjs';
import { ROOT, run } from './run.mjs';

/** Runs Jest with the arguments of this process and prints the totals as the last line. */
export async function test() {
  // A run that ends without a result counts as one failure, so that nobody reads its silence as success.
  let totals = '0 passed, 1 failed';
  process.on('exit', () => console.log(totals));
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
  if (existsSync(totalsFile)) totals = readFileSync(totalsFile, 'utf8');
  rmSync(totalsFile, { force: true });
  process.exitCode = code;
}
