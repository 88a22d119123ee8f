import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { verifyMerkleProof } from '@ethereumjs/mpt';
import { readBlockHeader, stateProofFormat, withdrawalProofFormat } from '@causeway/adapters/wire';
import { evmChain, expectOk, parseHash, type Hash } from '@causeway/domain/units';
import { hexOf, knownBytes, type HexBytes } from './bytes.js';
import {
  receiptsRoot,
  verifyAccountProof,
  verifyHeader,
  verifyReceiptProof,
  verifyStorageProof,
  verifyWithdrawalProof,
  type ConsensusReceipt,
} from './index.js';
import { keccak256 } from './keccak.js';
import { readMerkleProof } from './merkle-patricia-proof.js';

/**
 * Real proofs, blocks and headers of eight chains from a folder that is not part of the project. The examples that
 * are shipped are tested without it.
 */
const DATA = '../shared/data';
const present = existsSync(`${DATA}/state_proofs.json`);
const describeReal = present ? describe : describe.skip;
const read = <Content>(name: string): Content =>
  JSON.parse(present ? readFileSync(`${DATA}/${name}`, 'utf8') : '{}') as Content;

/** Jest refuses a table without rows even in a suite that is skipped. */
const rows = <Row>(table: readonly Row[]): readonly Row[] => (present ? table : [{} as Row]);

type Json = Record<string, unknown>;

interface StateProofs {
  readonly proofs?: readonly {
    readonly id: string;
    readonly chainId: number;
    readonly blockNumber: string;
    readonly blockHash: string;
    readonly stateRoot: string;
    readonly proof: Json & { readonly accountProof: readonly HexBytes[]; readonly address: HexBytes };
  }[];
  readonly opWithdrawals?: readonly Json[];
}

interface FullBlock {
  readonly header?: Json;
  readonly receipts?: readonly {
    readonly type: HexBytes;
    readonly status: HexBytes;
    readonly cumulativeGasUsed: HexBytes;
    readonly logs: ConsensusReceipt['logs'];
  }[];
  readonly receiptProofs?: readonly {
    readonly transactionIndex: number;
    readonly proof: readonly HexBytes[];
    readonly encodedReceipt: HexBytes;
  }[];
}

describeReal('real state proofs', () => {
  const { proofs = [], opWithdrawals = [] } = read<StateProofs>('state_proofs.json');

  it('are six and one withdrawal', () => {
    expect([proofs.length, opWithdrawals.length]).toEqual([6, 1]);
  });

  it.each(rows(proofs))('$id is verified, and @ethereumjs/mpt agrees', async (given) => {
    const chain = evmChain(given.chainId);
    const document = expectOk(
      stateProofFormat.decode({ ...given.proof, schema: stateProofFormat.name, chain }),
    );
    const header = {
      chain,
      blockNumber: BigInt(given.blockNumber),
      blockHash: expectOk(parseHash(given.blockHash)),
      stateRoot: expectOk(parseHash(given.stateRoot)),
    };
    const account = expectOk(verifyAccountProof(header, document));
    expect(account).toMatchObject({ exists: true, balance: BigInt(given.proof['balance'] as string) });
    for (const slot of document.storageProof ?? []) {
      expect(verifyStorageProof(account, slot)).toMatchObject({ ok: true, value: { value: slot.value } });
    }
    const nodes = given.proof.accountProof.map(knownBytes);
    const root = knownBytes(header.stateRoot);
    const path = keccak256(knownBytes(document.address));
    expect(readMerkleProof(root, path, document.accountProof, 'accountProof')).toEqual({
      ok: true,
      value: await verifyMerkleProof(path, nodes, { root }),
    });
  });

  it.each(rows(opWithdrawals))('withdrawal $withdrawalHash is verified', (given) => {
    const decoded = withdrawalProofFormat.decode({
      ...given,
      schema: withdrawalProofFormat.name,
      chain: 'eip155:10',
    });
    const document = expectOk(decoded);
    expect(verifyWithdrawalProof(document.chain, document, document.outputRoot)).toMatchObject({
      ok: true,
      value: { withdrawalHash: given['withdrawalHash'] },
    });
  });
});

describeReal('a real block', () => {
  const {
    header: json,
    receipts = [],
    receiptProofs = [],
  } = read<FullBlock>('full_block_with_receipts.json');
  const consensus = receipts.map(({ type, status, cumulativeGasUsed, logs }) => ({
    type: Number(type),
    outcome: status === '0x1',
    cumulativeGasUsed: BigInt(cumulativeGasUsed),
    logs,
  }));
  const header = () => {
    const decoded = expectOk(readBlockHeader(json));
    return expectOk(verifyHeader(evmChain(1), decoded, decoded.hash));
  };

  it('has the receipts root of its 202 receipts', async () => {
    expect(receipts).toHaveLength(202);
    expect(await receiptsRoot(consensus)).toBe(header().receiptsRoot);
  });

  it('holds eight receipts that are proven', () => {
    expect(receiptProofs).toHaveLength(8);
    for (const { transactionIndex, proof, encodedReceipt } of receiptProofs) {
      const shown = verifyReceiptProof(header(), { transactionIndex, proof, receipt: encodedReceipt });
      const expected = consensus[transactionIndex];
      expect(shown).toMatchObject({ ok: true, value: { outcome: expected?.outcome, type: expected?.type } });
      const logs = expectOk(shown).logs;
      expect(logs).toEqual(expected?.logs.map(({ address, topics, data }) => ({ address, topics, data })));
    }
  });
});

describeReal('headers of real blocks', () => {
  const { blockHeaders = {} } = read<{ blockHeaders?: Record<string, Json> }>('receipts_bridge.json');
  /** The blocks of Gnosis Chain before its merge carry a validator's seal in place of the last two fields. */
  const isSealed = (header: Json): boolean => header['mixHash'] === undefined;
  const named = Object.entries(blockHeaders).map(([name, header]) => ({ name, header }));

  it('are 77 of eight chains, two of them with a seal that is not covered', () => {
    expect(named).toHaveLength(77);
    expect(new Set(named.map(({ name }) => name.split(':')[0])).size).toBe(8);
    const sealed = named.filter(({ header }) => isSealed(header));
    expect(sealed).toHaveLength(2);
    for (const { header } of sealed) {
      expect(readBlockHeader(header)).toMatchObject({ failure: { field: 'mixHash' } });
    }
  });

  it.each(rows(named.filter(({ header }) => !isSealed(header))))('$name has its hash', ({ name, header }) => {
    const [chainId = '', hash = ''] = name.split(':');
    const decoded = expectOk(readBlockHeader(header));
    const verified = verifyHeader(evmChain(BigInt(chainId)), decoded, hash as Hash);
    expect(verified).toMatchObject({ ok: true, value: { blockHash: hash } });
    expect(hexOf(knownBytes(decoded.hash))).toBe(hash);
  });
});
