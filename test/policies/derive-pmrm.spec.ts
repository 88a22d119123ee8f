import { describe, expect, it } from '@jest/globals';
import { decimal, type Decimal } from '@causeway/domain/units';
import { marginUnder, preset, type VenueAccount } from '../fixtures/presets.js';

const BTC = '95663.50604855';
const USDC = '1.00019088635';
const SECONDS = 794_852;

/** A short call of February at its published forward price and volatility. */
function shortCalls(size: string): Pick<VenueAccount, 'positions' | 'facts' | 'asOf'> {
  const instrument = 'BTC-FEB-100000-C';
  const option = { kind: 'call', underlying: 'BTC', strike: '100000', expiry: SECONDS * 1000 } as const;
  return {
    positions: [{ instrument, size, mark: '1186.4185694587657', option }],
    facts: {
      BTC: { indexPrice: BTC },
      [instrument]: { indexPrice: '95776.67392708939', volatility: '0.453803924321583' },
    },
    asOf: 0,
  };
}

/** Published as binary floats of about 16 digits; their own tests allow 10⁻⁸ of a figure. */
function isClose(actual: Decimal, expected: Decimal): boolean {
  return actual.sub(expected).abs().lte(expected.abs().mul('1e-11'));
}

// derivexyz/v2-core test/risk-managers/unit-tests/PMRM_2/portfolio_cases/<name>.json: what a portfolio is worth less what
// is left of it (Result.PortfolioMTM − Result.IM, − Result.MM), and for what other collateral counts
describe('policies/derive-pmrm.json', () => {
  it.each<[string, VenueAccount, markToMarket: string, im: string, mm: string]>([
    [
      'test_12_risk_cancelling_naked_short_call',
      { holdings: { USDC: '0' }, ...shortCalls('-1') },
      '-1186.4185694587657',
      '-14604.048120144837',
      '-11824.858703959073',
    ],
    [
      'test_13_risk_cancelling_btc_covered_call',
      { holdings: { BTC: '1' }, prices: { BTC: decimal(BTC).div(USDC).toFixed(18) }, ...shortCalls('-2') },
      '93272.41153721785',
      '74395.66964312586',
      '78744.92602874589',
    ],
  ])('requires what %s does', (_name, account, markToMarket, im, mm) => {
    const prices = { USDC, ...account.prices };
    const state = marginUnder(preset('derive-pmrm'), { ...account, prices });
    expect(isClose(state.initialMargin, decimal(markToMarket).sub(im))).toBe(true);
    expect(isClose(state.maintenanceMargin, decimal(markToMarket).sub(mm))).toBe(true);
    expect(state.gaps).toEqual([]);
  });

  // test_29_perps_basic_perp.json: 0.8 × 558 + 45, 558 + 60, of 1 at 3,100 USD and spot 3,000 USD
  it('is exact for a perpetual', () => {
    const state = marginUnder(preset('derive-pmrm'), {
      holdings: { USDC: '1000' },
      positions: [{ instrument: 'BTC-PERP', size: '1', mark: '3100' }],
      facts: { BTC: { indexPrice: '3000' } },
    });
    expect(state.maintenanceMargin.toNumber()).toBeCloseTo(491.4, 9);
    expect(state.initialMargin.toNumber()).toBeCloseTo(618, 9);
  });

  it('lets nothing that is in transit without credit offset a position', () => {
    const short = {
      holdings: { USDC: '100000' },
      positions: [{ instrument: 'BTC-PERP', size: '-1', mark: BTC }],
      prices: { BTC },
      facts: { BTC: { indexPrice: BTC } },
    };
    const [without, underWay] = [short, { ...short, inTransit: { BTC: '1' } }].map((account) =>
      marginUnder(preset('derive-pmrm'), account).maintenanceMargin.toFixed(),
    );
    expect(underWay).toBe(without);
  });

  it('leaves an option without volatility to other rules, and so margins it in full', () => {
    const { positions } = shortCalls('-1');
    const state = marginUnder(preset('derive-pmrm'), {
      positions: positions ?? [],
      facts: { BTC: { indexPrice: BTC } },
      asOf: 0,
    });
    expect(state.gaps).toContainEqual({ code: 'MISSING_FACT', subject: 'BTC-FEB-100000-C' });
    expect(state.maintenanceMargin.gt(0)).toBe(true);
  });
});
