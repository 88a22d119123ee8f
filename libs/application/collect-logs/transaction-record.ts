import {
  MAXIMUM_RECORD_BYTES,
  type BlockHeader,
  type ChainTransaction,
  type EventRecord,
} from '@causeway/application/ports';
import type { TransactionLogs } from '@causeway/domain/bridging';
import type { BlockFinality } from '@causeway/domain/finality';
import { fail, ok, type Address, type ChainId, type Result } from '@causeway/domain/units';

/** How a transaction becomes a record. */
export interface RecordForm {
  readonly chain: ChainId;
  readonly emitters: ReadonlySet<Address>;
  /** How settled its block is. */
  readonly finality: BlockFinality;
  /** The wire form, as ASCII text. */
  readonly encodeTransaction: (transaction: TransactionLogs) => string;
}

/**
 * The record of a transaction: all its logs, because decoders learn amounts and tokens from logs of other
 * contracts than the bridge's. When that is more than a record may hold, which anyone can bring about by emitting
 * megabytes beside a deposit, the emitters' own logs alone.
 */
export function transactionRecord(
  { chain, emitters, finality, encodeTransaction }: RecordForm,
  transaction: ChainTransaction,
  header: BlockHeader,
): Result<EventRecord, 'RECORD_TOO_LARGE'> {
  const { transactionHash, blockNumber, blockHash, logs, redeemsTicket, proven } = transaction;
  const facts: Omit<TransactionLogs, 'logs'> = {
    chain,
    blockNumber,
    blockHash,
    blockTime: header.time,
    transactionHash,
    finality,
    ...(redeemsTicket === undefined ? {} : { redeemsTicket }),
    ...(proven === undefined ? {} : { proven }),
  };
  const forms = [() => logs, () => logs.filter(({ address }) => emitters.has(address))];
  for (const select of forms) {
    const value = encodeTransaction({ ...facts, logs: select() });
    if (chain.length + value.length <= MAXIMUM_RECORD_BYTES) return ok({ key: chain, value, headers: {} });
  }
  return fail(
    'RECORD_TOO_LARGE',
    `the bridges' own logs of ${transactionHash} exceed the ${MAXIMUM_RECORD_BYTES} bytes of a record`,
  );
}
