const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const ROTATION = 24;
const utf8 = new TextEncoder();

/** The partition of a key as Kafka's default partitioner chooses it, so that clients in any language agree. */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(utf8.encode(key)) & 0x7fffffff) % partitions;
}

/**
 * The 32-bit MurmurHash2 of Kafka's clients (`org.apache.kafka.common.utils.Utils.murmur2`), as a signed integer.
 * Indexing past the end never happens, hence the plain reads of a DataView.
 */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = bytes.byteLength & ~3;
  let hash = SEED ^ bytes.byteLength;
  for (let index = 0; index < tail; index += 4) {
    let word = Math.imul(view.getInt32(index, true), MULTIPLIER);
    word ^= word >>> ROTATION;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const rest = bytes.byteLength - tail;
  if (rest === 3) hash ^= view.getUint8(tail + 2) << 16;
  if (rest >= 2) hash ^= view.getUint8(tail + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ view.getUint8(tail), MULTIPLIER);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}
