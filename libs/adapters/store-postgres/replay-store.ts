import type { ReplayStore } from '@causeway/application/ports';
import { withAdapterErrors } from './prisma-errors.js';
import type { PrismaClient } from './generated/client.js';

/** How far replays have come, in PostgreSQL. */
export function createReplayStore(prisma: PrismaClient): ReplayStore {
  return withAdapterErrors({
    position: async (replay) => {
      const row = await prisma.replayProgress.findUnique({ where: { replay } });
      return Number(row?.line ?? 0);
    },
    advance: async (replay, line) => {
      await prisma.replayProgress.upsert({
        where: { replay },
        create: { replay, line },
        update: { line },
      });
    },
  });
}
