import {
  topicOfStream,
  type EventLog,
  type EventRecord,
  type OutboxStore,
  type UnpublishedEvent,
} from '@causeway/application/ports';

/** What the relay needs from outside. */
export interface RelayOutboxPorts {
  readonly outbox: OutboxStore;
  readonly eventLog: EventLog;
  /** The record's value for an event. */
  readonly encodeEvent: (event: UnpublishedEvent) => string;
}

/**
 * Publishes up to `maximum` waiting events to their topics, in the order of each stream, and resolves to their
 * number. A crash between publishing and marking publishes again: the headers name each event by stream and seq,
 * so that consumers can drop the copy.
 */
export async function relayOutbox(ports: RelayOutboxPorts, maximum: number): Promise<number> {
  return ports.outbox.relay(maximum, async (events) => {
    const byTopic = new Map<string, EventRecord[]>();
    for (const event of events) {
      const topic = topicOfStream(event.stream);
      const records = byTopic.get(topic) ?? [];
      records.push(recordOf(event, ports.encodeEvent(event)));
      byTopic.set(topic, records);
    }
    for (const [topic, records] of byTopic) await ports.eventLog.append(topic, records);
  });
}

function recordOf(event: UnpublishedEvent, value: string): EventRecord {
  return {
    key: event.key,
    value,
    headers: {
      eventId: `${event.stream}#${event.seq}`,
      stream: event.stream,
      seq: String(event.seq),
      prevSeq: String(event.prevSeq),
      type: event.event.type,
    },
  };
}
