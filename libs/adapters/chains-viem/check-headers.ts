import { verifyHeader } from '@causeway/adapters/state-proofs';
import type { ContradictionCode } from '@causeway/application/ports';
import { fail, ok, type ChainId, type Result } from '@causeway/domain/units';
import type { ChainBlock } from './json-rpc-answers.js';

/**
 * Checks that each block's header is the one its hash commits to, where the fields are known, and that each names
 * the block before it as its parent, where that was read.
 * @param blocks in order of their numbers
 */
export function checkHeaders(chain: ChainId, blocks: readonly ChainBlock[]): Result<void, ContradictionCode> {
  for (const [index, { header, fields }] of blocks.entries()) {
    if (fields !== undefined) {
      const verified = verifyHeader(chain, fields, header.hash);
      if (!verified.ok) {
        return fail('HEADER_HASH_MISMATCH', `block ${header.number}: ${verified.failure.message}`);
      }
    }
    const previous = blocks[index - 1]?.header;
    if (previous?.number === header.number - 1n && previous.hash !== header.parentHash) {
      return fail(
        'PARENT_HASH_MISMATCH',
        `block ${header.number} names ${header.parentHash} as its parent, but the block before it is ${previous.hash}`,
      );
    }
  }
  return ok(undefined);
}
