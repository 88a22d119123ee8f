import { describe, expect, it } from '@jest/globals';
import {
  evaluateMargin,
  type MarginAccount,
  type MarginPolicy,
  type PriceVector,
} from '@causeway/domain/margin';
import { decimal, type UnixMilliseconds } from '@causeway/domain/units';
import type { ConversionTable } from '../conversion.js';
import {
  account,
  directory,
  gridPolicy,
  ETHEREUM,
  ETHER_ON_OPTIMISM,
  holding,
  OPTIMISM,
  policy,
  position,
  priced,
  shown,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from '../example-breach.js';
import { conversions, liquidationPolicy, point } from '../example-liquidation.js';
import type { LiquidationPolicy } from '../liquidation-policy.js';
import { planLeastLoss } from './plan-least-loss.js';

const prices = priced({ USDC: '1', ETH: '2000', 'BTC-PERP': '46000' });
const at = 0 as UnixMilliseconds;
const ETHER = 10n ** 18n;

function planOf(
  held: MarginAccount,
  table: ConversionTable,
  liquidation: LiquidationPolicy = liquidationPolicy,
  vector: PriceVector = prices,
  margin: MarginPolicy = policy,
) {
  const evaluate = (one: MarginAccount) => evaluateMargin(one, vector, margin, directory);
  const plan = planLeastLoss(
    {
      account: held,
      state: evaluate(held),
      health: policy.health,
      policy: liquidation,
      directory,
      conversions: table,
      settlement: { price: decimal('1'), weight: decimal('1') },
      sizing: { at, since: at, past: [], flows: new Map(), shares: 1 },
    },
    evaluate,
  );
  return shown(plan);
}

const nothing = conversions([]);
const longBitcoin = position('BTC-PERP', '2', '50000');

describe('planLeastLoss', () => {
  it('reduces just enough, paying for the loss and the costs with cash that is there', () => {
    // Equity 10,000 − 8,000 = 2,000; maintenance 2,760. x BTC closed: 2,000 − 230x ≥ 1.5 × (2,760 − 1,380x) at
    // x = 2,140 / 1,840 = 1.16304347826…; the loss of 4,000x and the costs of 230x are paid in USDC.
    const held = account([holding(USDC_ON_ETHEREUM, '10000')], [longBitcoin]);
    expect(planOf(held, nothing)).toMatchObject({
      reductions: [{ sizeChange: '-1.16304348', realisedPnl: '-4652.17392', cost: '267.5000004' }],
      // 1.16304348 × 4,230 = 4,919.6739204
      seizures: [{ asset: USDC_ON_ETHEREUM, raw: '4919673921', conversion: { seconds: 0, route: [] } }],
      shortfall: '0',
      quality: { goal: 'restore', loss: '267.5000004', settlementAsset: USDC_ON_ETHEREUM },
    });
  });

  it('converts collateral with a haircut where that loses less than reducing positions', () => {
    // 4 ether count 4 × 2,000 × 0.9 × 0.98 = 7,056; equity 5,000 + 7,056 − 8,000 = 4,056; target 1.5 × 2,760 = 4,140.
    // Each ether that becomes 1,999 USDC adds 1,999 − 1,764 = 235 to equity at a loss of 1: 84 / 235 ether do, and
    // (84 + 10⁻⁶) / 235 where the last base unit of USDC may be rounded away: 0.35744681… of loss, and that unit.
    const held = account([holding(ETHER_ON_OPTIMISM, '4'), holding(USDC_ON_ETHEREUM, '5000')], [longBitcoin]);
    const table = conversions([
      [ETHER_ON_OPTIMISM, [point(ETHER / 1_000n, 1_999_000n, 60), point(4n * ETHER, 7_996_000_000n, 60)]],
    ]);
    expect(planOf(held, table)).toMatchObject({
      reductions: [],
      seizures: [{ asset: ETHER_ON_OPTIMISM, conversion: { seconds: 60, route: ['way'] } }],
      healthAfter: '1.5',
      quality: { goal: 'restore', loss: '0.35744782', unreachable: [] },
    });
  });

  it('weighs what moving costs against what closing costs', () => {
    // As above, but each ether brings 1,950: 186 more equity for a loss of 50. Reducing adds 1,840 for 230 and needs
    // cash; 50 / 186 > 230 / 1,840, so that positions are reduced and the loss is paid in USDC that is there.
    const held = account([holding(ETHER_ON_OPTIMISM, '4'), holding(USDC_ON_ETHEREUM, '5000')], [longBitcoin]);
    const table = conversions([
      [ETHER_ON_OPTIMISM, [point(ETHER / 1_000n, 1_950_000n, 60), point(4n * ETHER, 7_800_000_000n, 60)]],
    ]);
    expect(planOf(held, table)).toMatchObject({
      // 84 / 1,840
      reductions: [{ sizeChange: '-0.04565218' }],
      seizures: [{ asset: USDC_ON_ETHEREUM }],
      quality: { goal: 'restore' },
    });
  });

  it('counts only what arrives in time, over nothing weaker than allowed', () => {
    const held = account(
      [
        holding(USDC_ON_OPTIMISM, '4000'),
        holding(ETHER_ON_OPTIMISM, '1'),
        holding(USDC_ON_OPTIMISM, '900', 'in-transit'),
      ],
      [position('BTC-PERP', '1', '52000')],
    );
    const table = conversions([
      [USDC_ON_OPTIMISM, [point(4_000_000_000n, 4_000_000_000n, 604_800)]],
      [ETHER_ON_OPTIMISM, [{ ...point(ETHER, 1_990_000_000n, 60), security: 'external-validators' }]],
    ]);
    const strict = {
      ...liquidationPolicy,
      settlement: { ...liquidationPolicy.settlement, minimumSecurity: 'bonded-relayer' as const },
    };
    expect(planOf(held, table, strict)).toMatchObject({
      reductions: [{ sizeChange: '-1' }],
      seizures: [],
      // 6,000 lost and 230 of costs
      shortfall: '6230',
      quality: {
        goal: 'insolvent',
        unreachable: [
          { asset: USDC_ON_OPTIMISM, bucket: 'available', reason: 'too-slow' },
          { asset: ETHER_ON_OPTIMISM, reason: 'too-weak' },
          { asset: USDC_ON_OPTIMISM, bucket: 'in-transit', reason: 'in-transit' },
        ],
      },
    });
    expect(planOf(held, table)).toMatchObject({
      seizures: [{ asset: ETHER_ON_OPTIMISM, raw: String(ETHER), value: '2000' }],
      shortfall: '4240',
    });
  });

  it('closes all where nothing less brings the target, and says what nobody pays', () => {
    const held = account([holding(USDC_ON_ETHEREUM, '8460')], [longBitcoin]);
    expect(planOf(held, nothing)).toMatchObject({
      reductions: [{ sizeChange: '-2', realisedPnl: '-8000', cost: '460' }],
      seizures: [{ raw: '8460000000' }],
      shortfall: '0',
      quality: { goal: 'restore', loss: '460', lossBound: '460' },
    });
    const short = account([holding(USDC_ON_ETHEREUM, '8459.999999')], [longBitcoin]);
    expect(planOf(short, nothing)).toMatchObject({ shortfall: '0.000001', quality: { goal: 'insolvent' } });
  });

  it('pays losses with profits of other positions first: they cost nothing to convert', () => {
    const held = account(
      [holding(USDC_ON_ETHEREUM, '100')],
      [longBitcoin, position('ETH-PERP', '-10', '3000')],
    );
    const vector = priced({ USDC: '1', 'BTC-PERP': '46000', 'ETH-PERP': '2200' });
    // Both closed: −8,000 + 8,000 − 0.5 % of 92,000 + 22,000 = −570
    expect(planOf(held, nothing, liquidationPolicy, vector)).toMatchObject({
      reductions: [{ instrument: 'BTC-PERP' }, { instrument: 'ETH-PERP', realisedPnl: '8000' }],
      seizures: [{ raw: '100000000' }],
      shortfall: '470',
    });
  });

  describe('of positions that are margined together', () => {
    const gridPlan = (dollars: string, ...positions: MarginAccount['positions']) =>
      planOf(
        account([holding(USDC_ON_ETHEREUM, dollars)], positions),
        nothing,
        liquidationPolicy,
        prices,
        gridPolicy,
      );

    it('reduces just enough', () => {
      // 15 % of 46,000 are 6,900 a BTC: 8,000 − 230x ≥ 1.5 × 6,900 × (1 − x) at x = 2,350 / 10,120.
      expect(gridPlan('8000', position('BTC-PERP', '1', '46000'))).toMatchObject({
        reductions: [{ sizeChange: '-0.23221344', maintenanceReleased: '1602.272736' }],
        quality: { goal: 'restore' },
      });
    });

    it('leaves the hedge of what it reduces', () => {
      // Two net: 18,000 − 230x ≥ 1.5 × 6,900 × (2 − x) at x = 2,700 / 10,120.
      const short = position('BTC-PERP', '-1', '46000', ETHEREUM);
      expect(gridPlan('18000', position('BTC-PERP', '3', '46000'), short)).toMatchObject({
        reductions: [{ chain: OPTIMISM, sizeChange: '-0.26679842' }],
        quality: { goal: 'restore' },
      });
    });
  });

  it('keeps to the sizing rules', () => {
    const sizing = [
      {
        rule: 'share-with-cooldown',
        share: decimal('0.2'),
        aboveNotional: decimal('50000'),
        cooldownSeconds: 30,
      },
    ] as const;
    const held = account([holding(USDC_ON_ETHEREUM, '10000')], [longBitcoin]);
    expect(planOf(held, nothing, { ...liquidationPolicy, sizing })).toMatchObject({
      reductions: [{ sizeChange: '-0.4' }],
      quality: { goal: 'close' },
    });
  });
});
