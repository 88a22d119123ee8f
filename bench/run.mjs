// npm run bench: installs what is missing, then measures on the TypeScript sources, which are what the build compiles.
// Nothing newer than old Node can read may stand here, or its users would get a syntax error for an answer.
import { requireNode } from '../scripts/project/node-version.mjs';

requireNode();
run();

async function run() {
  const { install } = await import('../scripts/project/install.mjs');
  const { generatePrismaClient } = await import('../scripts/project/prisma-client.mjs');
  const project = await import('../scripts/project/run.mjs');
  await install();
  await generatePrismaClient();
  const sources = ['--import', './scripts/typescript/register.mjs', 'bench/main.ts'];
  process.exitCode = await project.run(process.execPath, [...sources, ...process.argv.slice(2)]);
}
