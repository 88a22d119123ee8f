import { describe, expect, it } from '@jest/globals';
import { MAXIMUM_RECORD_BYTES } from '@causeway/application/ports';
import type { TransactionLogs } from '@causeway/domain/bridging';
import { evmChain, expectOk, parseAddress, parseHash, type UnixMilliseconds } from '@causeway/domain/units';
import { transactionRecord } from './transaction-record.js';

const chain = evmChain(8453);
const [bridge, stranger] = ['0b', '0c'].map((byte) => expectOk(parseAddress(`0x${byte.repeat(20)}`)));
const [hash, parentHash] = ['0d', '0e'].map((byte) => expectOk(parseHash(`0x${byte.repeat(32)}`)));
if (!bridge || !stranger || !hash || !parentHash) throw new Error('four were parsed');

/** Not the wire form: any text that grows with the logs will do here. */
const encodeTransaction = (transaction: TransactionLogs): string =>
  JSON.stringify(transaction, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
const form = { chain, emitters: new Set([bridge]), finality: 'finalised' as const, encodeTransaction };
const header = { number: 7n, hash, parentHash, time: 1_000 as UnixMilliseconds };

function record(bridgeBytes: number, strangerBytes: number) {
  const log = (address: typeof bridge, logIndex: number, bytes: number) => {
    if (address === undefined) throw new Error('an address was parsed');
    return { logIndex, address, topics: [], data: `0x${'00'.repeat(bytes)}` as const };
  };
  const logs = [log(stranger, 0, strangerBytes), log(bridge, 1, bridgeBytes)];
  const transaction = { transactionHash: parentHash, blockNumber: 7n, blockHash: hash, logs };
  return transactionRecord(form, transaction as never, header);
}

describe('transactionRecord', () => {
  it('holds all logs under the key of the chain, as finalised at the time of the block', () => {
    const { key, value } = expectOk(record(32, 32));
    expect(key).toBe(chain);
    const parsed = JSON.parse(value) as { logs: object[] };
    expect(parsed).toMatchObject({ chain, blockNumber: '7', blockTime: 1_000, finality: 'finalised' });
    expect(parsed.logs).toHaveLength(2);
  });

  it('keeps to the bridge contracts when a stranger fills the record', () => {
    const { value } = expectOk(record(32, MAXIMUM_RECORD_BYTES / 2));
    expect((JSON.parse(value) as { logs: object[] }).logs).toMatchObject([{ address: bridge, logIndex: 1 }]);
  });

  it('is refused when the bridge contracts alone exceed it', () => {
    expect(record(MAXIMUM_RECORD_BYTES / 2, 32)).toMatchObject({
      ok: false,
      failure: { code: 'RECORD_TOO_LARGE' },
    });
  });
});
