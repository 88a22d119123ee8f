import { describe, expect, it } from '@jest/globals';
import {
  decimal,
  Decimal,
  divDown,
  divHalfUp,
  divTowardsZero,
  divUp,
  formatDecimal,
  maximum,
  minimum,
  mulDown,
  mulUp,
  parseDecimal,
  roundDown,
  roundHalfUp,
  roundTowardsZero,
  roundUp,
  sum,
} from './index.js';

const MAXIMUM_UINT256 = '115792089237316195423570985008687907853269984665640564039457584007913129639935';

describe('parseDecimal', () => {
  it.each(['0', '-0.5', '12.50', MAXIMUM_UINT256])('reads %s', (text) => {
    expect(parseDecimal(text)).toMatchObject({ ok: true });
  });

  it.each([
    '',
    '1e5',
    '+1',
    ' 1',
    '01',
    '.5',
    '1.',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    `1${'0'.repeat(200)}`,
  ])('refuses %j and names the field', (text) => {
    expect(parseDecimal(text, 'price')).toMatchObject({
      ok: false,
      failure: { code: 'INVALID_DECIMAL', field: 'price' },
    });
  });
});

describe('formatDecimal', () => {
  it('never uses an exponent', () => {
    expect(formatDecimal(decimal('0.00000000000000000001'))).toBe('0.00000000000000000001');
    expect(formatDecimal(decimal(MAXIMUM_UINT256))).toBe(MAXIMUM_UINT256);
  });

  it('has one zero', () => {
    expect(formatDecimal(new Decimal('-0'))).toBe('0');
  });
});

describe('the precision', () => {
  it('holds the product of two uint256 exactly', () => {
    const square = decimal(MAXIMUM_UINT256).mul(decimal(MAXIMUM_UINT256));
    expect(square.toFixed()).toBe((BigInt(MAXIMUM_UINT256) ** 2n).toString());
  });
});

describe('directed rounding', () => {
  it.each([
    ['1.25', 1, '1.2', '1.3'],
    ['-1.25', 1, '-1.3', '-1.2'],
    ['1.2', 1, '1.2', '1.2'],
    ['0.0001', 2, '0', '0.01'],
    ['-0.0001', 2, '-0.01', '0'],
  ])('%s at %i places is %s down and %s up', (value, places, down, up) => {
    expect(formatDecimal(roundDown(decimal(value), places))).toBe(down);
    expect(formatDecimal(roundUp(decimal(value), places))).toBe(up);
  });

  it('multiplies towards the side in the name', () => {
    expect(formatDecimal(mulDown(decimal('0.333'), decimal('0.1'), 2))).toBe('0.03');
    expect(formatDecimal(mulUp(decimal('0.333'), decimal('0.1'), 2))).toBe('0.04');
    expect(formatDecimal(mulDown(decimal('-0.333'), decimal('0.1'), 2))).toBe('-0.04');
  });

  it.each([
    ['1', '3', 4, '0.3333', '0.3334'],
    ['-1', '3', 4, '-0.3334', '-0.3333'],
    ['1', '-3', 4, '-0.3334', '-0.3333'],
    ['-1', '-3', 4, '0.3333', '0.3334'],
    ['1', '4', 2, '0.25', '0.25'],
    ['0', '7', 3, '0', '0'],
  ])('%s / %s at %i places is %s down and %s up', (a, b, places, down, up) => {
    expect(formatDecimal(divDown(decimal(a), decimal(b), places))).toBe(down);
    expect(formatDecimal(divUp(decimal(a), decimal(b), places))).toBe(up);
  });

  it('refuses to divide by zero', () => {
    expect(() => divDown(decimal('1'), decimal('0'), 2)).toThrow(RangeError);
  });
});

describe('sum, minimum and maximum', () => {
  it('are exact', () => {
    expect(formatDecimal(sum(['0.1', '0.2', '0.3'].map(decimal)))).toBe('0.6');
    expect(formatDecimal(sum([]))).toBe('0');
    expect(minimum(decimal('1'), decimal('2')).toFixed()).toBe('1');
    expect(maximum(decimal('1'), decimal('2')).toFixed()).toBe('2');
  });
});

describe('rounding to the nearest and towards zero', () => {
  it.each([
    ['1.25', 1, '1.3', '1.2'],
    ['-1.25', 1, '-1.3', '-1.2'],
    ['1.249', 1, '1.2', '1.2'],
    ['-0.04', 1, '0', '0'],
    ['2', 0, '2', '2'],
  ])('%s at %i places is %s to the nearest and %s towards zero', (value, places, nearest, towardsZero) => {
    expect(formatDecimal(roundHalfUp(decimal(value), places))).toBe(nearest);
    expect(formatDecimal(roundTowardsZero(decimal(value), places))).toBe(towardsZero);
  });

  it.each([
    // aave-dao/aave-v3-origin tests/protocol/libraries/math/WadRayMath.t.sol test_wadDiv, test_rayDiv
    ['8.745', '0.67', 18, '13.052238805970149254', '13.052238805970149253'],
    ['8.745', '0.67', 27, '13.052238805970149253731343284', '13.052238805970149253731343283'],
    ['1', '2', 0, '1', '0'],
    ['-1', '2', 0, '-1', '0'],
    ['-2', '3', 0, '-1', '0'],
    ['1', '3', 0, '0', '0'],
  ])(
    '%s / %s at %i places is %s to the nearest and %s towards zero',
    (a, b, places, nearest, towardsZero) => {
      expect(formatDecimal(divHalfUp(decimal(a), decimal(b), places))).toBe(nearest);
      expect(formatDecimal(divTowardsZero(decimal(a), decimal(b), places))).toBe(towardsZero);
    },
  );
});
