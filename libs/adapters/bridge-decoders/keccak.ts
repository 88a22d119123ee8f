import type { Hex } from 'viem';
import { keccak256 as hashOf } from '@causeway/adapters/state-proofs';

/**
 * keccak-256 of bytes in hexadecimal. In WebAssembly, because message ids are hashes of whole calls and hashing them in
 * JavaScript costs more than reading the logs.
 */
export function keccak256(bytes: Hex): Hex {
  return `0x${Buffer.from(hashOf(Buffer.from(bytes.slice(2), 'hex'))).toString('hex')}`;
}
