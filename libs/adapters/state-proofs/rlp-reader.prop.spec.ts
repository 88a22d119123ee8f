import { RLP, type NestedUint8Array } from '@ethereumjs/rlp';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readItem, readList, readString, readUnsigned, readWhole, type RlpItem } from './rlp-reader.js';

type Tree = Uint8Array | readonly Tree[];

/** The value of an item, read with our reader all the way down. */
function treeOf(bytes: Uint8Array, item: RlpItem | undefined): Tree | undefined {
  if (item === undefined) return undefined;
  if (!item.isList) return readString(bytes, item);
  const items = readList(bytes, item)?.map((inner) => treeOf(bytes, inner));
  return items?.every((inner) => inner !== undefined) === true ? items : undefined;
}

const anyString = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.uint8Array({ minLength: 54, maxLength: 58 }),
  fc.uint8Array({ minLength: 254, maxLength: 258 }),
);
const { tree: anyTree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, anyString, fc.array(tie('tree'), { maxLength: 20 })),
}));
/** Bytes around the prefixes that matter, which random bytes seldom hit together. */
const nearlyRlp = fc.array(
  fc.constantFrom(
    0x00,
    0x01,
    0x37,
    0x38,
    0x7f,
    0x80,
    0x81,
    0x82,
    0xb7,
    0xb8,
    0xb9,
    0xc0,
    0xc1,
    0xc2,
    0xf7,
    0xf8,
  ),
  { maxLength: 80 },
);

describe('reading RLP', () => {
  it('gives back what @ethereumjs/rlp has written', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const bytes = RLP.encode(tree as NestedUint8Array);
        expect(treeOf(bytes, readWhole(bytes))).toEqual(tree);
      }),
    );
  });

  it('accepts only the one form that @ethereumjs/rlp would write', () => {
    fc.assert(
      fc.property(
        nearlyRlp.map((bytes) => Uint8Array.from(bytes)),
        (bytes) => {
          const tree = treeOf(bytes, readWhole(bytes));
          if (tree !== undefined) expect(RLP.encode(tree as NestedUint8Array)).toEqual(bytes);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('never reads past the limit', () => {
    fc.assert(
      fc.property(
        nearlyRlp.map((bytes) => Uint8Array.from(bytes)),
        fc.nat(90),
        fc.nat(90),
        (bytes, start, limit) => {
          const item = readItem(bytes, start, Math.min(limit, bytes.length));
          expect(item === undefined || (item.end <= limit && item.payload <= item.end)).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['a single byte with a prefix', '817f'],
    ['a short string with a long prefix', 'b80100'],
    ['a length with a leading zero', `b90038${'00'.repeat(56)}`],
    ['a short list with a long prefix', 'f80100'],
    ['a string that is cut short', '8201'],
    ['a length that is cut short', 'b9ff'],
    ['a length beyond all memory', 'bfffffffffffffffff'],
    ['bytes after the end', '8080'],
    ['a list whose last item sticks out', 'c281'],
    ['nothing', ''],
  ])('refuses %s', (_, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(treeOf(bytes, readWhole(bytes))).toBeUndefined();
  });

  it('reads numbers in their shortest form alone', () => {
    const read = (hex: string, maximumBytes = 32) => {
      const bytes = Buffer.from(hex, 'hex');
      return readUnsigned(bytes, readWhole(bytes), maximumBytes);
    };
    expect([read('80'), read('7f'), read('820100')]).toEqual([0n, 127n, 256n]);
    expect([read('00'), read('820001'), read('c0')]).toEqual([undefined, undefined, undefined]);
    expect([read('820100', 2), read('820100', 1)]).toEqual([256n, undefined]);
  });
});
