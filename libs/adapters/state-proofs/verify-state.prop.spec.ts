import { createMerkleProof, createMPT, type MerklePatriciaTrie } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evmChain, expectOk, type Hash } from '@causeway/domain/units';
import { addressOf, hashOf, hexOf, minimalBytes, wordOf, type HexBytes } from './bytes.js';
import { verifyAccountProof, verifyStorageProof } from './index.js';
import { keccak256 } from './keccak.js';

const anyAddress = fc.uint8Array({ minLength: 20, maxLength: 20 });
const amount = (bits: bigint) =>
  fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 2n ** bits - 1n }));
const NONE = new Uint8Array();
const CODE = keccak256(Uint8Array.of(0x60));

async function proofOf(trie: MerklePatriciaTrie, key: Uint8Array): Promise<readonly HexBytes[]> {
  const nodes = await createMerkleProof(trie, key);
  return nodes.filter((node, at) => at === 0 || node.length >= 32).map(hexOf);
}

function headerOf(state: MerklePatriciaTrie) {
  const blockHash = `0x${'11'.repeat(32)}` as Hash;
  return { chain: evmChain(1), blockNumber: 1n, blockHash, stateRoot: hashOf(state.root()) };
}

async function stateWith(address: Uint8Array, value: Uint8Array): Promise<MerklePatriciaTrie> {
  const state = await createMPT({ useKeyHashing: true });
  await state.put(address, value);
  return state;
}

describe('a state that @ethereumjs/mpt has built', () => {
  it('is shown account by account and slot by slot, with what is not in it', async () => {
    const slots = fc.dictionary(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map(String), amount(256n), {
      maxKeys: 12,
    });
    const accounts = fc.array(fc.tuple(anyAddress, amount(64n), amount(256n)), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(slots, accounts, anyAddress, amount(256n), async (content, people, stranger, free) => {
        const storage = await createMPT({ useKeyHashing: true });
        for (const [key, value] of Object.entries(content)) {
          if (value > 0n) await storage.put(wordOf(BigInt(key)), RLP.encode(minimalBytes(value)));
        }
        const state = await createMPT({ useKeyHashing: true });
        for (const [address, nonce, balance] of people) {
          const items = [minimalBytes(nonce), minimalBytes(balance), storage.root(), CODE];
          await state.put(address, RLP.encode(items));
        }
        const header = headerOf(state);
        const known = new Map(
          people.map(([address, nonce, balance]) => [hexOf(address), { nonce, balance }]),
        );
        for (const address of [stranger, ...people.map(([person]) => person)]) {
          const accountProof = await proofOf(state, address);
          const shown = expectOk(verifyAccountProof(header, { address: addressOf(address), accountProof }));
          const expected = known.get(hexOf(address));
          expect(shown).toMatchObject({
            exists: expected !== undefined,
            ...(expected ?? { nonce: 0n, balance: 0n }),
          });
          if (expected === undefined) continue;
          for (const key of [free, ...Object.keys(content).map(BigInt)]) {
            const proof = await proofOf(storage, wordOf(key));
            const value = content[String(key)] ?? 0n;
            expect(expectOk(verifyStorageProof(shown, { key, proof }))).toMatchObject({
              value,
              exists: value > 0n,
            });
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  const ROOT = new Uint8Array(32).fill(3);
  it.each<[string, Uint8Array]>([
    ['no list', RLP.encode(Uint8Array.of(1, 2))],
    ['three fields', RLP.encode([NONE, NONE, ROOT])],
    ['five fields', RLP.encode([NONE, NONE, ROOT, CODE, NONE])],
    ['a nonce with a leading zero', RLP.encode([Uint8Array.of(0, 1), NONE, ROOT, CODE])],
    ['a balance beyond 256 bits', RLP.encode([NONE, new Uint8Array(33).fill(1), ROOT, CODE])],
    ['a root that is no hash', RLP.encode([NONE, NONE, ROOT.subarray(1), CODE])],
    ['bytes after the end', Buffer.concat([RLP.encode([NONE, NONE, ROOT, CODE]), Uint8Array.of(0)])],
  ])('is refused where an account has %s', async (_, value) => {
    const address = new Uint8Array(20).fill(5);
    const state = await stateWith(address, value);
    const accountProof = await proofOf(state, address);
    expect(verifyAccountProof(headerOf(state), { address: addressOf(address), accountProof })).toMatchObject({
      failure: { code: 'MALFORMED_VALUE', field: 'accountProof' },
    });
  });

  it.each<[string, Uint8Array]>([
    ['0, which is never stored', RLP.encode(NONE)],
    ['a leading zero', RLP.encode(Uint8Array.of(0, 1))],
    ['a number beyond 256 bits', RLP.encode(new Uint8Array(33).fill(1))],
    ['a list', RLP.encode([Uint8Array.of(1)])],
  ])('is refused where a slot holds %s', async (_, value) => {
    const address = new Uint8Array(20).fill(5);
    const storage = await stateWith(wordOf(7n), value);
    const state = await stateWith(address, RLP.encode([NONE, NONE, storage.root(), CODE]));
    const accountProof = await proofOf(state, address);
    const account = expectOk(
      verifyAccountProof(headerOf(state), { address: addressOf(address), accountProof }),
    );
    const proof = await proofOf(storage, wordOf(7n));
    expect(verifyStorageProof(account, { key: 7n, proof })).toMatchObject({
      failure: { code: 'MALFORMED_VALUE', field: 'storageProof.proof' },
    });
  });
});
