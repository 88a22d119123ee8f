import type { ChainId, Hash } from '@causeway/domain/units';

/** The block that a proof is about. That the chain holds this block is not part of the proof. */
interface ProvenBlock {
  readonly chain: ChainId;
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
}

/**
 * What was shown by a Merkle proof, so that it need not be believed of whoever told it. Everything rests on one
 * hash: the block's, and for a withdrawal the output root that the settlement layer holds. Whoever relies on the
 * evidence compares that hash with one he trusts.
 *
 * - `state-root`: a balance, nonce, code or storage slot of an account at the end of the block;
 * - `receipts-root`: the outcome and logs of a transaction of the block;
 * - `output-root`: a message that left an OP-stack rollup, as its settlement layer sees it. The block's number is
 *   known only when its header was shown too.
 */
export type ProofEvidence =
  | (ProvenBlock & { readonly basis: 'state-root'; readonly stateRoot: Hash })
  | (ProvenBlock & { readonly basis: 'receipts-root'; readonly receiptsRoot: Hash })
  | (Omit<ProvenBlock, 'blockNumber'> & {
      readonly basis: 'output-root';
      readonly blockNumber?: bigint;
      readonly stateRoot: Hash;
      readonly outputRoot: Hash;
    });
