import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { RULES } from './example-prices.js';
import { NEWEST_QUOTE, priceRulesOf, validatePricePolicy, type PricePolicy } from './price-policy.js';

const policy: PricePolicy = {
  rules: new Map([
    ['perpetual', RULES],
    ['collateral', NEWEST_QUOTE],
  ]),
  defaultRules: 'collateral',
  symbols: new Map([['BTC-PERP', 'perpetual']]),
};

describe('priceRulesOf', () => {
  it('finds the rules of a symbol, else the default ones, else the newest quote', () => {
    expect(priceRulesOf(policy, 'BTC-PERP')).toBe(RULES);
    expect(priceRulesOf(policy, 'USDC')).toBe(NEWEST_QUOTE);
    expect(priceRulesOf(undefined, 'BTC-PERP')).toBe(NEWEST_QUOTE);
  });
});

describe('validatePricePolicy', () => {
  it('accepts a section that makes sense', () => {
    expect(validatePricePolicy(policy)).toEqual({ ok: true, value: policy });
  });

  const { demands } = RULES;
  const jump = { tripRatio: decimal('1.2'), recoveryRatio: decimal('1.1'), recoverySeconds: 1, halts: [] };
  it.each<[string, Partial<PricePolicy>]>([
    ['/defaultRules', { defaultRules: 'other' }],
    ['/symbols/ETH', { symbols: new Map([['ETH', 'other']]) }],
    ...Object.entries({
      averageSeconds: { ...RULES, averageSeconds: 0 },
      quoteLifetimeSeconds: { ...RULES, quoteLifetimeSeconds: 0 },
      'demands/opening/minimumSources': {
        ...RULES,
        demands: { ...demands, opening: { minimumSources: 0 } },
      },
      'demands/withdrawing/maximumConfidence': {
        ...RULES,
        demands: { ...demands, withdrawing: { minimumSources: 1, maximumConfidence: decimal('1.1') } },
      },
      'demands/withdrawing/maximumRatioToAverage': {
        ...RULES,
        demands: { ...demands, withdrawing: { minimumSources: 1, maximumRatioToAverage: decimal('1') } },
      },
      'demands/liquidating/maximumAgeSeconds': {
        ...RULES,
        demands: { ...demands, liquidating: { minimumSources: 1, maximumAgeSeconds: 59 } },
      },
      'demands/liquidating/minimumSources': {
        ...RULES,
        demands: { ...demands, liquidating: { minimumSources: demands.opening.minimumSources + 1 } },
      },
      'demands/liquidating/maximumConfidence': {
        ...RULES,
        demands: { ...demands, liquidating: { minimumSources: 1, maximumConfidence: decimal('0.0001') } },
      },
      'demands/withdrawing/minimumSources': {
        ...RULES,
        demands: { ...demands, withdrawing: { ...demands.withdrawing, minimumSources: 33 } },
      },
      'jumpBreaker/halts': { ...RULES, jumpBreaker: { ...jump, halts: ['liquidating'] as const } },
      'stalenessBreaker/tripSeconds': {
        ...RULES,
        stalenessBreaker: { tripSeconds: 0, recoverySeconds: 0, halts: [] },
      },
      'jumpBreaker/recoveryRatio': { ...RULES, jumpBreaker: { ...jump, recoveryRatio: decimal('1') } },
      'jumpBreaker/tripRatio': { ...RULES, jumpBreaker: { ...jump, tripRatio: decimal('1.05') } },
    }).map(
      ([field, rules]) =>
        [
          `/rules/x/${field.replace(/\/$/u, '')}`,
          { rules: new Map([['x', rules]]), defaultRules: 'x', symbols: new Map() },
        ] as [string, Partial<PricePolicy>],
    ),
  ])('refuses a wrong %s', (field, change) => {
    expect(validatePricePolicy({ ...policy, ...change })).toMatchObject({
      ok: false,
      failure: { code: 'INVALID_PRICE_POLICY', field },
    });
  });

  it('refuses to ask the newest quote for two sources', () => {
    const rules = { ...NEWEST_QUOTE, demands: { ...NEWEST_QUOTE.demands, opening: { minimumSources: 2 } } };
    const change = { rules: new Map([['collateral', rules]]), symbols: new Map<string, string>() };
    expect(validatePricePolicy({ ...policy, ...change })).toMatchObject({
      failure: { field: '/rules/collateral/demands/opening/minimumSources' },
    });
  });
});
