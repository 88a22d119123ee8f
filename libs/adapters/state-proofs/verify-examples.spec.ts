import { describe, expect, it } from '@jest/globals';
import { keccak256, pad, toHex } from 'viem';
import { evmChain, expectOk, type Hash, type Result } from '@causeway/domain/units';
import {
  outputRootOf,
  verifyAccountProof,
  verifyHeader,
  verifyReceiptProof,
  verifyStorageProof,
  verifyWithdrawalProof,
  type StorageProof,
} from './index.js';
import { BLOCK_HASH, receiptExample, stateExample, withdrawalExample } from './proof-examples.fixture.js';

const ETHEREUM = evmChain(1);
const OPTIMISM = evmChain(10);
const block = expectOk(verifyHeader(ETHEREUM, stateExample.header, BLOCK_HASH));
const account = expectOk(verifyAccountProof(block, stateExample));
const [slotExample] = stateExample.storageProof as [StorageProof];
const zeroHash = `0x${'0'.repeat(64)}` as Hash;
const EMPTY_ROOT = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421' as Hash;
const otherHash = `0x${'12'.repeat(32)}` as Hash;

function expectRefusal(result: Result<unknown>, code: string, field: string): void {
  expect(result).toMatchObject({ ok: false, failure: { code, field } });
}

describe('an account proof', () => {
  it('shows the deposit contract of Ethereum, and on what', () => {
    const { accountProof, header, storageProof, chain, source, ...claims } = stateExample;
    expect(accountProof).toHaveLength(8);
    expect(account).toEqual({
      ...claims,
      exists: true,
      proven: {
        basis: 'state-root',
        chain: 'eip155:1',
        blockNumber: 21_925_176n,
        blockHash: BLOCK_HASH,
        stateRoot: header.stateRoot,
      },
    });
    expect([storageProof?.length, chain]).toEqual([1, ETHEREUM]);
    expect(source).toContain('helios');
  });

  it('shows the same without claims', () => {
    const { address, accountProof } = stateExample;
    expect(verifyAccountProof(block, { address, accountProof })).toEqual({ ok: true, value: account });
  });

  it.each(['nonce', 'balance', 'codeHash', 'storageHash'] as const)('refuses another %s', (name) => {
    const wrong = { [name]: typeof stateExample[name] === 'bigint' ? 0n : zeroHash };
    expectRefusal(verifyAccountProof(block, { ...stateExample, ...wrong }), 'WRONG_VALUE', name);
  });

  it('is refused for another account, another block, and nodes too few or too many', () => {
    const { accountProof } = stateExample;
    const address = withdrawalExample.withdrawal.sender;
    expect(verifyAccountProof(block, { ...stateExample, address }).ok).toBe(false);
    expectRefusal(
      verifyAccountProof({ ...block, stateRoot: block.receiptsRoot }, stateExample),
      'WRONG_ROOT',
      'accountProof[0]',
    );
    const shorter = { ...stateExample, accountProof: accountProof.slice(0, -1) };
    expectRefusal(verifyAccountProof(block, shorter), 'MISSING_NODE', 'accountProof');
    const longer = { ...stateExample, accountProof: [...accountProof, ...accountProof.slice(-1)] };
    expectRefusal(verifyAccountProof(block, longer), 'EXTRA_NODE', 'accountProof[8]');
  });

  it('of an account that does not exist shows an empty account, and refuses claims of more', () => {
    const emptyState = { ...block, stateRoot: EMPTY_ROOT };
    const claims = { address: stateExample.address, accountProof: [], balance: 0n, nonce: 0n };
    const empty = expectOk(verifyAccountProof(emptyState, claims));
    // keccak-256 of nothing, and the root of the empty trie: what EIP-161 calls an empty account.
    const codeHash = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';
    expect(empty).toMatchObject({ exists: false, balance: 0n, nonce: 0n, codeHash, storageHash: EMPTY_ROOT });
    const zeroed = { ...claims, codeHash: zeroHash, storageHash: zeroHash };
    expect(verifyAccountProof(emptyState, zeroed)).toEqual({ ok: true, value: empty });
    expectRefusal(verifyAccountProof(emptyState, { ...claims, balance: 1n }), 'WRONG_VALUE', 'balance');
    const coded = { ...claims, codeHash: otherHash };
    expectRefusal(verifyAccountProof(emptyState, coded), 'WRONG_VALUE', 'codeHash');
    const slot = { key: 0n, proof: [] };
    expect(verifyStorageProof(empty, slot)).toMatchObject({ value: { exists: false, value: 0n } });
    expectRefusal(verifyStorageProof(empty, { ...slot, value: 1n }), 'WRONG_VALUE', 'storageProof.value');
  });
});

