import { RLP, type NestedUint8Array } from '@ethereumjs/rlp';
import { describe, expect, it } from '@jest/globals';
import { hexOf } from './bytes.js';
import { keccak256 } from './keccak.js';
import { EMPTY_TRIE_ROOT, readMerkleProof } from './merkle-patricia-proof.js';

const KEY = Uint8Array.of(0x12, 0x34);
const LONG_VALUE = new Uint8Array(40).fill(7);
const NONE = new Uint8Array();

/** Reads a proof of one node under its own root. */
function readNode(...items: readonly NestedUint8Array[number][]) {
  const node = RLP.encode([...items]);
  return readMerkleProof(keccak256(node), KEY, [hexOf(node)], 'proof');
}

const branch = (...children: readonly (readonly [number, Uint8Array])[]): Uint8Array[] => {
  const items = Array.from({ length: 17 }, (): Uint8Array => NONE);
  for (const [at, child] of children) items[at] = child;
  return items;
};

describe('readMerkleProof', () => {
  it('knows the root of the empty trie', () => {
    // Yellow Paper, TRIE(∅).
    expect(hexOf(EMPTY_TRIE_ROOT)).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
    for (const proof of [[], ['0x80']]) {
      expect(readMerkleProof(EMPTY_TRIE_ROOT, KEY, proof, 'proof')).toEqual({ ok: true, value: undefined });
    }
    expect(readMerkleProof(EMPTY_TRIE_ROOT, KEY, ['0x80', '0x80'], 'proof')).toMatchObject({ ok: false });
    expect(readMerkleProof(EMPTY_TRIE_ROOT, KEY, ['0xc0'], 'proof')).toMatchObject({
      failure: { code: 'WRONG_ROOT', field: 'proof[0]' },
    });
  });

  it('reads a leaf at the root, and absence from a leaf of another path', () => {
    expect(readNode(Uint8Array.of(0x20, 0x12, 0x34), LONG_VALUE)).toEqual({ ok: true, value: LONG_VALUE });
    for (const path of [
      [0x20, 0x12, 0x35],
      [0x20, 0x12],
      [0x20, 0x12, 0x34, 0x56],
      [0x31, 0x23],
    ]) {
      expect(readNode(Uint8Array.from(path), LONG_VALUE)).toEqual({ ok: true, value: undefined });
    }
  });

  it('reads absence from an extension that leaves the path or outlasts it', () => {
    const child = keccak256(LONG_VALUE);
    for (const path of [[0x13], [0x00, 0x12, 0x35], [0x11, 0x23, 0x45]]) {
      expect(readNode(Uint8Array.from(path), child)).toEqual({ ok: true, value: undefined });
    }
  });

  it('says how far the nodes went when one is missing', () => {
    expect(readNode(Uint8Array.of(0x11), keccak256(LONG_VALUE))).toMatchObject({
      failure: { code: 'MISSING_NODE', field: 'proof', message: 'the path goes on after 1 nodes' },
    });
    expect(readMerkleProof(keccak256(LONG_VALUE), KEY, [], 'proof')).toMatchObject({
      failure: { code: 'MISSING_NODE', message: 'the path goes on after 0 nodes' },
    });
  });

  it('names the node that is wrong or too many', () => {
    const leaf = RLP.encode([Uint8Array.of(0x32, 0x34), LONG_VALUE]);
    const root = RLP.encode(branch([1, keccak256(leaf)]));
    const read = (...nodes: readonly Uint8Array[]) =>
      readMerkleProof(keccak256(root), KEY, nodes.map(hexOf), 'accountProof');
    expect(read(root, leaf)).toEqual({ ok: true, value: LONG_VALUE });
    expect(read(root, root)).toMatchObject({ failure: { code: 'WRONG_NODE', field: 'accountProof[1]' } });
    expect(read(leaf, root)).toMatchObject({ failure: { code: 'WRONG_ROOT', field: 'accountProof[0]' } });
    expect(read(root, leaf, leaf)).toMatchObject({
      failure: { code: 'EXTRA_NODE', field: 'accountProof[2]' },
    });
  });

  it.each<[string, NestedUint8Array]>([
    ['three items', [NONE, NONE, NONE]],
    ['eighteen items', Array.from({ length: 18 }, () => NONE)],
    ['a path without flags', [NONE, LONG_VALUE]],
    ['a path with unknown flags', [Uint8Array.of(0x41), LONG_VALUE]],
    ['an even path whose padding is not 0', [Uint8Array.of(0x21, 0x12, 0x34), LONG_VALUE]],
    ['an extension that extends by nothing', [Uint8Array.of(0x00), keccak256(LONG_VALUE)]],
    ['an extension to no node', [Uint8Array.of(0x11), NONE]],
    ['a child that is neither a hash nor a node', branch([1, Uint8Array.of(1, 2, 3)])],
    ['a leaf that holds nothing', [Uint8Array.of(0x20, 0x12, 0x34), NONE]],
    ['a leaf that holds a list', [Uint8Array.of(0x20, 0x12, 0x34), [LONG_VALUE]]],
    [
      'an inner node that is as long as a hash',
      [Uint8Array.of(0x11), [Uint8Array.of(0x32, 0x34), LONG_VALUE]],
    ],
  ])('refuses a node with %s', (_, items) => {
    expect(readNode(...items)).toMatchObject({ failure: { code: 'MALFORMED_NODE', field: 'proof[0]' } });
  });

  it('refuses what is no RLP, or not the canonical one, although the hash is right', () => {
    const leaf = Buffer.concat([Uint8Array.of(0xf8, 0x06, 0x83, 0x20, 0x12, 0x34, 0x81, 0x80)]);
    for (const node of [leaf, Uint8Array.of(0x83, 1, 2, 3), NONE]) {
      expect(readMerkleProof(keccak256(node), KEY, [hexOf(node)], 'proof')).toMatchObject({
        failure: { code: 'MALFORMED_NODE' },
      });
    }
    for (const text of ['0xzz', 'f8', '0x123', '']) {
      expect(readMerkleProof(EMPTY_TRIE_ROOT, KEY, [text], 'proof')).toMatchObject({
        failure: { code: 'MALFORMED_NODE', field: 'proof[0]' },
      });
    }
  });
});
