import { describe, expect, it } from '@jest/globals';
import {
  evaluateMargin,
  type MarginAccount,
  type MarginPolicy,
  type Position,
  type PriceVector,
} from '@causeway/domain/margin';
import { decimal } from '@causeway/domain/units';
import {
  account,
  directory,
  gridPolicy,
  ETHER_ON_OPTIMISM,
  ETHEREUM,
  holding,
  OPTIMISM,
  policy,
  position,
  priced,
  shown,
  stateOf,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from './example-breach.js';
import { planLiquidation } from './plan-liquidation.js';

const planOf = (held: MarginAccount, prices: PriceVector) =>
  shown(planLiquidation(held, stateOf(held, prices), policy, directory, (one) => stateOf(one, prices)));

const prices = priced({ USDC: '1', ETH: '2000', 'BTC-PERP': '46000', 'ETH-PERP': '3000' });
const longTwoBitcoin = position('BTC-PERP', '2', '50000');

describe('planLiquidation', () => {
  it('reduces one position by exactly what restores the target health', () => {
    // Equity 10,000 − 2 × 4,000 = 2,000, maintenance 92,000 × 0.03 = 2,760. At 1.5 equity carries 2,000 / 1.5 =
    // 1,333.33333333, i.e. a notional of 44,444.44444433, so 47,555.55555567 / 46,000 = 1.0338164251… must go.
    expect(planOf(account([holding(USDC_ON_ETHEREUM, '10000')], [longTwoBitcoin]), prices)).toEqual({
      reductions: [
        {
          instrument: 'BTC-PERP',
          chain: 'eip155:10',
          sizeChange: '-1.03381643',
          markPrice: '46000',
          // 2,760 − 0.96618357 × 46,000 × 0.03 = 2,760 − 1,333.3333266
          maintenanceReleased: '1426.6666734',
        },
      ],
      seizures: [],
      healthAfter: '1.5',
      shortfall: '0',
    });
  });

  const twoPositions = [position('BTC-PERP', '1', '50000'), position('ETH-PERP', '-20', '2800')];

  it('begins with the position that holds most maintenance margin, and buys back a short', () => {
    // Equity 12,000 − 4,000 − 4,000 = 4,000 carries 2,666.66666666. ETH-PERP holds 60,000 × 0.06 = 3,600, BTC-PERP
    // 1,380; that leaves 1,286.66666666 / 0.06 = 21,444.44444433 of 60,000, so 12.85185185189 of 20 must go.
    expect(planOf(account([holding(USDC_ON_ETHEREUM, '12000')], twoPositions), prices)).toMatchObject({
      reductions: [
        { instrument: 'ETH-PERP', sizeChange: '12.85185186', maintenanceReleased: '2313.3333348' },
      ],
      healthAfter: '1.5',
    });
  });

  it('closes a position whole when that is not enough, and goes on to the next', () => {
    // Equity 1,500 carries 1,000, less than BTC-PERP's 1,380 alone: 1,000 / 0.03 = 33,333.33333333 of 46,000 may
    // stay, so 0.2753623188… of 1 must go.
    expect(planOf(account([holding(USDC_ON_ETHEREUM, '9500')], twoPositions), prices)).toMatchObject({
      reductions: [
        { instrument: 'ETH-PERP', sizeChange: '20', maintenanceReleased: '3600' },
        { instrument: 'BTC-PERP', sizeChange: '-0.27536232', maintenanceReleased: '380.0000016' },
      ],
      seizures: [],
      healthAfter: '1.5',
      shortfall: '0',
    });
  });

  it('closes everything, and seizes nothing, when equity is exactly gone', () => {
    const plan = planOf(account([holding(USDC_ON_ETHEREUM, '8000')], [longTwoBitcoin]), prices);
    expect(plan).toMatchObject({ reductions: [{ sizeChange: '-2' }], seizures: [], shortfall: '0' });
    expect(plan).not.toHaveProperty('healthAfter');
  });

  it('orders positions of equal maintenance by instrument, then by chain', () => {
    const equal = [
      position('ETH-PERP', '23', '3000'),
      position('BTC-PERP', '3', '46000', ETHEREUM),
      position('BTC-PERP', '-3', '46000'),
    ];
    // 23 × 3,000 × 0.06 = 4,140 = 3 × 46,000 × 0.03
    expect(planOf(account([], equal), prices)).toMatchObject({
      reductions: [
        { instrument: 'BTC-PERP', chain: 'eip155:1' },
        { instrument: 'BTC-PERP', chain: 'eip155:10' },
        { instrument: 'ETH-PERP' },
      ],
    });
  });

  it('rounds the notional that may stay down, and what goes up to the lot', () => {
    // Equity 1.5 carries 1, i.e. a notional of 1 / 0.03 = 33.33333333…; a lot more would need 1.00000001.
    const penny = account([holding(USDC_ON_ETHEREUM, '1.5')], [position('BTC-PERP', '100', '1')]);
    expect(planOf(penny, priced({ USDC: '1', 'BTC-PERP': '1' }))).toMatchObject({
      reductions: [{ sizeChange: '-66.66666667', maintenanceReleased: '2' }],
    });
  });

  it('does nothing where the target is met', () => {
    expect(planOf(account([holding(USDC_ON_ETHEREUM, '50000')], [longTwoBitcoin]), prices)).toMatchObject({
      reductions: [],
      seizures: [],
      // (50,000 − 8,000) / 2,760 = 15.217391304…
      healthAfter: '15.2173913',
    });
  });

  it('leaves a position alone that has no mark price', () => {
    // Equity 100; BTC-PERP without a price keeps 2 × 50,000 × 0.03 = 3,000 to maintain, ETH-PERP 3,000 × 0.06 = 180.
    const blind = account(
      [holding(USDC_ON_ETHEREUM, '100')],
      [longTwoBitcoin, position('ETH-PERP', '1', '3000')],
    );
    expect(planOf(blind, priced({ USDC: '1', 'ETH-PERP': '3000' }))).toMatchObject({
      reductions: [{ instrument: 'ETH-PERP', sizeChange: '-1' }],
      // 100 / 3,000 = 0.0333333333…
      healthAfter: '0.03333333',
    });
  });
});

describe('seizure', () => {
  const collateral = [
    holding(USDC_ON_OPTIMISM, '300', 'reserved'),
    holding(ETHER_ON_OPTIMISM, '0.5'),
    holding(USDC_ON_OPTIMISM, '1000'),
    holding(USDC_ON_ETHEREUM, '500'),
    holding(USDC_ON_OPTIMISM, '50', 'seized'),
  ];

  it('takes what is surest to bring its price first, and no more than the loss', () => {
    // Long 1 BTC from 50,000 to 47,300 loses 2,700; collateral counts 500 × 0.9999 + (1,000 + 300) × 0.9999 × 0.98 +
    // 1,000 × 0.9 × 0.98 < 2,700. At market: 499.95, then 999.9, then 1,000, which leaves 200.15 of the reserve,
    // i.e. 200.15 / 0.9999 = 200.1700170017… USDC.
    const held = account(collateral, [position('BTC-PERP', '1', '50000')]);
    expect(planOf(held, priced({ USDC: '0.9999', ETH: '2000', 'BTC-PERP': '47300' }))).toEqual({
      reductions: [
        {
          instrument: 'BTC-PERP',
          chain: 'eip155:10',
          sizeChange: '-1',
          markPrice: '47300',
          maintenanceReleased: '1419',
        },
      ],
      seizures: [
        {
          asset: USDC_ON_ETHEREUM,
          chain: 'eip155:1',
          bucket: 'available',
          raw: '500000000',
          value: '499.95',
        },
        {
          asset: USDC_ON_OPTIMISM,
          chain: 'eip155:10',
          bucket: 'available',
          raw: '1000000000',
          value: '999.9',
        },
        {
          asset: ETHER_ON_OPTIMISM,
          chain: 'eip155:10',
          bucket: 'available',
          raw: '500000000000000000',
          value: '1000',
        },
        // 200.170018 × 0.9999 = 200.1500009982
        {
          asset: USDC_ON_OPTIMISM,
          chain: 'eip155:10',
          bucket: 'reserved',
          raw: '200170018',
          value: '200.15000099',
        },
      ],
      shortfall: '0',
    });
  });

  it('does not touch what is in transit, and states what nothing covers', () => {
    // A loss of 4,000 against 500 + 1,000 + 1,000 + 300 that have arrived; 900 are in transit.
    const held = account(
      [...collateral, holding(USDC_ON_OPTIMISM, '900', 'in-transit')],
      [position('BTC-PERP', '1', '50000')],
    );
    const plan = planLiquidation(held, stateOf(held, prices), policy, directory, (one) =>
      stateOf(one, prices),
    );
    expect(plan.seizures.map(({ bucket }) => bucket)).toEqual([
      'available',
      'available',
      'available',
      'reserved',
    ]);
    expect(plan.shortfall.toFixed()).toBe('1200');
  });

  it('seizes neither what has no price nor what is worth nothing', () => {
    const held = account(
      [holding(ETHER_ON_OPTIMISM, '0.000000000000000001'), holding(USDC_ON_ETHEREUM, '500')],
      [position('BTC-PERP', '1', '50000')],
    );
    const withoutUsdc = priced({ ETH: '2000', 'BTC-PERP': '46000' });
    expect(planOf(held, withoutUsdc)).toMatchObject({ seizures: [], shortfall: '4000' });
  });
});

describe('planLiquidation of positions that a grid margins together', () => {
  const evaluate = (held: MarginAccount) => evaluateMargin(held, prices, gridPolicy, directory);
  const gridPlan = (held: MarginAccount) =>
    shown(planLiquidation(held, evaluate(held), gridPolicy, directory, evaluate));
  const long = position('BTC-PERP', '3', '46000');
  const hedge = position('BTC-PERP', '-1', '46000', ETHEREUM);

  it('reduces what releases most by just enough, and leaves its hedge', () => {
    // 15 % of 92,000 net are 13,800; equity 12,000 carries 8,000, i.e. 1.15942028985… net.
    expect(gridPlan(account([holding(USDC_ON_ETHEREUM, '12000')], [hedge, long]))).toMatchObject({
      reductions: [{ chain: OPTIMISM, sizeChange: '-0.84057972', maintenanceReleased: '5800.000068' }],
      healthAfter: '1.50000001',
    });
  });

  it('closes all where nothing less is enough, the hedge last', () => {
    expect(gridPlan(account([], [hedge, long]))).toMatchObject({
      reductions: [{ sizeChange: '-3' }, { sizeChange: '1' }],
    });
  });
});

describe('planLiquidation of a position that is margined apart', () => {
  const apart: MarginPolicy = { ...policy, account: [{ rule: 'isolated-margin' }] };
  const evaluate = (held: MarginAccount) => evaluateMargin(held, prices, apart, directory);
  const aside = (size: string, entry: string, dollars: string): Position => ({
    ...position('BTC-PERP', size, entry),
    isolatedMargin: decimal(dollars),
  });
  const cross = position('ETH-PERP', '1', '3000');
  const apartPlan = (held: MarginAccount) =>
    shown(planLiquidation(held, evaluate(held), apart, directory, evaluate));

  it('closes it in breach, and takes no more than was set aside for it', () => {
    // Lost 4,000 against 3,000 set aside; maintenance is 1,380.
    const held = account([holding(USDC_ON_ETHEREUM, '10000')], [aside('1', '50000', '3000'), cross]);
    expect(evaluate(held).band).toBe('liquidatable');
    expect(apartPlan(held)).toMatchObject({
      reductions: [{ instrument: 'BTC-PERP', sizeChange: '-1' }],
      seizures: [{ value: '3000' }],
      shortfall: '1000',
    });
  });

  it('leaves it alone while the rest of the account is in breach', () => {
    const held = account(
      [holding(USDC_ON_ETHEREUM, '5200')],
      [aside('1', '46000', '5000'), position('ETH-PERP', '2', '3000')],
    );
    expect(apartPlan(held)).toMatchObject({ reductions: [{ instrument: 'ETH-PERP' }], seizures: [] });
  });
});
