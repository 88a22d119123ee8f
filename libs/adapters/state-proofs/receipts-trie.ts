import { createMerkleProof, createMPT, type MerklePatriciaTrie } from '@ethereumjs/mpt';
import type { Hash } from '@causeway/domain/units';
import { hashOf, hexOf } from './bytes.js';
import { encodeReceipt, type ConsensusReceipt } from './receipt-encoding.js';
import { receiptPath, type ReceiptProof } from './receipt-proof.js';

const HASH_BYTES = 32;

/** The receipts root of a block that holds these receipts, all of the block in its order. */
export async function receiptsRoot(receipts: readonly ConsensusReceipt[]): Promise<Hash> {
  const trie = await receiptsTrie(receipts);
  return hashOf(trie.root());
}

/**
 * The proof that a block of these receipts, all of the block in its order, holds the one at `transactionIndex`. No
 * node's interface offers such proofs, so they are made from the answer to `eth_getBlockReceipts`.
 * @throws RangeError when the block has no such transaction
 */
export async function proveReceipt(
  receipts: readonly ConsensusReceipt[],
  transactionIndex: number,
): Promise<ReceiptProof> {
  const receipt = receipts[transactionIndex];
  if (receipt === undefined) throw new RangeError(`the block has no transaction ${transactionIndex}`);
  const nodes = await createMerkleProof(await receiptsTrie(receipts), receiptPath(transactionIndex));
  // A node shorter than a hash lies inside the one above, and the library lists it again.
  const proof = nodes.filter((node, at) => at === 0 || node.length >= HASH_BYTES).map(hexOf);
  return { transactionIndex, proof, receipt: hexOf(encodeReceipt(receipt)) };
}

async function receiptsTrie(receipts: readonly ConsensusReceipt[]): Promise<MerklePatriciaTrie> {
  const trie = await createMPT();
  for (const [index, receipt] of receipts.entries()) {
    await trie.put(receiptPath(index), encodeReceipt(receipt));
  }
  return trie;
}
