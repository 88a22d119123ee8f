import { createMerkleProof, createMPT, verifyMerkleProof } from '@ethereumjs/mpt';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hexOf } from './bytes.js';
import { readMerkleProof } from './merkle-patricia-proof.js';

/**
 * Keys over few nibbles make branches, extensions, inlined nodes and values in branches within a small trie; the
 * oracle is @ethereumjs/mpt, which both builds the tries and verifies.
 */
const shortKey = fc
  .array(fc.constantFrom(0x00, 0x01, 0x10, 0x11), { minLength: 1, maxLength: 3 })
  .map((bytes) => Uint8Array.from(bytes));
const wideKey = fc.uint8Array({ minLength: 32, maxLength: 32 });
const value = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 3 }),
  fc.uint8Array({ minLength: 30, maxLength: 70 }),
);
const entries = (key: fc.Arbitrary<Uint8Array>) =>
  fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 24 });
const anyTrie = fc.oneof(fc.tuple(entries(shortKey), shortKey), fc.tuple(entries(wideKey), wideKey));

async function build(content: readonly (readonly [Uint8Array, Uint8Array])[]) {
  const trie = await createMPT();
  for (const [key, stored] of content) await trie.put(key, stored);
  return trie;
}

/** The form that nodes answer in: nodes that lie inside others are not listed. */
function withoutInner(nodes: readonly Uint8Array[]): readonly Uint8Array[] {
  return nodes.filter((node, at) => at === 0 || node.length >= 32);
}

describe('a Merkle-Patricia proof', () => {
  it('shows what @ethereumjs/mpt finds, for keys that are there and keys that are not', async () => {
    await fc.assert(
      fc.asyncProperty(anyTrie, async ([content, absent]) => {
        const trie = await build(content);
        const root = trie.root();
        for (const key of [absent, ...content.map(([stored]) => stored)]) {
          const nodes = await createMerkleProof(trie, key);
          const expected = await verifyMerkleProof(key, nodes, { root });
          expect(expected).toEqual(await trie.get(key));
          for (const listed of [nodes, withoutInner(nodes)]) {
            const read = readMerkleProof(root, key, listed.map(hexOf), 'proof');
            expect(read).toEqual({ ok: true, value: expected ?? undefined });
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is refused when any byte of it is another, and when nodes are missing, added or exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(anyTrie, fc.integer({ min: 1, max: 255 }), async ([content, absent], change) => {
        const trie = await build(content);
        for (const key of [absent, content[0]?.[0] ?? absent]) {
          const nodes = withoutInner(await createMerkleProof(trie, key));
          for (const tampered of tamperings(nodes, change)) {
            const read = readMerkleProof(trie.root(), key, tampered.map(hexOf), 'proof');
            expect(read.ok).toBe(false);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is refused under any other root', async () => {
    await fc.assert(
      fc.asyncProperty(anyTrie, wideKey, async ([content], otherRoot) => {
        const trie = await build(content);
        const key = content[0]?.[0] ?? otherRoot;
        const nodes = await createMerkleProof(trie, key);
        expect(readMerkleProof(otherRoot, key, nodes.map(hexOf), 'proof')).toMatchObject({
          failure: { code: 'WRONG_ROOT', field: 'proof[0]' },
        });
      }),
      { numRuns: 20 },
    );
  });

  it('of arbitrary bytes is refused and never throws', () => {
    fc.assert(
      fc.property(wideKey, wideKey, fc.array(fc.uint8Array({ maxLength: 40 })), (root, key, nodes) => {
        expect(readMerkleProof(root, key, nodes.map(hexOf), 'proof').ok).toBe(false);
      }),
    );
  });
});

/** Each byte changed, each node left out, one node more at each place, each pair of neighbours exchanged. */
function* tamperings(nodes: readonly Uint8Array[], change: number): Generator<readonly Uint8Array[]> {
  for (const [at, node] of nodes.entries()) {
    for (const byte of node.keys()) {
      const other = Uint8Array.from(node);
      other[byte] = (other[byte] ?? 0) ^ change;
      yield nodes.with(at, other);
    }
    yield nodes.toSpliced(at, 1);
    yield nodes.toSpliced(at, 0, node);
    yield nodes.toSpliced(at + 1, 0, Uint8Array.of(0x80));
    const next = nodes[at + 1];
    if (next !== undefined) yield nodes.with(at, next).with(at + 1, node);
  }
}
