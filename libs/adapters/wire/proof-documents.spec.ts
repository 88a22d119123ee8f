import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { ProofEvidence } from '@causeway/domain/bridging';
import { evmChain, expectOk, type Address, type Hash } from '@causeway/domain/units';
import {
  provenFactsFormat,
  readBlockHeader,
  receiptProofFormat,
  stateProofFormat,
  withdrawalProofFormat,
  type ProvenFacts,
  type WireFormat,
} from './index.js';

const readExample = (name: string): Record<string, unknown> => {
  const file = fileURLToPath(new URL(`../../../examples/proofs/${name}.json`, import.meta.url));
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
};

const HASH = `0x${'1a'.repeat(32)}` as Hash;
const ADDRESS = `0x${'2b'.repeat(20)}` as Address;
const block = { chain: evmChain(1), blockNumber: 7n, blockHash: HASH };
const evidence: readonly ProofEvidence[] = [
  { basis: 'state-root', ...block, stateRoot: HASH },
  { basis: 'receipts-root', ...block, receiptsRoot: HASH },
  { basis: 'output-root', ...block, stateRoot: HASH, outputRoot: HASH },
  { basis: 'output-root', chain: block.chain, blockHash: HASH, stateRoot: HASH, outputRoot: HASH },
];
const facts: Omit<ProvenFacts, 'proven'> = {
  account: {
    address: ADDRESS,
    exists: true,
    nonce: 1n,
    balance: 2n ** 100n,
    codeHash: HASH,
    storageHash: HASH,
  },
  slots: [{ key: 2n ** 256n - 1n, exists: false, value: 0n }],
  receipt: {
    transactionIndex: 3,
    type: 0x7e,
    outcome: HASH,
    cumulativeGasUsed: 21_000n,
    logs: [{ address: ADDRESS, topics: [HASH], data: '0x00' }],
    deposit: { nonce: 0n, version: 1n },
  },
  withdrawal: {
    withdrawal: { nonce: 1n, sender: ADDRESS, target: ADDRESS, value: 0n, gasLimit: 5n, data: '0x' },
    withdrawalHash: HASH,
  },
};

describe('proof documents', () => {
  it.each<[string, WireFormat<object>]>([
    ['state', stateProofFormat as WireFormat<object>],
    ['receipt', receiptProofFormat as WireFormat<object>],
    ['withdrawal', withdrawalProofFormat as WireFormat<object>],
  ])('of the %s example keep all that is in them', (name, format) => {
    const value = expectOk(format.decode(readExample(name)));
    expect(format.decode(format.encode(value))).toEqual({ ok: true, value });
    expect(Object.keys(format.encode(value)).sort()).toEqual(Object.keys(readExample(name)).sort());
  });

  it.each(evidence)('keep what is proven against $basis', (proven) => {
    for (const value of [{ proven }, { proven, ...facts }]) {
      expect(provenFactsFormat.decode(provenFactsFormat.encode(value))).toEqual({ ok: true, value });
    }
  });

  it.each<[string, (header: Record<string, unknown>) => void, string]>([
    ['lacks a field', (header) => delete header['stateRoot'], 'stateRoot'],
    ['has a decimal number', (header) => (header['number'] = 5), 'number'],
    ['has a hash of another length', (header) => (header['mixHash'] = '0x12'), 'mixHash'],
  ])('name the field of a header that %s', (_, spoil, field) => {
    const header = { ...(readExample('state')['header'] as Record<string, unknown>) };
    spoil(header);
    expect(readBlockHeader({ result: header })).toMatchObject({
      failure: { code: 'INVALID_DOCUMENT', field },
    });
    expect(stateProofFormat.decode({ ...readExample('state'), header })).toMatchObject({
      failure: { code: 'INVALID_DOCUMENT', field: `header.${field}` },
    });
  });

  it('refuse what is no header at all', () => {
    for (const json of [null, [], 'block', 7]) expect(readBlockHeader(json).ok).toBe(false);
  });
});
