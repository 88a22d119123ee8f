import { bloomMayHold } from '@causeway/adapters/state-proofs';
import type { ChainTransaction, ContradictionCode } from '@causeway/application/ports';
import { fail, ok, type Address, type ChainId, type Result } from '@causeway/domain/units';
import type { ChainBlock, EmittedLog } from './json-rpc-answers.js';
import { stateSyncHash } from './state-sync.js';

/**
 * Checks that the bloom filter of each transaction's block admits every emitter and topic of its logs. A filter that
 * does not rules the log out; nothing is known of blocks whose headers follow rules of their own.
 */
export function checkBlooms(
  chain: ChainId,
  blocks: ReadonlyMap<bigint, ChainBlock>,
  transactions: readonly ChainTransaction[],
): Result<void, ContradictionCode> {
  for (const { blockNumber, blockHash, transactionHash, logs } of transactions) {
    const bloom = blocks.get(blockNumber)?.fields?.logsBloom;
    if (bloom === undefined || bloomMayHold(bloom, logs)) continue;
    if (transactionHash === stateSyncHash(chain, blockNumber, blockHash)) continue;
    const ruledOut = logs.find((log) => !bloomMayHold(bloom, [log]));
    return fail(
      'BLOOM_MISMATCH',
      `the bloom filter of block ${blockNumber} rules out log ${ruledOut?.logIndex} of ${transactionHash}`,
    );
  }
  return ok(undefined);
}

/**
 * The blocks whose bloom filter admits an emitter that left no log in them, as far as the node says. Most are false
 * alarms, because other logs can set the same bits; only the receipts tell.
 */
export function blocksThatMayHideLogs(
  blocks: readonly ChainBlock[],
  emitters: readonly Address[],
  emitted: readonly EmittedLog[],
): readonly ChainBlock[] {
  const seen = new Set(emitted.map(({ blockNumber, log }) => `${blockNumber} ${log.address}`));
  return blocks.filter(({ header, fields }) => {
    const { logsBloom } = fields ?? {};
    if (logsBloom === undefined) return false;
    return emitters.some(
      (address) =>
        !seen.has(`${header.number} ${address}`) && bloomMayHold(logsBloom, [{ address, topics: [] }]),
    );
  });
}
