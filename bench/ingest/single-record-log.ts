import type { EventLog } from '@causeway/application/ports';

/** The same log, whose groups are handed one record at a time. */
export function singleRecordLog(log: EventLog): EventLog {
  return {
    ensureTopics: (topics) => log.ensureTopics(topics),
    append: (topic, records) => log.append(topic, records),
    consume: (request) => log.consume({ ...request, maximumBatch: 1 }),
    read: (request) => log.read(request),
    endOffsets: (topic) => log.endOffsets(topic),
    committedOffsets: (group, topic) => log.committedOffsets(group, topic),
    close: () => log.close(),
  };
}
