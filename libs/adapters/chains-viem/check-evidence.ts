import type { ChainTransaction, ContradictionCode } from '@causeway/application/ports';
import type { RawLog } from '@causeway/domain/bridging';
import { fail, ok, type Result } from '@causeway/domain/units';
import type { ChainBlock, EmittedLog } from './json-rpc-answers.js';

/**
 * Checks that the answers about the same blocks agree: each emitted log lies in the block that the header names,
 * its transaction too, and the transaction holds that very log.
 */
export function checkEvidence(
  emitted: readonly EmittedLog[],
  blocks: ReadonlyMap<bigint, ChainBlock>,
  transactions: readonly ChainTransaction[],
): Result<void, ContradictionCode> {
  const byHash = new Map(transactions.map((transaction) => [transaction.transactionHash, transaction]));
  for (const found of emitted) {
    const { blockNumber, blockHash, transactionHash, log } = found;
    const header = blocks.get(blockNumber)?.header;
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

/** Whether two logs are the same, their numbers in the block included. */
export function isSameLog(a: RawLog, b: RawLog): boolean {
  return (
    a.logIndex === b.logIndex &&
    a.address === b.address &&
    a.data === b.data &&
    a.topics.length === b.topics.length &&
    a.topics.every((topic, index) => topic === b.topics[index])
  );
}
