import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeAbiParameters, encodeAbiParameters, keccak256 as viemKeccak256, toHex, type Hex } from 'viem';
import { abiReader, topicReader } from './abi-reader.js';
import { keccak256 } from './keccak.js';

const bytesOf = (minLength: number, maxLength: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength, maxLength }).map((bytes) => toHex(bytes));
const integer = (type: string, bits: number, min: bigint, max: bigint) =>
  fc.bigInt({ min, max }).map((value) => ({ type, value: bits > 48 ? value : Number(value) }));

const parameter: fc.Arbitrary<{ readonly type: string; readonly value: unknown }> = fc.oneof(
  ...[8, 32, 48, 56, 128, 256].flatMap((bits) => [
    integer(`uint${bits}`, bits, 0n, (1n << BigInt(bits)) - 1n),
    integer(`int${bits}`, bits, -(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n),
  ]),
  fc.boolean().map((value) => ({ type: 'bool', value })),
  bytesOf(20, 20).map((value) => ({ type: 'address', value })),
  bytesOf(32, 32).map((value) => ({ type: 'bytes32', value })),
  bytesOf(4, 4).map((value) => ({ type: 'bytes4', value })),
  bytesOf(0, 100).map((value) => ({ type: 'bytes', value })),
  fc.string().map((value) => ({ type: 'string', value })),
);

const plain = (values: readonly unknown[]): readonly unknown[] =>
  values.map((value) => (typeof value === 'string' && value.length === 42 ? value.toLowerCase() : value));

describe('abiReader', () => {
  it('reads what viem reads, with addresses in lower case', () => {
    fc.assert(
      fc.property(fc.array(parameter, { minLength: 1, maxLength: 8 }), (parameters) => {
        const types = parameters.map(({ type }, index) => ({ type, name: `value${index}` }));
        const data = encodeAbiParameters(
          types,
          parameters.map(({ value }) => value),
        );
        expect(plain(abiReader(types)(data))).toEqual(plain(decodeAbiParameters(types, data)));
      }),
    );
  });

  it('either reads bytes that nobody encoded or refuses them', () => {
    const types = [{ type: 'bytes' }, { type: 'uint32' }, { type: 'address' }];
    fc.assert(
      fc.property(bytesOf(0, 160), (data) => {
        try {
          expect(abiReader(types)(data)).toHaveLength(3);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
    expect(() => abiReader([{ type: 'uint32' }])(`0x${'f'.repeat(64)}`)).toThrow('is no uint32');
    expect(() => abiReader([{ type: 'bool' }])(`0x${'2'.padStart(64, '0')}`)).toThrow('is no bool');
    expect(() => abiReader([{ type: 'bytes' }])(`0x${'f'.repeat(64)}`)).toThrow('beyond the end');
    expect(() => abiReader([{ type: 'uint256' }])('0x')).toThrow('the data ends');
  });

  it('leaves what an indexed parameter has as its hash as it is', () => {
    const hash = `0x${'ab'.repeat(32)}` as const;
    expect(topicReader({ type: 'string' })(hash)).toBe(hash);
    expect(topicReader({ type: 'address' })(hash)).toBe(`0x${'ab'.repeat(20)}`);
  });
});

describe('keccak256', () => {
  it('is that of viem', () => {
    fc.assert(fc.property(bytesOf(0, 300), (bytes) => expect(keccak256(bytes)).toBe(viemKeccak256(bytes))));
  });
});
