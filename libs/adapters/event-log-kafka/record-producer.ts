import { partitionOfKey, recordBytes, type EventRecord } from '@causeway/application/ports';
import type { Message, PartitionerArgs, Producer } from 'kafkajs';
import type { ConnectedClient } from './connected-client.js';

/** Bytes after which a request is closed; all records of one partition in it make one batch on the broker. */
const REQUEST_BYTES = 4 * 1024 * 1024;
const REQUEST_RECORDS = 5_000;
const ALL_REPLICAS = -1;
/** How long the brokers may take to copy a record; less than we wait for their answer. */
const REPLICATION_TIMEOUT_MILLISECONDS = 10_000;

/** The producer's settings: idempotent, which with kafkajs needs one request in flight. */
export const PRODUCER_SETTINGS = {
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner:
    () =>
    ({ message, partitionMetadata }: PartitionerArgs): number =>
      partitionOfKey(String(message.key ?? ''), partitionMetadata.length),
};

/** Sends records one request after another, so that their order does not depend on which arrives first. */
export class RecordProducer {
  #previous: Promise<void> = Promise.resolve();

  constructor(private readonly producer: ConnectedClient<Producer>) {}

  async append(topic: string, records: readonly EventRecord[]): Promise<void> {
    const requests = splitIntoRequests(records);
    const sending = this.#previous.then(async () => {
      for (const messages of requests) {
        const request = { topic, messages, acks: ALL_REPLICAS, timeout: REPLICATION_TIMEOUT_MILLISECONDS };
        await this.producer.use((producer) => producer.send(request));
      }
    });
    this.#previous = sending.catch(() => undefined);
    await sending;
  }

  async close(): Promise<void> {
    await this.#previous;
    await this.producer.close();
  }
}

/** @throws FatalError when a record is too large or holds what no log keeps */
function splitIntoRequests(records: readonly EventRecord[]): readonly Message[][] {
  const requests: Message[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = recordBytes(record);
    const request = requests.at(-1);
    bytes += size;
    if (request === undefined || bytes > REQUEST_BYTES || request.length === REQUEST_RECORDS) {
      requests.push([toMessage(record)]);
      bytes = size;
    } else {
      request.push(toMessage(record));
    }
  }
  return requests;
}

function toMessage({ key, value, headers }: EventRecord): Message {
  return { key, value, headers: { ...headers } };
}
