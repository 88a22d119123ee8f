import { RLP } from '@ethereumjs/rlp';
import type { ProofEvidence } from '@causeway/domain/bridging';
import { fail, ok, type Result } from '@causeway/domain/units';
import type { ValueCode } from './account-proof.js';
import type { VerifiedHeader } from './block-header.js';
import { hexOf, knownBytes, minimalBytes, type HexBytes } from './bytes.js';
import { bloomMayHold } from './logs-bloom.js';
import { readMerkleProof, type ProofCode } from './merkle-patricia-proof.js';
import { readReceipt, type ConsensusReceipt } from './receipt-encoding.js';

/** The nodes from a block's receipts root down to one receipt, and optionally the receipt that they should show. */
export interface ReceiptProof {
  /** The place of the transaction in its block, from 0. */
  readonly transactionIndex: number;
  readonly proof: readonly HexBytes[];
  /** As the trie holds it: the type, if any, and RLP. */
  readonly receipt?: HexBytes;
}

/** A receipt that its block commits to. Neither transaction hash nor log numbers are part of the commitment. */
export interface ProvenReceipt extends ConsensusReceipt {
  readonly transactionIndex: number;
  readonly proven: Extract<ProofEvidence, { basis: 'receipts-root' }>;
}

export type ReceiptCode =
  /** The block has no transaction at this place. */
  | 'NO_RECEIPT'
  /** The header's bloom filter rules out logs that the receipt holds. */
  | 'WRONG_BLOOM'
  | 'INVALID_TRANSACTION_INDEX';

/** The path of a receipt, and of a transaction, in the trie of its block. */
export function receiptPath(transactionIndex: number): Uint8Array {
  return RLP.encode(minimalBytes(BigInt(transactionIndex)));
}

/**
 * Checks that a block holds a receipt: against its receipts root, the receipt's own bloom filter, and the block's.
 * `header` is what `verifyHeader` gave, or the same facts from a source that is trusted as they are.
 */
export function verifyReceiptProof(
  header: Pick<VerifiedHeader, 'chain' | 'blockNumber' | 'blockHash' | 'receiptsRoot' | 'logsBloom'>,
  { transactionIndex, proof, receipt: claim }: ReceiptProof,
): Result<ProvenReceipt, ProofCode | ValueCode | ReceiptCode> {
  if (!Number.isSafeInteger(transactionIndex) || transactionIndex < 0) {
    const message = `${transactionIndex} is not a whole number from 0`;
    return fail('INVALID_TRANSACTION_INDEX', message, 'transactionIndex');
  }
  const { chain, blockNumber, blockHash, receiptsRoot } = header;
  const found = readMerkleProof(knownBytes(receiptsRoot), receiptPath(transactionIndex), proof, 'proof');
  if (!found.ok) return found;
  if (found.value === undefined) {
    const message = `the block has no transaction ${transactionIndex}`;
    return fail('NO_RECEIPT', message, 'transactionIndex');
  }
  if (claim !== undefined && claim !== hexOf(found.value)) {
    return fail('WRONG_VALUE', 'the block holds another receipt at this place', 'receipt');
  }
  const receipt = readReceipt(found.value);
  if (receipt === undefined) {
    return fail('MALFORMED_VALUE', 'what the block holds at this place is no receipt', 'proof');
  }
  if (!bloomMayHold(header.logsBloom, receipt.logs)) {
    return fail('WRONG_BLOOM', "the block's bloom filter rules out logs of the receipt", 'header.logsBloom');
  }
  const proven = { basis: 'receipts-root', chain, blockNumber, blockHash, receiptsRoot } as const;
  return ok({ transactionIndex, ...receipt, proven });
}
