import { describe, expect, it } from '@jest/globals';
import { decimal, ZERO, type AccountId } from '@causeway/domain/units';
import { spreadContagion, type AccountAtRisk, type ContagionRules } from './contagion.js';

/** An account in ether: what it has, what it needs, and what it is worth. */
function inEther(
  account: string,
  {
    ether,
    needs,
    worth = ether,
    notional = '0',
  }: { ether: string; needs: string; worth?: string; notional?: string },
): AccountAtRisk {
  const value = decimal(ether);
  return {
    account: account as AccountId,
    isBreachedBy: (loss) => value.sub(loss).lt(decimal(needs)),
    netValue: decimal(worth),
    stakes: new Map([['ETH', { value, sellable: value, counted: value }]]),
    notionals: new Map(notional === '0' ? [] : [['venue', decimal(notional)]]),
  };
}

/** Selling 10,000 USD of ether takes 1 % off its price. */
const rules: ContagionRules = {
  soldFraction: decimal('0.5'),
  depths: new Map([['ETH', { depth: decimal('1000000'), maximumDrop: decimal('0.5') }]]),
};

const shown = (accounts: readonly AccountAtRisk[], fund = '0', under = rules) => {
  const { breached, drops, shortfall, fundUsed, socialised, rounds } = spreadContagion(
    accounts,
    under,
    decimal(fund),
  );
  return {
    breached: Object.fromEntries(breached),
    drops: Object.fromEntries([...drops].map(([family, drop]) => [family, drop.toFixed()])),
    shortfall: shortfall.toFixed(),
    fundUsed: fundUsed.toFixed(),
    socialised: Object.fromEntries([...socialised].map(([venue, loss]) => [venue, loss.toFixed()])),
    rounds,
  };
};

describe('spreadContagion', () => {
  it('rests at once where nothing has breached', () => {
    expect(shown([inEther('a', { ether: '100', needs: '100' })])).toEqual({
      breached: {},
      drops: {},
      shortfall: '0',
      fundUsed: '0',
      socialised: {},
      rounds: 0,
    });
  });

  it('goes from sale to sale until the next account stands', () => {
    const accounts = [
      // Half of 40,000 is sold: 2 % off.
      inEther('first', { ether: '40000', needs: '40001' }),
      // 100,000 − 2 % = 98,000 < 98,500: breached; with it half of 140,000 is sold: 7 % off.
      inEther('second', { ether: '100000', needs: '98500' }),
      // 10,000 − 7 % = 9,300 < 9,400: breached; half of 150,000: 7.5 % off.
      inEther('third', { ether: '10000', needs: '9400' }),
      // 10,000 − 7.5 % = 9,250: stands.
      inEther('fourth', { ether: '10000', needs: '9250' }),
    ];
    expect(shown(accounts)).toMatchObject({
      breached: { first: 0, second: 1, third: 2 },
      drops: { ETH: '0.075' },
      rounds: 2,
    });
  });

  it('falls no further than the maximum, and not at all where nothing is known of the depth', () => {
    const large = [
      inEther('a', { ether: '4000000', needs: '4000001' }),
      inEther('b', { ether: '10', needs: '5' }),
    ];
    expect(shown(large)).toMatchObject({ breached: { a: 0 }, drops: { ETH: '0.5' } });
    expect(shown(large, '0', { ...rules, depths: new Map() })).toMatchObject({
      breached: { a: 0 },
      drops: {},
    });
  });

  it('takes a shortfall from the fund first, and the rest from those who stand at the venue', () => {
    const none = { ...rules, depths: new Map() };
    const accounts = [
      inEther('bankrupt', { ether: '10', needs: '100', worth: '-90', notional: '1000' }),
      // Charged 50 × 3/4 = 37.5 of 137.5: below 100.5.
      inEther('larger', { ether: '137.5', needs: '100.5', notional: '300' }),
      // Charged 50 × 1/4 at first, and all 50 once it stands alone.
      inEther('smaller', { ether: '90', needs: '70', notional: '100' }),
      inEther('elsewhere', { ether: '1', needs: '1' }),
    ];
    expect(shown(accounts, '40', none)).toEqual({
      breached: { bankrupt: 0, larger: 1, smaller: 2 },
      drops: {},
      shortfall: '90',
      fundUsed: '40',
      // 90 × 0.555555555556, which is 50 / 90 rounded up to twelve places, is 50.00000000004.
      socialised: { venue: '50.00000001' },
      rounds: 2,
    });
    expect(shown(accounts, '90', none)).toMatchObject({
      breached: { bankrupt: 0 },
      socialised: {},
      rounds: 0,
    });
  });

  it('counts what a fall of prices takes from the bankrupt too', () => {
    const sold = [inEther('a', { ether: '40000', needs: '40001', worth: '100' })];
    // 2 % of 40,000 is 800, 700 more than it was worth.
    expect(shown(sold)).toMatchObject({ shortfall: '700', socialised: {} });
    expect(spreadContagion([], rules, ZERO).rounds).toBe(0);
  });
});
