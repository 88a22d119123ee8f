import type { EmittedLog } from './json-rpc-answers.js';

/** The logs of some blocks, all of each. */
export interface WholeBlocks {
  readonly logs: readonly EmittedLog[];
  /** The last block that these are all logs of. */
  readonly to: bigint;
}

/**
 * The first of the logs up to the end of the block with which `maximumTransactions` are reached.
 * @param logs all logs of the blocks up to `to`, in order
 */
export function takeWholeBlocks(
  logs: readonly EmittedLog[],
  to: bigint,
  maximumTransactions: number,
): WholeBlocks {
  const transactions = new Set<string>();
  for (const [index, { blockNumber, transactionHash }] of logs.entries()) {
    const previous = logs[index - 1];
    const beginsBlock = previous !== undefined && previous.blockNumber !== blockNumber;
    if (beginsBlock && transactions.size >= maximumTransactions) {
      return { logs: logs.slice(0, index), to: previous.blockNumber };
    }
    transactions.add(transactionHash);
  }
  return { logs, to };
}
