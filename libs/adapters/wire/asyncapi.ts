import type { JsonObject } from './json.js';
import { CHAIN_LOGS, MARKET_PRICES } from '@causeway/application/ports';
import { TOPICS, type Topic } from './topics.js';

type Format = Topic['formats'][number];

/** The topics whose records other programs may write. */
const INPUT_TOPICS: ReadonlySet<string> = new Set([CHAIN_LOGS, MARKET_PRICES]);

const HEADERS: JsonObject = {
  type: 'object',
  description: 'Absent on chain.logs and market.prices, whose records belong to no stream',
  properties: {
    eventId: {
      type: 'string',
      description: 'Unique: the stream and the number in it, e.g. margin/atlas-main#7',
    },
    type: { type: 'string', description: 'Type of the event, e.g. margin.changed' },
    stream: { type: 'string', description: 'Stream of the event, e.g. margin/atlas-main' },
    seq: { type: 'string', description: 'Number of the event in its stream, from 1 without gaps' },
    prevSeq: { type: 'string', description: 'Number of the event before it; 0 for the first' },
  },
};

/** The AsyncAPI 3 document of the event log: topics, keys, partitions and payload schemas. */
export function asyncApiDocument(version: string): JsonObject {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Causeway event log',
      version,
      description:
        'Topics of Causeway. Records with equal keys are in order; delivery is at least once, so consumers ' +
        'drop what they have seen by (stream, seq).',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(TOPICS.map((topic) => [topic.topic, channel(topic)])),
    operations: Object.fromEntries(TOPICS.map((topic) => [operationName(topic), operation(topic)])),
    components: {
      messages: Object.fromEntries(
        TOPICS.flatMap((topic) =>
          topic.formats.map((format) => [messageKey(format), message(topic, format)]),
        ),
      ),
    },
  };
}

function channel(topic: Topic): JsonObject {
  return {
    address: topic.topic,
    description: topic.description,
    messages: Object.fromEntries(
      topic.formats.map((format) => [
        messageKey(format),
        { $ref: `#/components/messages/${messageKey(format)}` },
      ]),
    ),
    bindings: { kafka: { topic: topic.topic, partitions: topic.partitions, bindingVersion: '0.5.0' } },
  };
}

function operation(topic: Topic): JsonObject {
  return {
    action: INPUT_TOPICS.has(topic.topic) ? 'receive' : 'send',
    channel: { $ref: `#/channels/${topic.topic}` },
    messages: topic.formats.map((format) => ({
      $ref: `#/channels/${topic.topic}/messages/${messageKey(format)}`,
    })),
  };
}

function message(topic: Topic, format: Format): JsonObject {
  const { $schema: _, ...payload } = format.jsonSchema();
  return {
    name: format.name,
    title: format.title,
    contentType: 'application/json',
    ...(INPUT_TOPICS.has(topic.topic) ? {} : { headers: HEADERS }),
    payload,
    bindings: { kafka: { key: { type: 'string', description: topic.key }, bindingVersion: '0.5.0' } },
  };
}

function operationName(topic: Topic): string {
  return `${INPUT_TOPICS.has(topic.topic) ? 'receive' : 'send'}.${topic.topic}`;
}

function messageKey(format: Format): string {
  return format.name.replace(/^causeway\./, '').replace(/\/\d+$/, '');
}