describe('a storage proof', () => {
  it('shows what a slot holds', () => {
    const slot = expectOk(verifyStorageProof(account, slotExample));
    expect(slot).toEqual({
      address: stateExample.address,
      key: 1n,
      exists: true,
      value: 0x2394e3bc4086a9625ae88307145a40ff4a4bf2c9a6755435bff86b22d6175d5fn,
      proven: account.proven,
    });
  });

  it('refuses another value, another slot and another contract', () => {
    expectRefusal(
      verifyStorageProof(account, { ...slotExample, value: 1n }),
      'WRONG_VALUE',
      'storageProof.value',
    );
    expect(verifyStorageProof(account, { ...slotExample, key: 2n }).ok).toBe(false);
    for (const key of [-1n, 2n ** 256n]) {
      expectRefusal(verifyStorageProof(account, { ...slotExample, key }), 'INVALID_SLOT', 'storageProof.key');
    }
    expectRefusal(
      verifyStorageProof({ ...account, storageHash: account.codeHash }, slotExample, 'storageProof[0]'),
      'WRONG_ROOT',
      'storageProof[0].proof[0]',
    );
  });
});

describe('a receipt proof', () => {
  it('shows the logs of a transaction', () => {
    const receipt = expectOk(verifyReceiptProof(block, receiptExample));
    expect(receipt).toMatchObject({
      transactionIndex: 45,
      type: 2,
      outcome: true,
      proven: { basis: 'receipts-root', blockHash: BLOCK_HASH, receiptsRoot: block.receiptsRoot },
    });
    // An OP-stack output oracle's OutputProposed, as eth_getBlockReceipts told it of transaction 0xf7b14343….
    expect(receipt.logs).toEqual([
      {
        address: '0x9e6204f750cd866b299594e2ac9ea824e2e5f95c',
        topics: [
          keccak256(toHex('OutputProposed(bytes32,uint256,uint256,uint256)')),
          '0x116f876ed35a21a13b58859d4561d1b2e41be18835c8a00baf98e2b9410503ee',
          pad('0x3b43'),
          pad('0x019a88cc'),
        ],
        data: pad('0x67be0db3'),
      },
    ]);
  });

  it('refuses another place, another receipt and another bloom filter', () => {
    expect(verifyReceiptProof(block, { ...receiptExample, transactionIndex: 46 }).ok).toBe(false);
    expectRefusal(
      verifyReceiptProof(block, { ...receiptExample, receipt: '0x02c0' }),
      'WRONG_VALUE',
      'receipt',
    );
    const { receipt: _, ...unclaimed } = receiptExample;
    expect(verifyReceiptProof(block, unclaimed).ok).toBe(true);
    for (const transactionIndex of [-1, 0.5, NaN]) {
      expectRefusal(
        verifyReceiptProof(block, { ...receiptExample, transactionIndex }),
        'INVALID_TRANSACTION_INDEX',
        'transactionIndex',
      );
    }
    const logsBloom = `0x${'00'.repeat(256)}` as const;
    expectRefusal(
      verifyReceiptProof({ ...block, logsBloom }, receiptExample),
      'WRONG_BLOOM',
      'header.logsBloom',
    );
    expectRefusal(
      verifyReceiptProof({ ...block, receiptsRoot: block.stateRoot }, receiptExample),
      'WRONG_ROOT',
      'proof[0]',
    );
  });

  it('refuses a transaction that the block does not have', () => {
    const proof = { transactionIndex: 0, proof: [] };
    expectRefusal(
      verifyReceiptProof({ ...block, receiptsRoot: EMPTY_ROOT }, proof),
      'NO_RECEIPT',
      'transactionIndex',
    );
  });
});

