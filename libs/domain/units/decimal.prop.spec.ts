import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, divDown, divUp, mulDown, mulUp } from './index.js';

const PLACES = 8;
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n }), fc.nat(18))
  .map(([raw, scale]) => new Decimal(raw.toString()).div(new Decimal(10).pow(scale)));
const nonZero = anyDecimal.filter((value) => !value.isZero());
const unit = new Decimal(10).pow(-PLACES);

describe('directed rounding', () => {
  it('brackets the exact quotient within one unit of the last place', () => {
    fc.assert(
      fc.property(anyDecimal, nonZero, (a, b) => {
        const down = divDown(a, b, PLACES);
        const up = divUp(a, b, PLACES);
        const isBracketed = b.isPositive()
          ? down.mul(b).lte(a) && up.mul(b).gte(a)
          : down.mul(b).gte(a) && up.mul(b).lte(a);
        const isExact = down.mul(b).eq(a);
        return isBracketed && up.sub(down).eq(isExact ? 0 : unit);
      }),
    );
  });

  it('brackets the exact product within one unit of the last place', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        const product = a.mul(b);
        const down = mulDown(a, b, PLACES);
        const up = mulUp(a, b, PLACES);
        return down.lte(product) && up.gte(product) && up.sub(down).lte(unit);
      }),
    );
  });
});
