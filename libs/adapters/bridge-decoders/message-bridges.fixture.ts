import { readFileSync } from 'node:fs';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';

const FILE = 'libs/adapters/bridge-decoders/message-bridges.ndjson';

/**
 * Real transactions of message bridges and aggregators: 0x9c148740, 0xd0793bf3 and 0x1ee6eca8 are Stargate 1, from
 * the tests of RSS3-Network/Node (MIT, 813383e1); 0x5a047ab5 is an omnichain token and 0x1bc45472 CCTP through
 * Socket, from block 21925176 of Ethereum in a16z/helios (MIT).
 */
export function messageTransactions(): readonly TransactionLogs[] {
  const lines = readFileSync(FILE, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const record = JSON.parse(line) as Omit<TransactionLogs, 'blockNumber'> & { blockNumber: string };
    return { ...record, blockNumber: BigInt(record.blockNumber) };
  });
}

/** The one of them whose hash starts like this. @throws when there is none */
export function messageTransaction(hashStart: string): TransactionLogs {
  const found = messageTransactions().find(({ transactionHash }) => transactionHash.startsWith(hashStart));
  if (found === undefined) throw new Error(`no transaction ${hashStart}… in ${FILE}`);
  return found;
}

/** A transaction on a chain with the given logs, for logs that are made up in a test. */
export function transactionWith(chain: number, logs: readonly RawLog[]): TransactionLogs {
  return { ...messageTransaction('0x5a047ab5'), chain: `eip155:${chain}` as TransactionLogs['chain'], logs };
}
