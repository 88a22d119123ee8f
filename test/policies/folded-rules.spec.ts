import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MarginPolicy } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import { MarginTerms, type AccountTerms, type TermSum } from '@causeway/domain/screening';
import { decimal, maximum, ZERO, type Decimal } from '@causeway/domain/units';
import { housePolicy } from '../fixtures/margin.js';
import { accountOf, marginUnder, preset, PRESETS, type VenueAccount } from '../fixtures/presets.js';
import { WHOLE_ACCOUNT_POLICY } from '../fixtures/whole-account-policy.js';

/** Of each shipped policy: what can be held, owed and traded under it. */
const MARKETS: Readonly<Record<string, { holdings: string[]; debts: string[]; instruments: string[] }>> = {
  'aave-v3': { holdings: ['USDC', 'ETH', 'BTC'], debts: ['DAI', 'USDT'], instruments: [] },
  'drift-v2': { holdings: ['USDC', 'SOL'], debts: ['SOL'], instruments: ['SOL-PERP', 'BTC-PERP'] },
  'deribit-grid': {
    holdings: ['BTC', 'ETH'],
    debts: [],
    instruments: ['BTC-PERP', 'BTC-28JUN24', 'ETH-PERP'],
  },
  'derive-pmrm': { holdings: ['USDC', 'BTC', 'ETH'], debts: [], instruments: ['BTC-PERP'] },
  'dydx-v4': { holdings: ['USDC'], debts: [], instruments: ['BTC-PERP', 'CRV-PERP'] },
  house: { holdings: ['USDC', 'ETH', 'DAI'], debts: ['USDT'], instruments: ['BTC-PERP', 'ETH-PERP'] },
  hyperliquid: { holdings: ['USDC'], debts: [], instruments: ['BTC-PERP', 'ETH-PERP', 'DOGE-PERP'] },
  'perennial-v2': { holdings: ['USDC'], debts: [], instruments: ['BTC-PERP', 'SOL-PERP'] },
  'synthetix-v3': { holdings: ['USDC'], debts: [], instruments: ['BTC-PERP', 'ETH-PERP'] },
  'whole-account': {
    holdings: ['USDC', 'ETH'],
    debts: ['USDT'],
    instruments: ['BTC-PERP', 'BTC-28JUN24', 'ETH-PERP', 'SOL-PERP'],
  },
};
/** Names of `MARKETS` that are no preset. */
const OTHERS: Readonly<Record<string, MarginPolicy>> = {
  house: housePolicy.margin,
  'whole-account': WHOLE_ACCOUNT_POLICY,
};
const ENTRY = '100';

const figure = fc.integer({ min: 1, max: 9_999_999 });
const figures = fc.array(figure, { minLength: 4, maxLength: 4 });
const sides = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
/** Prices from cents to thousands, so that positions go through all tiers. */
const prices = fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 8, maxLength: 8 });

function policyOf(name: string): RiskPolicy {
  const margin = OTHERS[name];
  return margin === undefined ? preset(name as (typeof PRESETS)[number]) : { ...housePolicy, margin };
}

function accountAt(
  name: string,
  { quantities, isLong }: { readonly quantities: readonly number[]; readonly isLong: readonly boolean[] },
  marks: readonly number[],
): VenueAccount {
  const { holdings, debts, instruments } = MARKETS[name] ?? { holdings: [], debts: [], instruments: [] };
  const quantity = (place: number) =>
    decimal(String(quantities[place % 4] ?? 1))
      .div(1_000)
      .toFixed();
  const mark = (place: number) =>
    decimal(String(marks[place % 8] ?? 1))
      .div(100)
      .toFixed();
  const families = [...new Set([...holdings, ...debts])];
  return {
    holdings: Object.fromEntries(holdings.map((family, place) => [family, quantity(place)])),
    debts: Object.fromEntries(debts.map((family, place) => [family, quantity(place + 1)])),
    positions: instruments.map((instrument, place) => ({
      instrument,
      size: `${isLong[place % 4] === true ? '' : '-'}${quantity(place + 2)}`,
      mark: mark(place),
      entry: ENTRY,
    })),
    prices: Object.fromEntries(families.map((family, place) => [family, mark(place + 4)])),
  };
}

function valueOf({ constant, linear, kinked }: TermSum, at: (slot: number) => Decimal): Decimal {
  const terms = [
    ...linear.map(({ slot, coefficient }) => coefficient.mul(at(slot))),
    ...kinked.map(({ slot, quantity, factor, kinked: lines }) =>
      factor.mul(lines.at(quantity.mul(at(slot)))),
    ),
  ];
  return terms.reduce((total, term) => total.add(term), constant);
}

describe('MarginTerms', () => {
  it.each(PRESETS)('folds every rule of %s', (name) => {
    expect(new MarginTerms(preset(name).margin).unfoldedRules).toEqual([]);
  });

  it.each(Object.keys(MARKETS))('comes to what %s asks for at all prices, folded at some', (name) => {
    const policy = policyOf(name);
    const margin = new MarginTerms(policy.margin);
    fc.assert(
      fc.property(
        fc.record({ quantities: figures, isLong: sides, mode: fc.constantFrom('cross', 'portfolio') }),
        prices,
        prices,
        (made, before, after) => {
          const symbols: string[] = [];
          const ofSymbol = (symbol: string) => {
            if (!symbols.includes(symbol)) symbols.push(symbol);
            return symbols.indexOf(symbol);
          };
          const account = { ...accountAt(name, made, before), mode: made.mode };
          const priceNow = (symbol: string) => priceOf(account, symbol);
          const slots = { ofSymbol, priceOf: priceNow };
          const terms = margin.termsOf(accountOf(account), marginUnder(policy, account), slots);
          expect(terms).toBeDefined();
          const later = { ...accountAt(name, made, after), mode: made.mode };
          mustAgree(terms as AccountTerms, marginUnder(policy, later), (slot) =>
            priceOf(later, symbols[slot] ?? ''),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

function priceOf({ positions = [], prices: marks = {} }: VenueAccount, symbol: string): Decimal {
  const mark = positions.find(({ instrument }) => instrument === symbol)?.mark ?? marks[symbol];
  return mark === undefined ? ZERO : decimal(mark);
}

function mustAgree(
  terms: AccountTerms,
  { equity, maintenanceMargin }: ReturnType<typeof marginUnder>,
  at: (slot: number) => Decimal,
): void {
  const requirement = terms.requirements.map((each) => valueOf(each, at)).reduce(maximum);
  expect(valueOf(terms.equity, at).sub(equity).abs().lte(terms.equityRounding)).toBe(true);
  expect(requirement.sub(maintenanceMargin).abs().lte(terms.requirementRounding)).toBe(true);
  expect(terms.equityRounding.lt('0.0001')).toBe(true);
}
