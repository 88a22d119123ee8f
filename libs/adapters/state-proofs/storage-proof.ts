import { fail, ok, type Address, type Result } from '@causeway/domain/units';
import type { ProvenAccount, StateEvidence, ValueCode } from './account-proof.js';
import { knownBytes, wordOf, type HexBytes } from './bytes.js';
import { keccak256 } from './keccak.js';
import { readMerkleProof, type ProofCode } from './merkle-patricia-proof.js';
import { readUnsigned, readWhole } from './rlp-reader.js';

/** A slot of `eth_getProof` (EIP-1186): its key, the nodes, and the value that the node claims. */
export interface StorageProof {
  readonly key: bigint;
  readonly value?: bigint;
  readonly proof: readonly HexBytes[];
}

/** What a contract's storage holds in a slot. A slot that was never written, or cleared, holds 0. */
export interface ProvenSlot {
  readonly address: Address;
  readonly key: bigint;
  readonly exists: boolean;
  readonly value: bigint;
  readonly proven: StateEvidence;
}

/** What `verifyStorageProof` refuses beyond the proof itself. */
export type SlotCode = 'INVALID_SLOT';

/**
 * Checks a storage slot against the storage root of an account that is itself proven. That a slot is empty is
 * proven just as well. `field` is where the proof stands in its document.
 */
export function verifyStorageProof(
  account: ProvenAccount,
  { key, value: claim, proof }: StorageProof,
  field = 'storageProof',
): Result<ProvenSlot, ProofCode | ValueCode | SlotCode> {
  if (key < 0n || key >= 2n ** 256n) return fail('INVALID_SLOT', `${key} is no slot`, `${field}.key`);
  const path = keccak256(wordOf(key));
  const found = readMerkleProof(knownBytes(account.storageHash), path, proof, `${field}.proof`);
  if (!found.ok) return found;
  const exists = found.value !== undefined;
  const value = found.value === undefined ? 0n : readSlot(found.value);
  if (value === undefined) {
    return fail('MALFORMED_VALUE', 'the trie holds no number in this slot', `${field}.proof`);
  }
  if (claim !== undefined && claim !== value) {
    return fail('WRONG_VALUE', `the slot holds ${value}, not ${claim}`, `${field}.value`);
  }
  return ok({ address: account.address, key, exists, value, proven: account.proven });
}

/** A number above 0: a contract that writes 0 takes the slot out of the trie. */
function readSlot(bytes: Uint8Array): bigint | undefined {
  const value = readUnsigned(bytes, readWhole(bytes), 32);
  return value === 0n ? undefined : value;
}
