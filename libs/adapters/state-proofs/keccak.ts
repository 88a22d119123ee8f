import { createKeccak } from 'hash-wasm';

// Compiling WebAssembly is asynchronous, so it is done once when the module loads; hashing itself is synchronous.
const hasher = await createKeccak(256);

/** keccak-256 of bytes: 32 bytes. WebAssembly, because hashing is nearly all that verifying a proof costs. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return hasher.init().update(bytes).digest('binary');
}
