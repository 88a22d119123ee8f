import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { partitionOfKey } from '@causeway/application/ports';

const kafkajsPartitioner = Partitioners.DefaultPartitioner();

describe('partitionOfKey', () => {
  it("agrees with kafkajs' default partitioner for every key", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          partitionErrorCode: 0,
          partitionId,
          leader: 1,
          replicas: [1],
          isr: [1],
        }));
        const theirs = kafkajsPartitioner({
          topic: 'any',
          partitionMetadata,
          message: { key: Buffer.from(key), value: null },
        });
        expect(partitionOfKey(key, partitions)).toBe(theirs);
      }),
    );
  });
});
