import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { evaluateMargin } from './evaluate-margin.js';
import {
  account,
  directory,
  ETHEREUM,
  ETHER_ON_OPTIMISM,
  holding,
  inTransit,
  policy,
  position,
  priced,
  shown,
  UNKNOWN_ASSET,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from './example-account.js';
import type { MarginPolicy } from './policy.js';

const prices = priced({ USDC: '0.9999', ETH: '3700.1', 'BTC-PERP': '46123.45', 'ETH-PERP': '3712.3' });

const example = account(
  [
    holding(USDC_ON_ETHEREUM, '10000.5'),
    holding(ETHER_ON_OPTIMISM, '2.5', 'reserved'),
    inTransit(USDC_ON_OPTIMISM, '5000', 'attested'),
    holding(ETHER_ON_OPTIMISM, '1', 'seized'),
  ],
  [position('BTC-PERP', '0.5', '47000'), position('ETH-PERP', '-3', '3800', ETHEREUM)],
);

describe('evaluateMargin', () => {
  it('adds up an account on two layers, worked out by hand', () => {
    expect(shown(evaluateMargin(example, prices, policy, directory))).toMatchObject({
      account: 'atlas-main',
      desk: 'atlas',
      accountSeq: 3,
      priceVector: 'prices-1',
      policyVersion: 7,
      // 9,999.49995 + 9,250.25 + 4,999.5 − 175.175; the seized ether is not in it
      accountValue: '24074.07495',
      // 9,899.5049505 + 8,158.7205 + 3,880.41192
      collateralValue: '21938.6373705',
      // 0.5 × (46,123.45 − 47,000) − 3 × (3,712.3 − 3,800) = −438.275 + 263.1
      unrealisedPnl: '-175.175',
      equity: '21763.4623705',
      // 23,061.725 × 0.05 + 11,136.9 × 0.1
      initialMargin: '2266.77625',
      // 23,061.725 × 0.03 + 11,136.9 × 0.06
      maintenanceMargin: '1360.06575',
      freeCollateral: '19496.6861205',
      // 21,763.4623705 / 1,360.06575 = 16.001772245569…
      health: '16.00177224',
      band: 'healthy',
      inTransitValue: '4999.5',
      inTransitCollateralValue: '3880.41192',
      gaps: [],
    });
  });

  it('shows what each rule made of each holding', () => {
    expect(shown(evaluateMargin(example, prices, policy, directory).holdings)).toMatchObject([
      {
        bucket: 'available',
        quantity: '10000.5',
        price: '0.9999',
        value: '9999.49995',
        assetHaircut: '0.01',
        layerHaircut: '0',
        credit: '1',
        collateralValue: '9899.5049505',
      },
      // 2.5 × 3,700.1 = 9,250.25; × 0.9 × 0.98
      { bucket: 'reserved', value: '9250.25', credit: '1', collateralValue: '8158.7205' },
      // 5,000 × 0.9999 = 4,999.5; × 0.99 × 0.98 = 4,850.5149; × 0.8
      {
        bucket: 'in-transit',
        transfer: 'cctp/eip155:10/1',
        bridge: 'cctp',
        mechanism: 'issuer-mint-burn',
        stage: 'attested',
        value: '4999.5',
        credit: '0.8',
        collateralValue: '3880.41192',
      },
      { bucket: 'seized', value: '3700.1', credit: '0', collateralValue: '0' },
    ]);
  });

  it('sums by layer and by asset', () => {
    const { layers, assets } = evaluateMargin(example, prices, policy, directory);
    expect(shown(layers)).toEqual([
      {
        chain: 'eip155:1',
        value: '9999.49995',
        collateralValue: '9899.5049505',
        debtValue: '0',
        unrealisedPnl: '263.1',
        initialMargin: '1113.69',
        maintenanceMargin: '668.214',
      },
      {
        chain: 'eip155:10',
        value: '14249.75',
        collateralValue: '12039.13242',
        debtValue: '0',
        unrealisedPnl: '-438.275',
        initialMargin: '1153.08625',
        maintenanceMargin: '691.85175',
      },
    ]);
    expect(shown(assets)).toEqual([
      { family: 'ETH', quantity: '2.5', value: '9250.25', collateralValue: '8158.7205' },
      { family: 'USDC', quantity: '15000.5', value: '14998.99995', collateralValue: '13779.9168705' },
    ]);
  });

  it('lets a short of 3 ETH at 3,000 with 1,000 of equity and 5 % maintenance live until 3,174.60', () => {
    // The worked example of dYdX's documentation: p′ = (1000 + 3 × 3000) / (3 × 0.05 + 3) ≈ 3,174.60
    const rates = { initial: decimal('0.1'), maintenance: decimal('0.05') };
    const plain: MarginPolicy = {
      ...policy,
      collateral: [{ rule: 'asset-haircut', haircuts: new Map([['USDC', decimal('0')]]) }],
      positions: [{ rule: 'margin-rates', rates: new Map([['ETH-PERP', rates]]) }],
    };
    const short = account([holding(USDC_ON_ETHEREUM, '1000')], [position('ETH-PERP', '-3', '3000')]);
    const bandAt = (price: string) =>
      evaluateMargin(short, priced({ USDC: '1', 'ETH-PERP': price }), plain, directory).band;
    expect(bandAt('3174.60')).toBe('warning');
    expect(bandAt('3174.61')).toBe('liquidatable');
  });

  it('is healthy with nothing to maintain and no figure for health', () => {
    const state = evaluateMargin(account([]), prices, policy, directory);
    expect(state).toMatchObject({ band: 'healthy', layers: [], assets: [], holdings: [], positions: [] });
    expect(state).not.toHaveProperty('health');
  });

  it('has no free collateral rather than a negative one', () => {
    // 97.02 of collateral against 1,153.08625
    const thin = account([holding(USDC_ON_OPTIMISM, '100')], [position('BTC-PERP', '0.5', '46123.45')]);
    expect(shown(evaluateMargin(thin, prices, policy, directory))).toMatchObject({
      freeCollateral: '0',
      band: 'liquidatable',
    });
  });

  it('leaves out positions of size zero', () => {
    const state = evaluateMargin(account([], [position('DOGE-PERP', '0', '1')]), prices, policy, directory);
    expect(state).toMatchObject({ positions: [], gaps: [] });
  });
});

describe('what cannot be valued', () => {
  const valued = (
    holdings: Parameters<typeof account>[0],
    positions: Parameters<typeof account>[1] = [],
    at = prices,
  ) => shown(evaluateMargin(account(holdings, positions), at, policy, directory));

  it('counts nothing when the asset has no price, and says so once', () => {
    const withoutUsdc = priced({ ETH: '3700.1' });
    const two = [holding(USDC_ON_ETHEREUM, '5'), holding(USDC_ON_OPTIMISM, '7')];
    expect(valued(two, [], withoutUsdc)).toMatchObject({
      collateralValue: '0',
      holdings: [
        { quantity: '5', price: '0', value: '0' },
        { quantity: '7', price: '0', value: '0' },
      ],
      gaps: [{ code: 'MISSING_PRICE', subject: 'USDC' }],
    });
  });

  it.each(['0', '-1'])('takes a price of %s for none', (price) => {
    expect(valued([holding(USDC_ON_ETHEREUM, '5')], [], priced({ USDC: price }))).toMatchObject({
      accountValue: '0',
      gaps: [{ code: 'MISSING_PRICE', subject: 'USDC' }],
    });
  });

  it('counts nothing when the asset is unknown', () => {
    expect(valued([holding(UNKNOWN_ASSET, '5')])).toMatchObject({
      accountValue: '0',
      holdings: [],
      gaps: [{ code: 'UNKNOWN_ASSET', subject: UNKNOWN_ASSET }],
    });
  });

  it('does not miss the price of what is seized', () => {
    expect(valued([holding(USDC_ON_ETHEREUM, '5', 'seized')], [], priced({}))).toMatchObject({ gaps: [] });
  });

  it('gives no credit over a bridge that the network does not know', () => {
    const [riding] = [inTransit(USDC_ON_OPTIMISM, '5000', 'attested', 'nomad')];
    expect(valued([riding])).toMatchObject({
      accountValue: '4999.5',
      collateralValue: '0',
      holdings: [{ bridge: 'nomad', stage: 'attested', credit: '0' }],
    });
  });

  it('takes a position without a mark price at its entry price', () => {
    expect(valued([], [position('BTC-PERP', '0.5', '47000')], priced({}))).toMatchObject({
      // 0.5 × 47,000 = 23,500 × 0.03
      positions: [{ markPrice: '47000', notional: '23500', unrealisedPnl: '0', maintenanceMargin: '705' }],
      gaps: [{ code: 'MISSING_PRICE', subject: 'BTC-PERP' }],
    });
  });

  it('demands the whole notional of an instrument that the policy does not list', () => {
    expect(valued([], [position('SOL-PERP', '10', '100')], priced({ 'SOL-PERP': '110' }))).toMatchObject({
      unrealisedPnl: '100',
      initialMargin: '1100',
      maintenanceMargin: '1100',
      positions: [{ initialMarginFraction: '1', maintenanceMarginFraction: '1' }],
      gaps: [{ code: 'UNKNOWN_INSTRUMENT', subject: 'SOL-PERP' }],
    });
  });

  it('throws on a holding in transit that names no transfer', () => {
    const lost = { ...holding(USDC_ON_OPTIMISM, '5'), bucket: 'in-transit' as const };
    expect(() => evaluateMargin(account([lost]), prices, policy, directory)).toThrow(
      'must name its transfer',
    );
  });
});
