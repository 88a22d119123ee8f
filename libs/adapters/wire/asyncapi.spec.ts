import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument, DOCUMENT_FORMATS, TOPICS } from './index.js';

/** Partition counts as the architecture document promises them; changing one would move keys. */
const PARTITIONS = {
  'chain.logs': 8,
  'market.prices': 1,
  'account.events': 8,
  'margin.events': 8,
  'liquidation.events': 8,
  'settlement.events': 8,
  'transfer.events': 8,
  'policy.events': 1,
  'leg.events': 8,
  'bridge.events': 1,
  'systemic-risk.events': 1,
};

describe('the AsyncAPI document', () => {
  const document = asyncApiDocument('1.2.3') as unknown as {
    channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
    operations: Record<string, { channel: { $ref: string }; messages: { $ref: string }[] }>;
    components: { messages: Record<string, { payload: { properties: Record<string, unknown> } }> };
  };

  it('has every topic with its partitions', () => {
    expect(Object.fromEntries(TOPICS.map(({ topic, partitions }) => [topic, partitions]))).toEqual(
      PARTITIONS,
    );
    expect(Object.keys(document.channels)).toEqual(Object.keys(PARTITIONS));
  });

  it('has only references that lead somewhere, to a payload that names its schema', () => {
    for (const [name, channel] of Object.entries(document.channels)) {
      for (const [key, { $ref }] of Object.entries(channel.messages)) {
        expect($ref).toBe(`#/components/messages/${key}`);
        expect(document.components.messages[key]?.payload.properties).toHaveProperty('schema');
      }
      const operation = Object.values(document.operations).find(
        ({ channel: to }) => to.$ref === `#/channels/${name}`,
      );
      expect(operation?.messages.map(({ $ref }) => $ref)).toEqual(
        Object.keys(channel.messages).map((key) => `#/channels/${name}/messages/${key}`),
      );
    }
  });

  it('uses component keys that AsyncAPI allows', () => {
    for (const key of Object.keys(document.components.messages)) expect(key).toMatch(/^[\w.-]+$/);
  });
});

describe('the published schemas', () => {
  it('have names of their own', () => {
    const names = DOCUMENT_FORMATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('close the documents that people write and leave events open', () => {
    for (const { unknownFields, jsonSchema } of DOCUMENT_FORMATS) {
      expect(jsonSchema()['additionalProperties']).toBe(unknownFields === 'refused' ? false : undefined);
    }
  });
});
