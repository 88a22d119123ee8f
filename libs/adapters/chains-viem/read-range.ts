import type { ChainTransaction, RangeQuestion, RangeReading } from '@causeway/application/ports';
import type { ChainId, Hash } from '@causeway/domain/units';
import { blocksThatMayHideLogs, checkBlooms } from './check-bloom.js';
import { checkEvidence } from './check-evidence.js';
import { checkHeaders } from './check-headers.js';
import { checkAgainstReceipts, checkReceiptsRoot } from './check-receipts.js';
import type { Endpoint } from './endpoint.js';
import { requireConsistent } from './endpoint-error.js';
import { forEach } from './for-each.js';
import type { ChainBlock, EmittedLog } from './json-rpc-answers.js';
import { stateSyncHash } from './state-sync.js';
import { takeWholeBlocks } from './whole-blocks.js';

/** How thoroughly an endpoint's answers are checked against the headers. */
export interface Verification {
  /** Every header of a range is read, and blocks that may hide a log of an emitter are looked into. */
  readonly everyHeader: boolean;
  /** Blocks that may hold a log of an emitter are read whole and checked against the receipts root. */
  readonly receiptsRoot: boolean;
}

/**
 * All that one endpoint has to say about a range, once none of it contradicts the rest.
 * @throws EndpointError, or one of its kinds
 */
export async function readRange(
  endpoint: Endpoint,
  chain: ChainId,
  { range, emitters, maximumTransactions, everyHeader }: RangeQuestion,
  verification: Verification,
): Promise<RangeReading> {
  // A node without the last block would answer with no logs, not with an error.
  await endpoint.block(range.to);
  const { logs, to } = takeWholeBlocks(await endpoint.logs(range, emitters), range.to, maximumTransactions);
  const numbers =
    everyHeader || verification.everyHeader
      ? Array.from({ length: Number(to - range.from) + 1 }, (_, at) => range.from + BigInt(at))
      : [...new Set([range.from, ...logs.map(({ blockNumber }) => blockNumber), to])];
  const blocks = await forEach(numbers, (number) => endpoint.block(number));
  requireConsistent(checkHeaders(chain, blocks));
  const hashes = [...new Set(logs.map(({ transactionHash }) => transactionHash))];
  const transactions = await forEach(hashes, (hash) => endpoint.transaction(hash));
  const byNumber = new Map(blocks.map((block) => [block.header.number, block]));
  requireConsistent(checkEvidence(logs, byNumber, transactions));
  requireConsistent(checkBlooms(chain, byNumber, transactions));
  await lookIntoBlocks(endpoint, chain, { blocks, emitters, logs, transactions }, verification);
  const headers = blocks.map(({ header }) => header);
  const [first, last] = [headers[0], headers.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a range has a block');
  const shown = verification.receiptsRoot
    ? transactions.map((transaction) => ({ ...transaction, ...evidenceOf(chain, transaction, byNumber) }))
    : transactions;
  return { first, last, headers, transactions: shown };
}

/**
 * That a transaction's receipt is committed to, once the receipts of its block were found to have the root of a header
 * whose hash was recomputed.
 */
function evidenceOf(
  chain: ChainId,
  { blockNumber, transactionHash }: ChainTransaction,
  blocks: ReadonlyMap<bigint, ChainBlock>,
): Pick<ChainTransaction, 'proven'> {
  const { header, fields } = blocks.get(blockNumber) ?? {};
  if (header === undefined || fields === undefined) return {};
  const { number, hash: blockHash } = header;
  if (transactionHash === stateSyncHash(chain, number, blockHash)) return {};
  const { receiptsRoot } = fields;
  return { proven: { basis: 'receipts-root', chain, blockNumber, blockHash, receiptsRoot } };
}

/** Reads the receipts of all blocks whose bloom filter says that there could be more than the node has told. */
async function lookIntoBlocks(
  endpoint: Endpoint,
  chain: ChainId,
  reading: {
    readonly blocks: readonly ChainBlock[];
    readonly emitters: RangeQuestion['emitters'];
    readonly logs: readonly EmittedLog[];
    readonly transactions: readonly ChainTransaction[];
  },
  verification: Verification,
): Promise<void> {
  const { blocks, logs, transactions } = reading;
  // Checking the root covers blocks whose logs were told too: they could have been made up as a whole.
  const told = verification.receiptsRoot ? [] : logs;
  const questionable = blocksThatMayHideLogs(blocks, reading.emitters, told);
  const emitters = new Set(reading.emitters);
  const byHash = new Map<Hash, ChainTransaction>(
    transactions.map((transaction) => [transaction.transactionHash, transaction]),
  );
  await forEach(questionable, async (block) => {
    const receipts = await endpoint.blockReceipts(block.header.number);
    requireConsistent(checkAgainstReceipts(chain, block, receipts, emitters, byHash));
    if (verification.receiptsRoot) requireConsistent(await checkReceiptsRoot(chain, block, receipts));
  });
}
