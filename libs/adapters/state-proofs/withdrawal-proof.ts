import type { ProofEvidence } from '@causeway/domain/bridging';
import { fail, ok, type Address, type ChainId, type Hash, type Result } from '@causeway/domain/units';
import type { ValueCode } from './account-proof.js';
import type { VerifiedHeader } from './block-header.js';
import { bytesOf, hashOf, hexOf, knownBytes, wordOf, type HexBytes } from './bytes.js';
import { keccak256 } from './keccak.js';
import { readMerkleProof, type ProofCode } from './merkle-patricia-proof.js';

/** A message from an OP-stack rollup to its settlement layer, as `MessagePassed` tells it. */
export interface Withdrawal {
  readonly nonce: bigint;
  readonly sender: Address;
  readonly target: Address;
  /** In wei. */
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly data: HexBytes;
}

/** What an output root commits to (OP-stack specification, proposals, version 0), under the portal's names. */
export interface OutputRootProof {
  readonly version: Hash;
  readonly stateRoot: Hash;
  readonly messagePasserStorageRoot: Hash;
  readonly latestBlockhash: Hash;
}

/** What `proveWithdrawalTransaction` of the portal is given, and the hash that it should show. */
export interface WithdrawalProof {
  readonly withdrawal: Withdrawal;
  readonly outputRootProof: OutputRootProof;
  readonly withdrawalProof: readonly HexBytes[];
  readonly withdrawalHash?: Hash;
}

/** A withdrawal that the rollup has recorded. `withdrawalHash` is the message id of its transfer. */
export interface ProvenWithdrawal {
  readonly withdrawal: Withdrawal;
  readonly withdrawalHash: Hash;
  readonly proven: Extract<ProofEvidence, { basis: 'output-root' }>;
}

export type WithdrawalCode =
  | 'WRONG_OUTPUT_ROOT'
  /** Only version 0 of output roots is known. */
  | 'UNSUPPORTED_OUTPUT_VERSION'
  /** The rollup has not recorded this withdrawal. */
  | 'NO_WITHDRAWAL'
  | 'MALFORMED_WITHDRAWAL'
  /** The header is of another block than the output root. */
  | 'WRONG_BLOCK_HASH';

/** `sentMessages` is the message passer's first slot, and `true` is 1 in RLP. */
const SENT_MESSAGES_SLOT = 0n;
const SENT = '0x01';
const VERSION_0 = `0x${'0'.repeat(64)}`;
const WORD_BYTES = 32;
const UINT256_END = 2n ** 256n;

/** keccak-256 of version, state root, message passer storage root and block hash, in this order. */
export function outputRootOf(proof: OutputRootProof): Hash {
  const { version, stateRoot, messagePasserStorageRoot, latestBlockhash } = proof;
  const parts = [version, stateRoot, messagePasserStorageRoot, latestBlockhash].map(knownBytes);
  return hashOf(keccak256(Buffer.concat(parts)));
}

/**
 * Checks that an OP-stack rollup has recorded a withdrawal: the output root is made of what it should be, and the
 * storage of L2ToL1MessagePasser under it marks the withdrawal's hash as sent. The output root has to come from a
 * source that is trusted: a dispute game that was resolved in its favour, or the old output oracle.
 * `header`, when given, must be that of the output root's block, and adds the block's number to the evidence.
 * Source: specs.optimism.io, protocol/withdrawals and protocol/proposals; OptimismPortal.proveWithdrawalTransaction.
 */
export function verifyWithdrawalProof(
  rollup: ChainId,
  proof: WithdrawalProof,
  outputRoot: Hash,
  header?: Pick<VerifiedHeader, 'blockNumber' | 'blockHash' | 'stateRoot'>,
): Result<ProvenWithdrawal, ProofCode | ValueCode | WithdrawalCode> {
  const output = checkOutputRoot(proof.outputRootProof, outputRoot, header);
  if (!output.ok) return output;
  const withdrawalHash = hashWithdrawal(proof.withdrawal);
  if (!withdrawalHash.ok) return withdrawalHash;
  if (proof.withdrawalHash !== undefined && proof.withdrawalHash !== withdrawalHash.value) {
    return fail('WRONG_VALUE', `the withdrawal's hash is ${withdrawalHash.value}`, 'withdrawalHash');
  }
  const { messagePasserStorageRoot, stateRoot, latestBlockhash } = proof.outputRootProof;
  const slot = keccak256(Buffer.concat([knownBytes(withdrawalHash.value), wordOf(SENT_MESSAGES_SLOT)]));
  const root = knownBytes(messagePasserStorageRoot);
  const found = readMerkleProof(root, keccak256(slot), proof.withdrawalProof, 'withdrawalProof');
  if (!found.ok) return found;
  if (found.value === undefined) {
    return fail('NO_WITHDRAWAL', `the rollup has not recorded ${withdrawalHash.value}`, 'withdrawal');
  }
  if (hexOf(found.value) !== SENT) {
    return fail('MALFORMED_VALUE', 'the message passer holds something else than true', 'withdrawalProof');
  }
  return ok({
    withdrawal: proof.withdrawal,
    withdrawalHash: withdrawalHash.value,
    proven: {
      basis: 'output-root',
      chain: rollup,
      blockHash: latestBlockhash,
      ...(header === undefined ? {} : { blockNumber: header.blockNumber }),
      stateRoot,
      outputRoot,
    },
  });
}

function checkOutputRoot(
  proof: OutputRootProof,
  outputRoot: Hash,
  header: Pick<VerifiedHeader, 'blockHash' | 'stateRoot'> | undefined,
): Result<void, WithdrawalCode> {
  if (proof.version !== VERSION_0) {
    const message = `output root version ${proof.version} is not known`;
    return fail('UNSUPPORTED_OUTPUT_VERSION', message, 'outputRootProof.version');
  }
  const computed = outputRootOf(proof);
  if (computed !== outputRoot) {
    const message = `the parts make the output root ${computed}, not ${outputRoot}`;
    return fail('WRONG_OUTPUT_ROOT', message, 'outputRootProof');
  }
  const isSameBlock = header?.blockHash === proof.latestBlockhash && header.stateRoot === proof.stateRoot;
  if (header !== undefined && !isSameBlock) {
    const message = `the output root is of block ${proof.latestBlockhash}, not of ${header.blockHash}`;
    return fail('WRONG_BLOCK_HASH', message, 'header');
  }
  return ok(undefined);
}

/** keccak-256 of the ABI encoding of the six fields. */
function hashWithdrawal(withdrawal: Withdrawal): Result<Hash, WithdrawalCode> {
  const { nonce, sender, target, value, gasLimit, data } = withdrawal;
  for (const [name, amount] of Object.entries({ nonce, value, gasLimit })) {
    if (amount < 0n || amount >= UINT256_END) {
      return fail('MALFORMED_WITHDRAWAL', `${amount} is no uint256`, `withdrawal.${name}`);
    }
  }
  const bytes = bytesOf(data);
  if (bytes === undefined) return fail('MALFORMED_WITHDRAWAL', 'not hexadecimal', 'withdrawal.data');
  const head = [nonce, BigInt(sender), BigInt(target), value, gasLimit, 6n * BigInt(WORD_BYTES)];
  const padding = new Uint8Array((WORD_BYTES - (bytes.length % WORD_BYTES)) % WORD_BYTES);
  const words = [...head, BigInt(bytes.length)].map(wordOf);
  return ok(hashOf(keccak256(Buffer.concat([...words, bytes, padding]))));
}
