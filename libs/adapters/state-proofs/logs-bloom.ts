import type { RawLog } from '@causeway/domain/bridging';
import { knownBytes, type HexBytes } from './bytes.js';
import { keccak256 } from './keccak.js';

/** A log as a receipt commits to it; its number in the block is not part of that. */
export type ReceiptLog = Omit<RawLog, 'logIndex'>;

const BLOOM_BYTES = 256;

/**
 * The bloom filter of logs: three bits of 2048 for each emitter and each topic, chosen by its keccak-256 (Yellow
 * Paper, section 4.3.1, M3:2048).
 */
export function logsBloom(logs: readonly Pick<ReceiptLog, 'address' | 'topics'>[]): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES);
  for (const { address, topics } of logs) {
    for (const entry of [address, ...topics]) addToBloom(bloom, entry);
  }
  return bloom;
}

/**
 * Whether a bloom filter may hold all of these logs. False means that they are not in its block; true is no proof,
 * because other logs can set the same bits.
 */
export function bloomMayHold(
  bloom: HexBytes,
  logs: readonly Pick<ReceiptLog, 'address' | 'topics'>[],
): boolean {
  const bits = knownBytes(bloom);
  return logsBloom(logs).every((byte, at) => (byte & (bits[at] ?? 0)) === byte);
}

function addToBloom(bloom: Uint8Array, entry: HexBytes): void {
  const digest = keccak256(knownBytes(entry));
  for (const at of [0, 2, 4]) {
    const bit = (((digest[at] ?? 0) << 8) | (digest[at + 1] ?? 0)) % (BLOOM_BYTES * 8);
    const byte = BLOOM_BYTES - 1 - (bit >> 3);
    bloom[byte] = (bloom[byte] ?? 0) | (1 << (bit & 7));
  }
}
