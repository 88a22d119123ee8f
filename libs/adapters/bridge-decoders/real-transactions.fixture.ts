import { existsSync, readFileSync } from 'node:fs';
import { describe } from '@jest/globals';
import type { TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { evmChain, expectOk, fromUnixSeconds, parseAddress, parseHash } from '@causeway/domain/units';
import { decodeTransaction } from './decode-transaction.js';

const FOLDER = 'libs/adapters/bridge-decoders';
const RECEIPTS = '../shared/data/receipts_bridge.json';

interface Receipt {
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly txHash: string;
  readonly logs: readonly { address: string; topics: string[]; data: string; logIndex: number }[];
}

/** Real transactions that are shipped beside a decoder, with their source in the file. */
export function shippedTransactions(file: string): readonly TransactionLogs[] {
  const { transactions } = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as {
    transactions: readonly (Omit<TransactionLogs, 'blockNumber'> & { blockNumber: string })[];
  };
  return transactions.map((one) => ({ ...one, blockNumber: BigInt(one.blockNumber) }));
}

/** The one of these whose hash starts like this. @throws when there is none */
export function transactionOf(transactions: readonly TransactionLogs[], hashStart: string): TransactionLogs {
  const found = transactions.find(({ transactionHash }) => transactionHash.startsWith(hashStart));
  if (found === undefined) throw new Error(`no transaction ${hashStart}…`);
  return found;
}

/** Tests over receipts that are no part of the project; skipped where the folder is missing. */
export const describeWithReceipts = existsSync(RECEIPTS) ? describe : describe.skip;

/** A transaction of those receipts. @throws when there is none */
export function realTransaction(hashStart: string): TransactionLogs {
  return transactionOf(readReceipts(), hashStart);
}

/** What the network's decoders find in a transaction of those receipts. */
export function decodeReal(hashStart: string): ReturnType<typeof decodeTransaction> {
  return decodeTransaction(realTransaction(hashStart), NETWORK);
}

let receipts: readonly TransactionLogs[] | undefined;

function readReceipts(): readonly TransactionLogs[] {
  if (receipts !== undefined) return receipts;
  const file = JSON.parse(readFileSync(RECEIPTS, 'utf8')) as {
    receipts: readonly Receipt[];
    blockHeaders: Record<string, { timestamp: string }>;
  };
  receipts = file.receipts.map((receipt) => ({
    chain: evmChain(receipt.chainId),
    blockNumber: BigInt(receipt.blockNumber),
    blockHash: expectOk(parseHash(receipt.blockHash)),
    blockTime: fromUnixSeconds(
      Number(file.blockHeaders[`${receipt.chainId}:${receipt.blockHash}`]?.timestamp ?? 0),
    ),
    transactionHash: expectOk(parseHash(receipt.txHash)),
    finality: 'finalised',
    logs: receipt.logs.map((log) => ({
      logIndex: log.logIndex,
      address: expectOk(parseAddress(log.address)),
      topics: log.topics.map((topic) => topic.toLowerCase() as `0x${string}`),
      data: log.data.toLowerCase() as `0x${string}`,
    })),
  }));
  return receipts;
}
