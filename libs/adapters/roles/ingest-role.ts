import { INGEST_GROUP } from '@causeway/application/check-drained';
import { ingestLogs, type IngestLogsPorts } from '@causeway/application/ingest-logs';
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
      const outcome = await ingestLogs(ports, batch);
      const facts = { role: 'ingest', topic: batch.topic, partition: batch.partition, ...outcome };
      if (outcome.refused > 0) log.warn(facts, 'kept dead letters');
      if (outcome.untrusted > 0) log.info(facts, 'passed over events of unknown emitters');
    },
  });
  return { name: 'ingest', finished: subscription.finished, stop: () => subscription.stop() };
}
