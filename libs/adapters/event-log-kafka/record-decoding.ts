import type { StoredRecord } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { IHeaders, KafkaMessage } from 'kafkajs';

/** A message as the port has it; bytes that others wrote and that are no UTF-8 become replacement characters. */
export function toStoredRecord(topic: string, partition: number, message: KafkaMessage): StoredRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString('utf8') ?? '',
    value: message.value?.toString('utf8') ?? '',
    headers: toHeaders(message.headers ?? {}),
    appendedAt: Number(message.timestamp) as UnixMilliseconds,
  };
}

/** Kafka lets a header appear several times; the last one counts. */
function toHeaders(headers: IHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const last = Array.isArray(value) ? value.at(-1) : value;
    return [name, last === undefined ? '' : last.toString()] as const;
  });
  return Object.fromEntries(entries);
}
