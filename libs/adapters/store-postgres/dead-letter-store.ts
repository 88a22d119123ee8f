import type { DeadLetterStore } from '@causeway/application/ports';
import { withAdapterErrors } from './prisma-errors.js';
import type { Prisma, PrismaClient } from './generated/client.js';
import { deadLetterRecord } from './read-store.js';

/** Dead letters in PostgreSQL, with the audit of what operators did about them. */
export function createDeadLetterStore(prisma: PrismaClient): DeadLetterStore {
  return withAdapterErrors({
    find: async (id) => {
      const row = await prisma.deadLetter.findUnique({ where: { id } });
      return row === null ? undefined : deadLetterRecord(row);
    },
    decide: ({ id, offset, status, by, reason, at }) =>
      prisma.$transaction(async (client) => {
        const { count } = await client.deadLetter.updateMany({
          where: { id, offset, status: 'waiting' },
          data: { status, decidedBy: by, decisionReason: reason },
        });
        const wasMeant = count > 0 || (status === 'retried' && (await hasFailedAgain(client, id, offset)));
        if (!wasMeant) return false;
        await client.operatorAction.create({
          data: { action: `dead-letter-${status}`, subject: id, by, reason, at: new Date(at) },
        });
        return true;
      }),
  });
}

async function hasFailedAgain(
  client: Prisma.TransactionClient,
  id: string,
  offset: bigint,
): Promise<boolean> {
  const count = await client.deadLetter.count({ where: { id, status: 'waiting', offset: { gt: offset } } });
  return count > 0;
}
