import { INGEST_GROUP } from '@causeway/application/check-drained';
import { ingestLogs, type ChainNotice, type IngestLogsPorts } from '@causeway/application/ingest-logs';
import { CHAIN_LOGS, type EventLog } from '@causeway/application/ports';
import type { Role, RoleLog } from './role.js';

const MAXIMUM_BATCH = 500;

/** Applies chain logs to the books; processes share the chains among them. */
export async function startIngestRole(
  ports: IngestLogsPorts & { readonly eventLog: EventLog },
  log: RoleLog,
): Promise<Role> {
  const subscription = await ports.eventLog.consume({
    group: INGEST_GROUP,
    topics: [CHAIN_LOGS],
    maximumBatch: MAXIMUM_BATCH,
    handle: async (batch) => {
      const { notices = [], ...counts } = await ingestLogs(ports, batch);
      const facts = { role: 'ingest', topic: batch.topic, partition: batch.partition, ...counts };
      if (counts.refused > 0) log.warn(facts, 'kept dead letters');
      if (counts.untrusted > 0) log.info(facts, 'passed over events of unknown emitters');
      for (const notice of notices) tell(log, notice);
    },
  });
  return { name: 'ingest', finished: subscription.finished, stop: () => subscription.stop() };
}

/** An operator must hear of what halts a chain or takes something back. */
function tell(log: RoleLog, notice: ChainNotice): void {
  const { chain } = notice;
  const facts = { role: 'ingest', chain };
  switch (notice.kind) {
    case 'reorganised':
      log.warn({ ...facts, depth: notice.depth, undone: notice.undone }, 'a chain reorganised');
      return;
    case 'gapped': {
      const missing = { from: String(notice.missing?.from), to: String(notice.missing?.to) };
      log.warn({ ...facts, missing }, 'blocks are missing: what lies beyond them waits for a backfill');
      return;
    }
    case 'gap-closed':
      log.info({ ...facts, tip: notice.tip }, 'the missing blocks have been told');
      return;
    case 'contradicted':
      log.warn({ ...facts, reason: notice.reason }, 'a final block was taken back: the chain is halted');
  }
}
