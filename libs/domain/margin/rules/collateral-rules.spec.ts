import { describe, expect, it } from '@jest/globals';
import { decimal, type BridgeId, type TransferId, type UnixMilliseconds } from '@causeway/domain/units';
import { evaluateMargin } from '../evaluate-margin.js';
import {
  account,
  directory,
  ETHEREUM,
  ETHER_ON_OPTIMISM,
  holding,
  inTransit,
  policy,
  priced,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from '../example-account.js';
import type { Debt, Holding } from '../account.js';
import type { CollateralRule } from '../policy.js';

const PRICES = priced({ USDC: '1', ETH: '2000' });
const FULL: CollateralRule = {
  rule: 'asset-haircut',
  haircuts: new Map([
    ['USDC', decimal('0')],
    ['ETH', decimal('0.1')],
  ]),
};
const ALL_CREDIT: CollateralRule = {
  rule: 'in-transit-credit',
  credits: [{ mechanism: 'issuer-mint-burn', stage: 'attested', credit: decimal('1') }],
};

/** What each holding counts for under the rules, against initial and against maintenance margin. */
function counted(
  rules: readonly CollateralRule[],
  holdings: readonly Holding[],
  { debts = [], asOf }: { readonly debts?: readonly Debt[]; readonly asOf?: number } = {},
): readonly string[] {
  const prices = asOf === undefined ? PRICES : { ...PRICES, asOf: asOf as UnixMilliseconds };
  const margined = { ...account(holdings), debts };
  const state = evaluateMargin(margined, prices, { ...policy, places: 2, collateral: rules }, directory);
  return state.holdings.map(({ collateralValue, initialCollateralValue = collateralValue }) =>
    initialCollateralValue.eq(collateralValue)
      ? collateralValue.toFixed()
      : `${initialCollateralValue.toFixed()}/${collateralValue.toFixed()}`,
  );
}

describe('asset-haircut', () => {
  it.each([
    [USDC_ON_ETHEREUM, '1.239', '1.23'],
    // 2,000 × 0.9
    [ETHER_ON_OPTIMISM, '1', '1800'],
    [ETHER_ON_OPTIMISM, '0.000001', '0'],
  ])('counts of %s %s for %s, rounded down', (asset, quantity, expected) => {
    expect(counted([FULL], [holding(asset, quantity)])).toEqual([expected]);
  });

  it('counts nothing of a family that is not listed', () => {
    const usdc: CollateralRule = { rule: 'asset-haircut', haircuts: new Map([['USDC', decimal('0')]]) };
    expect(counted([usdc], [holding(ETHER_ON_OPTIMISM, '1')])).toEqual(['0']);
  });
});

describe('layer-haircut', () => {
  const layers = (otherwise: string): CollateralRule => ({
    rule: 'layer-haircut',
    haircuts: new Map([[ETHEREUM, decimal('0.05')]]),
    otherwise: decimal(otherwise),
  });

  it.each([
    // 100 × 0.95
    [USDC_ON_ETHEREUM, '100', '0.2', '95'],
    // A layer that is not listed: 100 × 0.8
    [USDC_ON_OPTIMISM, '100', '0.2', '80'],
    // On top of the asset's own: 2,000 × 0.9 × 0.8
    [ETHER_ON_OPTIMISM, '1', '0.2', '1440'],
    // Rounded once, down: 0.0011 × 2,000 × 0.9 × 0.8 = 1.584
    [ETHER_ON_OPTIMISM, '0.0011', '0.2', '1.58'],
    [USDC_ON_OPTIMISM, '100', '1', '0'],
  ])('counts of %s %s with %s elsewhere for %s', (asset, quantity, otherwise, expected) => {
    expect(counted([FULL, layers(otherwise)], [holding(asset, quantity)])).toEqual([expected]);
  });
});

describe('collateral-weight', () => {
  const weights = new Map([['ETH', { initial: decimal('0.8'), maintenance: decimal('0.825') }]]);

  it('counts less where collateral backs new risk, and nothing of what is not listed', () => {
    const held = [holding(ETHER_ON_OPTIMISM, '1.5'), holding(USDC_ON_ETHEREUM, '5')];
    expect(counted([{ rule: 'collateral-weight', weights }], held)).toEqual(['2400/2475', '0']);
  });

  it('leaves alone what a rule further up took as collateral', () => {
    const held = [holding(ETHER_ON_OPTIMISM, '1')];
    expect(counted([FULL, { rule: 'collateral-weight', weights }], held)).toEqual(['1800']);
  });
});

describe('concentration-brackets', () => {
  const brackets = (...given: readonly (readonly [string | undefined, string])[]): CollateralRule => ({
    rule: 'concentration-brackets',
    brackets: new Map([
      [
        'USDC',
        given.map(([upTo, weight]) => ({
          ...(upTo === undefined ? {} : { upTo: decimal(upTo) }),
          weight: decimal(weight),
        })),
      ],
    ]),
  });
  const held = (first: string, second: string) => [
    holding(USDC_ON_ETHEREUM, first),
    holding(USDC_ON_OPTIMISM, second),
  ];

  it.each([
    // 1000 × 1
    ['600', '400', ['600', '400']],
    // 1000 × 1 + 500 × 0.5 = 1250, shared 900 : 600
    ['900', '600', ['750', '500']],
    // 1000 + 2000 × 0.5 + 1000 × 0.1 = 2100 of 4000
    ['1000', '3000', ['525', '1575']],
    // 1250 of 1500, a third each; rounded down
    ['500.01', '999.99', ['416.67', '833.32']],
  ])('counts %s and %s on two layers as %j', (first, second, expected) => {
    const rule = brackets(['1000', '1'], ['3000', '0.5'], [undefined, '0.1']);
    expect(counted([FULL, rule], held(first, second))).toEqual(expected);
  });

  it('leaves no room to what is in transit without credit', () => {
    const held = [holding(USDC_ON_ETHEREUM, '1000'), inTransit(USDC_ON_OPTIMISM, '1000', 'initiated')];
    expect(counted([FULL, brackets(['1000', '1'])], held)).toEqual(['1000', '0']);
  });

  it('is a cap when nothing counts beyond the last bound', () => {
    expect(counted([FULL, brackets(['1000', '1'])], held('3000', '1000'))).toEqual(['750', '250']);
  });
});

describe('correlated-assets', () => {
  const rule: CollateralRule = {
    rule: 'correlated-assets',
    groups: [
      {
        name: 'dollars',
        families: ['USDC'],
        weight: { initial: decimal('0.93'), maintenance: decimal('0.95') },
      },
    ],
  };
  const dollars = { debts: [{ principal: holding(USDC_ON_OPTIMISM, '100').amount }] };
  const both = { debts: [...dollars.debts, { principal: holding(ETHER_ON_OPTIMISM, '1').amount }] };
  const held = [holding(USDC_ON_ETHEREUM, '1000'), holding(ETHER_ON_OPTIMISM, '1')];

  it('weighs collateral of the group by the group while all debts are of it', () => {
    expect(counted([rule, FULL], held, dollars)).toEqual(['930/950', '1800']);
  });

  it('does nothing for an account with other debts or with none', () => {
    expect(counted([rule, FULL], held, both)).toEqual(['1000', '1800']);
    expect(counted([rule, FULL], held)).toEqual(['1000', '1800']);
  });
});

describe('in-transit-credit', () => {
  const MINUTE = 60_000;
  const conditions = (...credits: Extract<CollateralRule, { rule: 'in-transit-credit' }>['credits']) =>
    [FULL, { rule: 'in-transit-credit', credits }] satisfies readonly CollateralRule[];
  const byAge = conditions(
    {
      bridge: 'cctp' as never,
      stage: 'attested',
      finality: 'finalised',
      withinSeconds: decimal('600'),
      credit: decimal('0.9'),
      atMost: decimal('500'),
    },
    {
      mechanism: 'issuer-mint-burn',
      stage: 'attested',
      withinSeconds: decimal('3600'),
      credit: decimal('0.5'),
    },
  );
  const sent = (
    quantity: string,
    facts: Partial<NonNullable<Holding['transit']>>,
    stage: 'attested' | 'initiated' = 'attested',
  ): Holding => {
    const { transit, ...rest } = inTransit(USDC_ON_OPTIMISM, quantity, stage);
    if (transit === undefined) throw new Error('in transit without a transfer');
    return { ...rest, transit: { ...transit, ...facts } };
  };
  const at = (instant: number) => ({ initiatedAt: instant as UnixMilliseconds });

  it.each<[string, Holding, string]>([
    ['young and final', sent('100', { ...at(0), sourceFinality: 'finalised' }), '90'],
    ['young, final and large', sent('1000', { ...at(0), sourceFinality: 'settled' }), '500'],
    ['young and not final', sent('1000', { ...at(0), sourceFinality: 'safe' }), '500'],
    ['of no told finality', sent('100', at(0)), '50'],
    ['of no told age', sent('100', { sourceFinality: 'finalised' }), '0'],
    ['not far enough', sent('100', at(0), 'initiated'), '0'],
    ['over a frozen bridge', sent('100', { ...at(0), isCreditWithheld: true }), '0'],
  ])('credits what is %s', (_, transfer, expected) => {
    expect(counted(byAge, [transfer], { asOf: 10 * MINUTE })).toEqual([expected]);
  });

  it('claws the credit back as time passes', () => {
    const transfer = sent('100', { ...at(0), sourceFinality: 'finalised' });
    const after = (instant: number) => counted(byAge, [transfer], { asOf: instant });
    expect([600_000, 600_001, 3_600_000, 3_600_001].map(after)).toEqual([['90'], ['50'], ['50'], ['0']]);
    expect(counted(byAge, [transfer])).toEqual(['0']);
  });
});

describe('in-transit-cap', () => {
  const cap = (...otherwise: readonly string[]): CollateralRule => ({
    rule: 'in-transit-cap',
    caps: new Map([['cctp', decimal('1000')]]),
    ...(otherwise[0] === undefined ? {} : { otherwise: decimal(otherwise[0]) }),
  });
  const transfers = [
    inTransit(USDC_ON_OPTIMISM, '1500', 'attested'),
    inTransit(USDC_ON_ETHEREUM, '500', 'attested'),
    holding(USDC_ON_ETHEREUM, '9000'),
  ];

  it('bounds all transfers over one bridge together, and nothing else', () => {
    expect(counted([FULL, ALL_CREDIT, cap()], transfers)).toEqual(['750', '250', '9000']);
  });

  it('bounds transfers by their bridge, though it is not known which layer they left', () => {
    // Hop's transfers from any layer have the source hop:any; they are Hop's all the same.
    const anywhere = (asset: typeof USDC_ON_OPTIMISM, quantity: string): Holding => {
      const held = inTransit(asset, quantity, 'attested', 'hop');
      const transfer = `hop/hop:any/${quantity}` as TransferId;
      return {
        ...held,
        transit: { ...held.transit, transfer, bridge: 'hop' as BridgeId, stage: 'attested' },
      };
    };
    const hop: CollateralRule = {
      rule: 'in-transit-cap',
      caps: new Map([
        ['hop', decimal('300')],
        ['hop:any', decimal('1')],
      ]),
    };
    const credit: CollateralRule = {
      rule: 'in-transit-credit',
      credits: [{ bridge: 'hop' as BridgeId, stage: 'attested', credit: decimal('1') }],
    };
    const held = [anywhere(USDC_ON_OPTIMISM, '400'), anywhere(USDC_ON_ETHEREUM, '200')];
    expect(counted([FULL, credit, hop], held)).toEqual(['200', '100']);
  });

  it('lets what is below the cap be', () => {
    expect(counted([FULL, ALL_CREDIT, cap('1')], transfers.slice(1))).toEqual(['500', '9000']);
  });
});

describe('proven-balance', () => {
  const rule = (weight: string, withinSeconds?: string): CollateralRule => ({
    rule: 'proven-balance',
    unproven: new Map([[ETHEREUM, decimal(weight)]]),
    otherwise: decimal('1'),
    ...(withinSeconds === undefined ? {} : { withinSeconds: decimal(withinSeconds) }),
  });
  const proven = (quantity: string, shown: string): Holding => ({
    ...holding(USDC_ON_ETHEREUM, quantity),
    proven: {
      raw: holding(USDC_ON_ETHEREUM, shown).amount.raw,
      at: 0 as UnixMilliseconds,
      evidence: {
        basis: 'state-root',
        chain: ETHEREUM,
        blockNumber: 1n,
        blockHash: `0x${'1'.repeat(64)}` as never,
        stateRoot: `0x${'2'.repeat(64)}` as never,
      },
    },
  });

  it.each<[string, Holding, string, string]>([
    ['required and absent', holding(USDC_ON_ETHEREUM, '100'), '0', '0'],
    ['required of a part', proven('100', '60'), '0', '60'],
    ['rewarded of a part', proven('100', '60'), '0.9', '96'],
    ['of more than there is', proven('100', '600'), '0.9', '100'],
    ['not asked for on the layer', holding(USDC_ON_OPTIMISM, '100'), '0', '100'],
  ])('counts what is %s', (_, held, weight, expected) => {
    expect(counted([FULL, rule(weight)], [held])).toEqual([expected]);
  });

  it('asks for a recent block where it says so', () => {
    const shown = (asOf: number) => counted([FULL, rule('0.5', '60')], [proven('100', '100')], { asOf });
    expect([shown(60_000), shown(60_001)]).toEqual([['100'], ['50']]);
  });
});
