import { describe, expect, it } from '@jest/globals';
import { murmur2, partitionOfKey } from './partition-of-key.js';

/** From Apache Kafka's own UtilsTest.testMurmur2. */
const KAFKA_VECTORS: readonly (readonly [string, number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

describe('murmur2', () => {
  it.each(KAFKA_VECTORS)('hashes %s as the Java client does', (key, hash) => {
    expect(murmur2(new TextEncoder().encode(key))).toBe(hash);
  });
});

describe('partitionOfKey', () => {
  it.each(KAFKA_VECTORS)('takes the hash of %s without its sign', (key, hash) => {
    expect(partitionOfKey(key, 7)).toBe((hash & 0x7fffffff) % 7);
  });

  it('hashes the UTF-8 bytes of a key', () => {
    const bytes = Buffer.from('Überweisung €', 'utf8');
    expect(partitionOfKey('Überweisung €', 1000)).toBe((murmur2(bytes) & 0x7fffffff) % 1000);
  });
});
