import type { DeadLetterStore } from '@causeway/application/ports';
import type { PrismaClient } from './generated/client.js';
import { deadLetterRecord } from './read-store.js';

/** Dead letters in PostgreSQL, with the audit of what operators did about them. */
export function createDeadLetterStore(prisma: PrismaClient): DeadLetterStore {
  return {
    find: async (id) => {
      const row = await prisma.deadLetter.findUnique({ where: { id } });
      return row === null ? undefined : deadLetterRecord(row);
    },
    decide: ({ id, status, by, reason, at }) =>
      prisma.$transaction(async (client) => {
        const { count } = await client.deadLetter.updateMany({
          where: { id, status: 'waiting' },
          data: { status, decidedBy: by, decisionReason: reason },
        });
        if (count === 0) return false;
        await client.operatorAction.create({
          data: { action: `dead-letter-${status}`, subject: id, by, reason, at: new Date(at) },
        });
        return true;
      }),
  };
}
