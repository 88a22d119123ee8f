import type { ProofEvidence } from '@causeway/domain/bridging';
import { fail, ok, type Address, type Hash, type Result } from '@causeway/domain/units';
import type { VerifiedHeader } from './block-header.js';
import { hashOf, knownBytes, type HexBytes } from './bytes.js';
import { keccak256 } from './keccak.js';
import { EMPTY_TRIE_ROOT, readMerkleProof, type ProofCode } from './merkle-patricia-proof.js';
import { readList, readString, readUnsigned, readWhole } from './rlp-reader.js';

/** An account of `eth_getProof` (EIP-1186): the nodes, and what the node claims that they show. */
export interface AccountProof {
  readonly address: Address;
  readonly accountProof: readonly HexBytes[];
  readonly nonce?: bigint;
  /** In wei. */
  readonly balance?: bigint;
  readonly codeHash?: Hash;
  readonly storageHash?: Hash;
}

/** Evidence that rests on a block's state root. */
export type StateEvidence = Extract<ProofEvidence, { basis: 'state-root' }>;

/** What a block's state holds for an address. An account that does not exist has what an empty one would have. */
export interface ProvenAccount {
  readonly address: Address;
  readonly exists: boolean;
  readonly nonce: bigint;
  /** In wei. */
  readonly balance: bigint;
  readonly codeHash: Hash;
  readonly storageHash: Hash;
  readonly proven: StateEvidence;
}

export type ValueCode =
  /** The value in the trie is not canonical RLP of what has to be there. */
  | 'MALFORMED_VALUE'
  /** What is claimed is not what the trie holds. */
  | 'WRONG_VALUE';

type Account = Pick<ProvenAccount, 'nonce' | 'balance' | 'codeHash' | 'storageHash'>;

const ACCOUNT_ITEMS = 4;
const NO_HASH = `0x${'0'.repeat(64)}`;
const NO_ACCOUNT: Account = {
  nonce: 0n,
  balance: 0n,
  codeHash: hashOf(keccak256(new Uint8Array())),
  storageHash: hashOf(EMPTY_TRIE_ROOT),
};

/**
 * Checks an account against the state root of a block, and each claim of the node against the account. An account
 * that does not exist is proven just as well, and its claims must then be those of an empty account; nodes also
 * write its two hashes as 0.
 * `header` is what `verifyHeader` gave, or the same facts from a source that is trusted as they are.
 */
export function verifyAccountProof(
  header: Pick<VerifiedHeader, 'chain' | 'blockNumber' | 'blockHash' | 'stateRoot'>,
  proof: AccountProof,
): Result<ProvenAccount, ProofCode | ValueCode> {
  const path = keccak256(knownBytes(proof.address));
  const found = readMerkleProof(knownBytes(header.stateRoot), path, proof.accountProof, 'accountProof');
  if (!found.ok) return found;
  const exists = found.value !== undefined;
  const account = found.value === undefined ? NO_ACCOUNT : readAccount(found.value);
  if (account === undefined) {
    return fail('MALFORMED_VALUE', 'the trie holds no account under this address', 'accountProof');
  }
  for (const name of ['nonce', 'balance', 'codeHash', 'storageHash'] as const) {
    const claim = proof[name];
    const isZeroed = !exists && claim === NO_HASH;
    if (claim !== undefined && claim !== account[name] && !isZeroed) {
      return fail('WRONG_VALUE', `the state holds ${account[name]}, not ${claim}`, name);
    }
  }
  const { chain, blockNumber, blockHash, stateRoot } = header;
  const proven: StateEvidence = { basis: 'state-root', chain, blockNumber, blockHash, stateRoot };
  return ok({ address: proof.address, exists, ...account, proven });
}

/** nonce, balance, storage root, code hash (Yellow Paper, section 4.1). */
function readAccount(value: Uint8Array): Account | undefined {
  const items = readList(value, readWhole(value), ACCOUNT_ITEMS);
  if (items?.length !== ACCOUNT_ITEMS) return undefined;
  const nonce = readUnsigned(value, items[0], 8);
  const balance = readUnsigned(value, items[1], 32);
  const storageRoot = readString(value, items[2], 32);
  const codeHash = readString(value, items[3], 32);
  if (nonce === undefined || balance === undefined) return undefined;
  if (storageRoot === undefined || codeHash === undefined) return undefined;
  return { nonce, balance, codeHash: hashOf(codeHash), storageHash: hashOf(storageRoot) };
}
