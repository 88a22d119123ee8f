import { describe, expect, it } from '@jest/globals';
import { parseValue, type GraphQLScalarType } from 'graphql';
import { decimal } from '@causeway/domain/units';
import { BigIntegerScalar, DecimalScalar, SequenceNumberScalar, TimestampScalar } from './scalars.js';

const MAXIMUM = (2n ** 256n - 1n).toString();

describe.each<[GraphQLScalarType, unknown, unknown]>([
  [DecimalScalar, '-12.50', decimal('-12.5')],
  [DecimalScalar, '0.000000000000000001', decimal('0.000000000000000001')],
  [BigIntegerScalar, MAXIMUM, 2n ** 256n - 1n],
  [BigIntegerScalar, '0', 0n],
  [TimestampScalar, '2022-01-21T14:05:00Z', Date.UTC(2022, 0, 21, 14, 5)],
  [TimestampScalar, '2022-01-21T14:05:00.123Z', Date.UTC(2022, 0, 21, 14, 5, 0, 123)],
  [SequenceNumberScalar, 2 ** 53 - 1, 2 ** 53 - 1],
])('%s', (scalar, given, value) => {
  it(`reads ${JSON.stringify(given)} the same from a variable and from a literal`, () => {
    expect(scalar.parseValue(given)).toEqual(value);
    expect(scalar.parseLiteral(parseValue(JSON.stringify(given)))).toEqual(value);
  });
});

describe.each<[GraphQLScalarType, readonly unknown[]]>([
  [DecimalScalar, ['1e3', '+1', '.5', '5.', '1,5', ' 1', '', 'NaN', 1.5, null, '9'.repeat(200)]],
  [BigIntegerScalar, ['-1', '01', '1.0', '0x1', '', 7, (2n ** 256n).toString()]],
  [
    TimestampScalar,
    [
      '2022-01-21',
      '2022-01-21T14:05:00',
      '2022-01-21T14:05:00+01:00',
      '2022-02-30T00:00:00Z',
      '1969-12-31T23:59:59Z',
      0,
    ],
  ],
  [SequenceNumberScalar, [-1, 1.5, 2 ** 53, '7', null]],
])('%s', (scalar, refused) => {
  it.each(refused.map((value) => [value]))('refuses %j and says what it expects', (value) => {
    expect(() => scalar.parseValue(value)).toThrow(
      expect.objectContaining({ extensions: { code: 'INVALID_SCALAR' } }),
    );
    expect(() => scalar.parseLiteral(parseValue(JSON.stringify(value)))).toThrow();
  });
});

describe('writing', () => {
  it('uses exact plain text', () => {
    expect(DecimalScalar.serialize(decimal(`0.${'0'.repeat(30)}1`))).toBe(`0.${'0'.repeat(30)}1`);
    expect(DecimalScalar.serialize(decimal('-0.0'))).toBe('0');
    expect(BigIntegerScalar.serialize(BigInt(MAXIMUM))).toBe(MAXIMUM);
    expect(TimestampScalar.serialize(0)).toBe('1970-01-01T00:00:00.000Z');
  });

  it('refuses a number that may have lost digits', () => {
    expect(() => DecimalScalar.serialize(1.5)).toThrow(TypeError);
    expect(() => BigIntegerScalar.serialize(1)).toThrow(TypeError);
  });
});