describe('a withdrawal proof', () => {
  it('shows that OP Mainnet has recorded a message', () => {
    const { withdrawal, outputRoot, outputRootProof } = withdrawalExample;
    expect(verifyWithdrawalProof(OPTIMISM, withdrawalExample, outputRoot)).toEqual({
      ok: true,
      value: {
        withdrawal,
        withdrawalHash: '0xabb9f726072587989b9083f58e3dee0c825ba85c63d347f8f5a317e9b15f1044',
        proven: {
          basis: 'output-root',
          chain: OPTIMISM,
          blockHash: outputRootProof.latestBlockhash,
          stateRoot: outputRootProof.stateRoot,
          outputRoot,
        },
      },
    });
  });

  it('takes the number of its block from the header', () => {
    const { latestBlockhash: blockHash, stateRoot } = withdrawalExample.outputRootProof;
    const header = { blockNumber: 7n, blockHash, stateRoot };
    const verify = (changed: Partial<typeof header>) =>
      verifyWithdrawalProof(OPTIMISM, withdrawalExample, withdrawalExample.outputRoot, {
        ...header,
        ...changed,
      });
    expect(verify({})).toMatchObject({ value: { proven: { blockNumber: 7n } } });
    expectRefusal(verify({ blockHash: otherHash }), 'WRONG_BLOCK_HASH', 'header');
    expectRefusal(verify({ stateRoot: otherHash }), 'WRONG_BLOCK_HASH', 'header');
  });

  it.each(['version', 'stateRoot', 'messagePasserStorageRoot', 'latestBlockhash'] as const)(
    'refuses another %s',
    (name) => {
      const outputRootProof = { ...withdrawalExample.outputRootProof, [name]: otherHash };
      const changed = { ...withdrawalExample, outputRootProof };
      const [code, field] =
        name === 'version'
          ? ['UNSUPPORTED_OUTPUT_VERSION', 'outputRootProof.version']
          : ['WRONG_OUTPUT_ROOT', 'outputRootProof'];
      expectRefusal(verifyWithdrawalProof(OPTIMISM, changed, withdrawalExample.outputRoot), code, field);
    },
  );

  it.each<[string, object]>([
    ['nonce', { nonce: 1n }],
    ['sender', { sender: withdrawalExample.withdrawal.target }],
    ['target', { target: withdrawalExample.withdrawal.sender }],
    ['value', { value: 1n }],
    ['gasLimit', { gasLimit: 1n }],
    ['data', { data: '0x' }],
  ])('refuses another %s, with and without the claimed hash', (_, changed) => {
    const withdrawal = { ...withdrawalExample.withdrawal, ...changed };
    const verify = (proof: typeof withdrawalExample) =>
      verifyWithdrawalProof(OPTIMISM, proof, withdrawalExample.outputRoot);
    expectRefusal(verify({ ...withdrawalExample, withdrawal }), 'WRONG_VALUE', 'withdrawalHash');
    const { withdrawalHash: __, ...unclaimed } = withdrawalExample;
    expect(verify({ ...unclaimed, withdrawal }).ok).toBe(false);
  });

  it('refuses a message that the rollup has not recorded', () => {
    const outputRootProof = { ...withdrawalExample.outputRootProof, messagePasserStorageRoot: EMPTY_ROOT };
    const unsent = { ...withdrawalExample, outputRootProof, withdrawalProof: [] };
    expectRefusal(
      verifyWithdrawalProof(OPTIMISM, unsent, outputRootOf(outputRootProof)),
      'NO_WITHDRAWAL',
      'withdrawal',
    );
  });

  it('refuses amounts and data that no message can hold', () => {
    const verify = (changed: object) =>
      verifyWithdrawalProof(
        OPTIMISM,
        { ...withdrawalExample, withdrawal: { ...withdrawalExample.withdrawal, ...changed } },
        withdrawalExample.outputRoot,
      );
    expectRefusal(verify({ value: 2n ** 256n }), 'MALFORMED_WITHDRAWAL', 'withdrawal.value');
    expectRefusal(verify({ nonce: -1n }), 'MALFORMED_WITHDRAWAL', 'withdrawal.nonce');
    expectRefusal(verify({ data: '0x1' }), 'MALFORMED_WITHDRAWAL', 'withdrawal.data');
  });
});
