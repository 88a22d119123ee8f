import { readFileSync } from 'node:fs';
import type { TransactionLogs } from '@causeway/domain/bridging';

/** The shipped sample of real logs. Its README lists each transaction with its source. */
export function sampleTransactions(): readonly TransactionLogs[] {
  const lines = readFileSync('examples/sample/bridge-logs.ndjson', 'utf8').trim().split('\n');
  return lines.map((line) => {
    const record = JSON.parse(line) as Omit<TransactionLogs, 'blockNumber'> & { blockNumber: string };
    return { ...record, blockNumber: BigInt(record.blockNumber) };
  });
}

/** The sample's transaction whose hash starts like this. @throws when there is none */
export function sampleTransaction(hashStart: string): TransactionLogs {
  const found = sampleTransactions().find(({ transactionHash }) => transactionHash.startsWith(hashStart));
  if (found === undefined) throw new Error(`no transaction ${hashStart}… in the sample`);
  return found;
}
