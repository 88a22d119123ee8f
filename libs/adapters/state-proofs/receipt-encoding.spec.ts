import { RLP } from '@ethereumjs/rlp';
import { describe, expect, it } from '@jest/globals';
import { evmChain, type Hash } from '@causeway/domain/units';
import { knownBytes } from './bytes.js';
import {
  bloomMayHold,
  proveReceipt,
  receiptsRoot,
  verifyReceiptProof,
  type ConsensusReceipt,
} from './index.js';
import { logsBloom } from './logs-bloom.js';
import { receiptExample } from './proof-examples.fixture.js';
import { encodeReceipt, readReceipt } from './receipt-encoding.js';

const real = knownBytes(receiptExample.receipt ?? '0x');
const receipt = readReceipt(real) as ConsensusReceipt;
const plain: ConsensusReceipt = { type: 0, outcome: true, cumulativeGasUsed: 21_000n, logs: [] };
const stateRoot = `0x${'ab'.repeat(32)}` as Hash;

const forms: readonly (readonly [string, ConsensusReceipt])[] = [
  ['a legacy transaction', plain],
  ['a failed transaction', { ...plain, outcome: false }],
  ['a transaction before Byzantium', { ...plain, outcome: stateRoot }],
  ['a blob transaction with logs', { ...receipt, type: 3 }],
  ['a set-code transaction', { ...receipt, type: 4 }],
  ['an Arbitrum retryable redeem', { ...receipt, type: 0x68 }],
  ['an OP-stack deposit before Canyon', { ...receipt, type: 0x7e }],
  ['an OP-stack deposit', { ...receipt, type: 0x7e, deposit: { nonce: 7n, version: 1n } }],
];

describe('the encoding of a receipt', () => {
  it('is that of a real receipt', () => {
    expect(Buffer.from(encodeReceipt(receipt))).toEqual(Buffer.from(real));
  });

  it.each(forms)('keeps %s', (_, form) => {
    expect(readReceipt(encodeReceipt(form))).toEqual(form);
  });

  it('refuses what is no receipt', () => {
    const bloom = new Uint8Array(256);
    const none = new Uint8Array();
    const gas = Uint8Array.of(1);
    const address = new Uint8Array(20);
    const refused: readonly (readonly [string, Uint8Array])[] = [
      ['nothing', none],
      ['a type alone', Uint8Array.of(2)],
      ['a type beyond the last', Buffer.concat([Uint8Array.of(0x80), RLP.encode([gas, gas, bloom, []])])],
      ['bytes after the end', Buffer.concat([real, gas])],
      ['a status of 2', RLP.encode([Uint8Array.of(2), gas, bloom, []])],
      ['three fields', RLP.encode([gas, gas, bloom])],
      ['six fields without being a deposit', RLP.encode([gas, gas, bloom, [], gas, gas])],
      ['a bloom filter of other logs', RLP.encode([gas, gas, bloom.with(7, 1), []])],
      ['a short bloom filter', RLP.encode([gas, gas, bloom.subarray(1), []])],
      ['logs that are no list', RLP.encode([gas, gas, bloom, none])],
      ['a log without data', RLP.encode([gas, gas, bloom, [[address, []]]])],
      ['a log of no address', RLP.encode([gas, gas, bloom, [[none, [], none]]])],
      ['five topics', RLP.encode([gas, gas, bloom, [[address, Array(5).fill(new Uint8Array(32)), none]]])],
      ['a topic of 31 bytes', RLP.encode([gas, gas, bloom, [[address, [new Uint8Array(31)], none]]])],
    ];
    expect(refused.filter(([, bytes]) => readReceipt(bytes) !== undefined).map(([name]) => name)).toEqual([]);
  });
});

describe("a block's receipts", () => {
  const receipts = Array.from({ length: 140 }, (_, at) => forms[at % forms.length]?.[1] ?? plain);

  it('are each shown by the proof made from them', async () => {
    const root = await receiptsRoot(receipts);
    const header = {
      chain: evmChain(1),
      blockNumber: 1n,
      blockHash: stateRoot,
      receiptsRoot: root,
      logsBloom: receiptExample.header.logsBloom,
    };
    // One byte and two bytes of RLP on either side of 127, and the first, whose RLP is 0x80.
    for (const index of [0, 1, 126, 127, 128, 139]) {
      const proof = await proveReceipt(receipts, index);
      expect(verifyReceiptProof(header, proof)).toMatchObject({ ok: true, value: { ...receipts[index] } });
      const elsewhere = { ...proof, transactionIndex: index + 1 };
      expect(verifyReceiptProof(header, elsewhere).ok).toBe(false);
    }
    await expect(proveReceipt(receipts, 140)).rejects.toThrow(RangeError);
  });

  it('of no transaction have the root of the empty trie', async () => {
    expect(await receiptsRoot([])).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
  });
});

describe('a bloom filter', () => {
  it('is that of the real receipt, and part of its block', () => {
    expect(bloomMayHold(receiptExample.header.logsBloom, receipt.logs)).toBe(true);
    expect(bloomMayHold(`0x${'00'.repeat(256)}`, receipt.logs)).toBe(false);
    expect(bloomMayHold(`0x${'00'.repeat(256)}`, [])).toBe(true);
    expect(logsBloom([]).every((byte) => byte === 0)).toBe(true);
  });
});
