import type { BlockHeader, ChainTransaction, EmittedLog } from '@causeway/application/ports';
import { fail, ok, type Result } from '@causeway/domain/units';

export type EvidenceCode = 'BLOCK_HASH_MISMATCH' | 'LOG_MISMATCH';

/**
 * Checks that the answers about the same blocks agree: each emitted log lies in the block that the header names,
 * its transaction too, and the transaction holds that very log. They may come from different endpoints.
 */
export function checkEvidence(
  emitted: readonly EmittedLog[],
  headers: ReadonlyMap<bigint, BlockHeader>,
  transactions: readonly ChainTransaction[],
): Result<void, EvidenceCode> {
  const byHash = new Map(transactions.map((transaction) => [transaction.transactionHash, transaction]));
  for (const found of emitted) {
    const { blockNumber, blockHash, transactionHash, log } = found;
    const header = headers.get(blockNumber);
    if (header?.hash !== blockHash) {
      return fail(
        'BLOCK_HASH_MISMATCH',
        `log ${log.logIndex} of block ${blockNumber} lies in ${blockHash}, but the block's hash is ${header?.hash ?? 'unknown'}`,
      );
    }
    const transaction = byHash.get(transactionHash);
    if (transaction?.blockHash !== blockHash || transaction.blockNumber !== blockNumber) {
      return fail(
        'BLOCK_HASH_MISMATCH',
        `transaction ${transactionHash} has a log in block ${blockHash}, but its receipt lies in ${transaction?.blockHash ?? 'none'}`,
      );
    }
    if (!transaction.logs.some((candidate) => isSameLog(candidate, log))) {
      return fail(
        'LOG_MISMATCH',
        `the receipt of ${transactionHash} lacks the log ${log.logIndex} that was found in its block`,
      );
    }
  }
  return ok(undefined);
}

function isSameLog(a: EmittedLog['log'], b: EmittedLog['log']): boolean {
  return (
    a.logIndex === b.logIndex &&
    a.address === b.address &&
    a.data === b.data &&
    a.topics.length === b.topics.length &&
    a.topics.every((topic, index) => topic === b.topics[index])
  );
}
