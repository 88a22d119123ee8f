import { describe, expect, it } from '@jest/globals';
import { decimal, type ChainId, type InstrumentId } from '@causeway/domain/units';
import { explainMargin } from './evaluate-margin.js';
import {
  account,
  directory,
  holding,
  policy,
  position,
  priced,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from './example-account.js';
import type { ImposedRules } from './imposed-rules.js';

const MARKS = { USDC: '1', 'BTC-PERP': '50000', 'ETH-PERP': '2000', ETH: '2000' };
const HELD = account(
  [holding(USDC_ON_ETHEREUM, '10000'), holding(USDC_ON_OPTIMISM, '1000')],
  [position('BTC-PERP', '1', '50000')],
);
const NOTHING: ImposedRules = { collateral: [], positions: [] };

/** Equity and maintenance margin, less what they are without anything imposed. */
function effectOf(imposed: Partial<ImposedRules>, held = HELD) {
  const under = (rules: ImposedRules) =>
    explainMargin(held, priced(MARKS), { ...policy, imposed: rules }, directory);
  const [before, after] = [under(NOTHING), under({ ...NOTHING, ...imposed })];
  return {
    equity: after.state.equity.sub(before.state.equity).toFixed(),
    maintenance: after.state.maintenanceMargin.sub(before.state.maintenanceMargin).toFixed(),
    steps: after.steps.filter(({ path }) => path === '/systemicRisk/thresholds'),
    before: before.state,
  };
}

const countedOn = (asset: string) =>
  effectOf({})
    .before.holdings.filter((each) => each.asset === asset)
    .reduce((total, { collateralValue }) => total.add(collateralValue), decimal('0'));

describe('raised-haircut', () => {
  it('takes its fraction off collateral on the subject, and off nothing else', () => {
    const rule = {
      rule: 'raised-haircut',
      dimension: 'layer',
      subject: 'eip155:10',
      haircut: decimal('0.1'),
    } as const;
    const lost = countedOn(USDC_ON_OPTIMISM).mul('-0.1');
    const effect = effectOf({ collateral: [rule] });
    expect(effect).toMatchObject({ equity: lost.toFixed(), maintenance: '0' });
    expect(effect.steps.map(({ rule: name, subject }) => `${name}: ${subject}`)).toEqual([
      `raised-haircut: ${USDC_ON_OPTIMISM} (available)`,
    ]);
  });

  it.each([
    ['the asset family, wherever it lies', 'asset', 'USDC'],
    ['every layer', 'layer', '*'],
  ] as const)('takes it off %s', (_, dimension, subject) => {
    const rule = { rule: 'raised-haircut', dimension, subject, haircut: decimal('0.5') } as const;
    const all = countedOn(USDC_ON_OPTIMISM).add(countedOn(USDC_ON_ETHEREUM));
    expect(effectOf({ collateral: [rule] }).equity).toBe(all.mul('-0.5').toFixed());
  });

  it('takes nothing off collateral that has arrived when it is on a bridge', () => {
    const rule = {
      rule: 'raised-haircut',
      dimension: 'bridge',
      subject: '*',
      haircut: decimal('1'),
    } as const;
    expect(effectOf({ collateral: [rule] })).toMatchObject({ equity: '0', steps: [] });
  });
});

describe('withheld-credit', () => {
  const withheld = (raw: bigint) =>
    account([{ ...holding(USDC_ON_ETHEREUM, '10000'), withheld: raw }], HELD.positions);

  it('counts the part that is not withheld', () => {
    const all = countedOn(USDC_ON_ETHEREUM);
    const effect = effectOf({ collateral: [{ rule: 'withheld-credit' }] }, withheld(2_500_000_000n));
    expect(effect.equity).toBe(all.mul('-0.25').toFixed());
    expect(effect.steps.at(-1)).toMatchObject({
      rule: 'withheld-credit',
      formula: 'value × credited / quantity',
    });
  });

  it('counts nothing where more is withheld than is left', () => {
    const effect = effectOf({ collateral: [{ rule: 'withheld-credit' }] }, withheld(2n ** 200n));
    expect(effect.equity).toBe(countedOn(USDC_ON_ETHEREUM).neg().toFixed());
  });
});

describe('venue-floor', () => {
  const floor = (rate: string, chain: string, instrument = 'BTC-PERP') => ({
    positions: [
      {
        rule: 'venue-floor' as const,
        chain: chain as ChainId,
        instrument: instrument as InstrumentId,
        rate: decimal(rate),
      },
    ],
  });
  const { chain } = position('BTC-PERP', '1', '50000');
  const listed = effectOf({}).before.maintenanceMargin;

  it('demands its fraction of the notional where the policy demands less', () => {
    const effect = effectOf(floor('0.2', chain));
    expect(effect.maintenance).toBe(decimal('10000').sub(listed).toFixed());
    expect(effect.steps).toMatchObject([{ rule: 'venue-floor', figure: 'maintenance fraction' }]);
  });

  it('changes nothing where the policy demands more, elsewhere, or of what is margined in full', () => {
    expect(effectOf(floor('0.0001', chain)).maintenance).toBe('0');
    expect(effectOf(floor('0.2', 'eip155:8453')).maintenance).toBe('0');
    const unlisted = account(HELD.holdings, [position('DOGE-PERP', '1', '50000')]);
    expect(effectOf(floor('0.2', chain, 'DOGE-PERP'), unlisted).maintenance).toBe('0');
  });
});
