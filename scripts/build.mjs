// npm run build: the Prisma client and dist, unless they are up to date.
import { build } from './project/build.mjs';
import { generatePrismaClient } from './project/prisma-client.mjs';

await generatePrismaClient();
await build();
