import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, decimal } from '@causeway/domain/units';
import { normalDistribution } from './normal-distribution.js';

describe('normalDistribution', () => {
  it.each([
    // mpmath 1.3 ncdf at 60 digits
    ['0', '0.5'],
    ['0.1', '0.539827837277028981465404618239182083014062'],
    ['1', '0.841344746068542948585232545632037922477913'],
    ['-1', '0.158655253931457051414767454367962077522087'],
    ['1.96', '0.9750021048517795658634157309591628099775'],
    ['3', '0.998650101968369905473348185232405022622171'],
    ['-3', '0.00134989803163009452665181476759497737782937'],
    ['6', '0.999999999013412354962301859299135867601958'],
    ['-9', '0.000000000000000000112858840595384064773550207596874725798004'],
    ['12.4', '0.99999999999999999999999999999999998693382'],
  ])('of %s', (x, expected) => {
    const difference = normalDistribution(decimal(x)).sub(decimal(expected)).abs();
    expect(difference.lt('1e-34')).toBe(true);
  });

  it('rises, and its two tails make 1', () => {
    const argument = fc
      .integer({ min: -20_000, max: 20_000 })
      .map((thousandths) => new Decimal(thousandths).div(1000));
    fc.assert(
      fc.property(argument, (x) => {
        const value = normalDistribution(x);
        const next = normalDistribution(x.add('0.001'));
        const tails = value.add(normalDistribution(x.neg()));
        return next.gte(value) && tails.sub(1).abs().lt('1e-34') && value.gte(0) && value.lte(1);
      }),
      { numRuns: 50 },
    );
  });
});
