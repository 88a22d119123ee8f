import { describe, expect, it } from '@jest/globals';
import { expectOk, type ChainId } from '@causeway/domain/units';
import { readReceipts } from './index.js';

const HASH = `0x${'AB'.repeat(32)}`;
const receipt = {
  blockNumber: '0x10',
  blockHash: HASH,
  transactionHash: HASH,
  logs: [{ logIndex: '0x2', address: `0x${'CD'.repeat(20)}`, topics: [], data: '0x' }],
};

describe('readReceipts', () => {
  it('reads hexadecimal and decimal quantities alike', () => {
    const hexadecimal = { ...receipt, chainId: '0xa', blockTimestamp: '0x5' };
    const decimal = {
      ...receipt,
      chainId: 10,
      blockNumber: 16,
      blockTimestamp: '5',
      logs: [{ ...receipt.logs[0], logIndex: 2 }],
    };
    const [read] = expectOk(readReceipts(hexadecimal));
    expect(read).toEqual({
      path: '',
      blockTime: 5000,
      logs: {
        chain: 'eip155:10',
        blockNumber: 16n,
        blockHash: HASH.toLowerCase(),
        transactionHash: HASH.toLowerCase(),
        finality: 'latest',
        logs: [{ logIndex: 2, address: `0x${'cd'.repeat(20)}`, topics: [], data: '0x' }],
      },
    });
    expect(expectOk(readReceipts([decimal]))).toEqual([{ ...read, path: '[0]' }]);
  });

  it('carries the ticket of a redeem and leaves an unknown block time open', () => {
    const [read] = expectOk(readReceipts({ ...receipt, ticketId: HASH }, 'eip155:42161' as ChainId));
    expect(read?.logs).toMatchObject({ chain: 'eip155:42161', redeemsTicket: HASH.toLowerCase() });
    expect(read).not.toHaveProperty('blockTime');
  });

  it.each([
    ['a missing hash', { ...receipt, chainId: 1, transactionHash: undefined }, 'transactionHash'],
    ['a missing chain', receipt, 'chainId'],
    ['a negative quantity', { ...receipt, chainId: 1, blockNumber: -1 }, 'blockNumber'],
    ['a receipt that is none', { receipts: [null] }, 'receipts[0]'],
    ['a bad log in an answer', { result: { ...receipt, logs: [{}] } }, 'result.logs[0].logIndex'],
  ])('refuses %s by its path', (_, json, field) => {
    expect(readReceipts(json)).toMatchObject({ ok: false, failure: { code: 'INVALID_DOCUMENT', field } });
  });
});
