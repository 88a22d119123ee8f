// npm run generate: the Prisma client, and every checked-in file that is made from the sources.
import { build } from './project/build.mjs';
import { generators } from './project/generators.mjs';
import { generatePrismaClient } from './project/prisma-client.mjs';
import { mustRun } from './project/run.mjs';

await generatePrismaClient();
await build();
for (const generator of generators()) await mustRun(process.execPath, [generator]);
