import { receiptsRoot } from '@causeway/adapters/state-proofs';
import type { ChainTransaction, ContradictionCode } from '@causeway/application/ports';
import { fail, ok, type Address, type ChainId, type Hash, type Result } from '@causeway/domain/units';
import { isSameLog } from './check-evidence.js';
import type { BlockReceipt, ChainBlock } from './json-rpc-answers.js';
import { stateSyncHash } from './state-sync.js';

/**
 * Checks the transactions that were found in a block against all receipts of it: no receipt may hold a log of an
 * emitter in a transaction that was not found, and those found have exactly the logs of their receipts.
 */
export function checkAgainstReceipts(
  chain: ChainId,
  { header }: ChainBlock,
  receipts: readonly BlockReceipt[],
  emitters: ReadonlySet<Address>,
  transactions: ReadonlyMap<Hash, ChainTransaction>,
): Result<void, ContradictionCode> {
  for (const { blockHash, transactionHash, logs } of receipts) {
    if (blockHash !== header.hash) {
      return fail(
        'BLOCK_HASH_MISMATCH',
        `the receipt of ${transactionHash} lies in ${blockHash}, but block ${header.number} is ${header.hash}`,
      );
    }
    const found = transactions.get(transactionHash);
    const omitted = logs.find(({ address }) => emitters.has(address));
    if (found === undefined && omitted !== undefined) {
      return fail(
        'LOGS_OMITTED',
        `log ${omitted.logIndex} of ${omitted.address} in ${transactionHash} is missing from the logs of block ${header.number}`,
      );
    }
    if (found === undefined) continue;
    const isSame =
      logs.length === found.logs.length && logs.every((log, at) => isSameLog(log, found.logs[at] ?? log));
    if (isSame) continue;
    const message = `the receipts of block ${header.number} show other logs of ${transactionHash} than its own receipt`;
    return fail('LOG_MISMATCH', message);
  }
  const inBlock = new Set(receipts.map(({ transactionHash }) => transactionHash));
  const derived = stateSyncHash(chain, header.number, header.hash);
  const invented = [...transactions.values()].find(
    ({ blockNumber, transactionHash }) =>
      blockNumber === header.number && transactionHash !== derived && !inBlock.has(transactionHash),
  );
  if (invented === undefined) return ok(undefined);
  const message = `${invented.transactionHash} is not among the receipts of its block ${header.number}`;
  return fail('LOG_MISMATCH', message);
}

/**
 * Checks that the receipts are those that the header's receipts root commits to, and that their logs are numbered
 * through the block, which the root does not commit to.
 */
export async function checkReceiptsRoot(
  chain: ChainId,
  { header, fields }: ChainBlock,
  receipts: readonly BlockReceipt[],
): Promise<Result<void, ContradictionCode>> {
  if (fields === undefined) return ok(undefined);
  const derived = stateSyncHash(chain, header.number, header.hash);
  const committed = receipts.filter(({ transactionHash }) => transactionHash !== derived);
  const root = await receiptsRoot(committed.map(({ consensus }) => consensus));
  if (root !== fields.receiptsRoot) {
    return fail(
      'RECEIPTS_ROOT_MISMATCH',
      `the receipts of block ${header.number} have the root ${root}, but its header names ${fields.receiptsRoot}`,
    );
  }
  const isNumbered = committed.flatMap(({ logs }) => logs).every(({ logIndex }, at) => logIndex === at);
  if (isNumbered) return ok(undefined);
  return fail('LOG_MISMATCH', `the logs of block ${header.number} are not numbered from 0 on`);
}
