import { describe, expect, it } from '@jest/globals';
import type { MarginAccount, MarginState } from '@causeway/domain/margin';
import { decimal, type PolicyVersion, type UnixMilliseconds } from '@causeway/domain/units';
import { advanceCase, isOpenCase, wantsPlan, type CaseStep } from './advance-case.js';
import {
  account,
  directory,
  holding,
  policy,
  position,
  priced,
  shown,
  stateOf,
  USDC_ON_ETHEREUM,
} from './example-breach.js';
import type { LiquidationCase } from './liquidation-case.js';
import { planLiquidation } from './plan-liquidation.js';

/**
 * Long 2 BTC from 50,000 on 10,000 USDC. At a price of P equity is 2P − 90,000 and maintenance 0.06P, so the warning
 * begins below 90,000 / 1.925 = 46,753.24…, the breach below 90,000 / 1.94 = 46,391.75…, and all is lost below 45,000.
 */
const longBitcoin = account([holding(USDC_ON_ETHEREUM, '10000')], [position('BTC-PERP', '2', '50000')]);

const stateAt = (price: string, held: MarginAccount = longBitcoin): MarginState =>
  stateOf(held, priced({ USDC: '1', 'BTC-PERP': price }));

/** One step, with the plan for the state as the engine gives it. */
function step(
  openCase: LiquidationCase | undefined,
  price: string,
  at = 1_000,
  held: MarginAccount = longBitcoin,
): CaseStep | undefined {
  const state = stateAt(price, held);
  const plan = planLiquidation(held, state, policy, directory, (one) => stateAt(price, one));
  return advanceCase({ openCase, state, policy, plan, at: at as UnixMilliseconds, ordinal: 4 });
}

function caseAfter(...prices: readonly string[]): LiquidationCase | undefined {
  return prices.reduce<LiquidationCase | undefined>(
    (openCase, price, index) => step(openCase, price, 1_000 * (index + 1))?.case,
    undefined,
  );
}

const stagesOf = (one: LiquidationCase | undefined) => one?.history.map(({ stage }) => stage);

describe('advanceCase', () => {
  it('lives through a warning, a liquidation and a recovery', () => {
    const walk: readonly (readonly [string, string | undefined, boolean])[] = [
      ['47000', undefined, false],
      ['46700', 'warned', true],
      ['46600', 'warned', false],
      ['46000', 'liquidating', true],
      // The plan leaves 0.96618357 BTC: 1,344.34 to maintain on equity of 2,760, which is enough.
      ['46380', 'liquidating', false],
      // 1,330.43 × 1.25 < 1,800: still enough.
      ['45900', 'liquidating', false],
      // 1,324.64 × 1.25 > 1,400: the plan would end in a warning.
      ['45700', 'liquidating', true],
      ['46500', 'liquidating', false],
      ['46753', 'liquidating', false],
      ['46754', 'recovered', true],
    ];
    let openCase: LiquidationCase | undefined;
    for (const [price, stage, changed] of walk) {
      const advanced = step(openCase, price);
      expect([price, advanced?.case.stage, advanced?.changed ?? false]).toEqual([price, stage, changed]);
      openCase = advanced?.case;
    }
    expect(stagesOf(openCase)).toEqual(['warned', 'liquidating', 'liquidating', 'recovered']);
  });

  it('opens a case with its id, its time and the evidence of the breach', () => {
    expect(shown(caseAfter('46700') ?? {})).toEqual({
      id: 'atlas-main/4',
      account: 'atlas-main',
      desk: 'atlas',
      stage: 'warned',
      openedAt: 1_000,
      updatedAt: 1_000,
      history: [
        {
          stage: 'warned',
          at: 1_000,
          evidence: {
            accountSeq: 1,
            priceVector: '{"USDC":"1","BTC-PERP":"46700"}',
            policyVersion: 1,
            equity: '3400',
            maintenanceMargin: '2802',
            // 3,400 / 2,802 = 1.21341898…
            health: '1.21341898',
          },
        },
      ],
    });
  });

  it('jumps straight to liquidating on a price gap', () => {
    const opened = caseAfter('47000', '46000');
    expect(stagesOf(opened)).toEqual(['liquidating']);
    expect(opened?.plan?.reductions).toHaveLength(1);
  });

  it('ends a warning at the target health, so that it does not flap around the warning health', () => {
    // 2P − 90,000 = 1.5 × 0.06P at 90,000 / 1.91 = 47,120.41…
    expect(stagesOf(caseAfter('46700', '46754', '47120'))).toEqual(['warned']);
    expect(stagesOf(caseAfter('46700', '47121'))).toEqual(['warned', 'recovered']);
  });

  it('follows a growing loss without growing itself', () => {
    const falling = caseAfter('46000', '44900', '44800', '44700', '44000');
    // 2 × 6,000 lost on 10,000
    expect(falling?.plan?.shortfall.toFixed()).toBe('2000');
    expect(stagesOf(falling)).toEqual(['liquidating', 'liquidating']);
    expect(falling?.history.map(({ at }) => at)).toEqual([1_000, 5_000]);
  });

  it('plans anew when the account has changed, even while health recovers', () => {
    const opened = caseAfter('46000');
    const halved = account(longBitcoin.holdings, [position('BTC-PERP', '1.5', '50000')], 2);
    // Equity 10,000 − 1.5 × 4,000 = 4,000 against 69,000 × 0.03 = 2,070: healthy
    expect(step(opened, '46000', 2_000, halved)?.case.stage).toBe('recovered');
    // Equity 10,000 − 1.5 × 5,000 = 2,500 against 67,500 × 0.03 = 2,025: a warning, 1.23…
    const replanned = step(opened, '45000', 2_000, halved);
    expect(replanned).toMatchObject({ changed: true, case: { stage: 'liquidating' } });
    // 2,500 / 1.5 = 1,666.66666666 / 0.03 = 55,555.55555533 of 67,500: 11,944.44444467 / 45,000 = 0.265432098…
    expect(replanned?.case.plan?.reductions[0]?.sizeChange.toFixed()).toBe('-0.2654321');
  });

  it('plans anew under a new policy', () => {
    const opened = caseAfter('46000');
    const stricter = { ...policy, version: 2 as PolicyVersion, targetHealth: decimal('2') };
    const state = { ...stateAt('46000'), policyVersion: stricter.version };
    const plan = planLiquidation(longBitcoin, state, stricter, directory, () => state);
    const at = 2_000 as UnixMilliseconds;
    const replanned = advanceCase({ openCase: opened, state, policy: stricter, plan, at, ordinal: 5 });
    expect(replanned).toMatchObject({ changed: true, case: { id: 'atlas-main/4', plan } });
  });

  const flat = account(longBitcoin.holdings, [], 2);

  it('closes when no position is left and the loss was covered', () => {
    expect(step(caseAfter('46000'), '46000', 2_000, flat)?.case).toMatchObject({ stage: 'closed' });
    expect(step(caseAfter('46700'), '46700', 2_000, flat)?.case).toMatchObject({ stage: 'closed' });
  });

  it('is bankrupt when the positions were closed at a loss that nothing covered', () => {
    const ended = step(caseAfter('44000'), '44000', 2_000, account([], [], 2))?.case;
    expect(stagesOf(ended)).toEqual(['liquidating', 'bankrupt']);
    expect(ended?.plan?.shortfall.toFixed()).toBe('2000');
  });

  describe('with nothing left', () => {
    const exhausted: MarginState = { ...stateAt('44000'), positions: [], holdings: [] };
    const plan = { reductions: [], seizures: [], shortfall: decimal('2000') };
    const inputs = { state: exhausted, policy, plan, at: 9_000 as UnixMilliseconds, ordinal: 1 };

    it('is bankrupt, and opens no further case', () => {
      const openCase = caseAfter('44000');
      expect(advanceCase({ ...inputs, openCase })?.case).toMatchObject({ stage: 'bankrupt', plan });
      expect(advanceCase(inputs)).toBeUndefined();
    });

    it('waits for what is in transit', () => {
      const state = { ...exhausted, inTransitValue: decimal('50') };
      const openCase = caseAfter('44000');
      expect(advanceCase({ ...inputs, state, openCase })?.case.stage).toBe('liquidating');
    });
  });

  it('decides nothing while a price is missing that the policy counts on', () => {
    const state = stateOf(longBitcoin, priced({ 'BTC-PERP': '47000' }));
    expect(state).toMatchObject({ band: 'liquidatable' });
    const plan = planLiquidation(longBitcoin, state, policy, directory, () => state);
    const at = 2_000 as UnixMilliseconds;
    expect(advanceCase({ state, policy, plan, at, ordinal: 1 })).toBeUndefined();
    const openCase = caseAfter('46700');
    expect(advanceCase({ openCase, state, policy, plan, at, ordinal: 1 })).toEqual({
      case: openCase,
      changed: false,
    });
  });

  it('is not held up by the price of something the policy gives no margin for', () => {
    const other = { code: 'MISSING_PRICE', subject: 'DOGE' } as const;
    const state = { ...stateAt('46000'), gaps: [other] };
    const plan = planLiquidation(longBitcoin, state, policy, directory, () => state);
    expect(advanceCase({ state, policy, plan, at: 0 as UnixMilliseconds, ordinal: 1 })?.case.stage).toBe(
      'liquidating',
    );
  });

  describe('with a margin call', () => {
    const marginCall = { health: decimal('1.1'), deadlineSeconds: 60 };
    const called = (openCase: LiquidationCase | undefined, price: string, at: number, seconds?: number) => {
      const state = stateAt(price);
      const estimate = { surplus: decimal('1'), driftPerDay: decimal('0'), deviationPerDay: decimal('1') };
      return advanceCase({
        openCase,
        state,
        policy,
        marginCall,
        estimate: seconds === undefined ? estimate : { ...estimate, seconds },
        plan: wantsPlan(openCase, state, at as UnixMilliseconds)
          ? planLiquidation(longBitcoin, state, policy, directory, () => state)
          : undefined,
        at: at as UnixMilliseconds,
        ordinal: 1,
      });
    };
    // 2P − 90,000 = 1.1 × 0.06P at 90,000 / 1.934 = 46,535.67…
    const open = called(undefined, '46500', 1_000)?.case;

    it('calls below its health, and gives until the deadline', () => {
      expect(called(undefined, '46600', 1_000)?.case.stage).toBe('warned');
      expect(open).toMatchObject({ stage: 'margin-call', deadline: 61_000 });
      expect(open).not.toHaveProperty('plan');
      expect(called(open, '46500', 60_999)).toMatchObject({ changed: false, case: { stage: 'margin-call' } });
    });

    it('liquidates an account that has not answered, though its margin is maintained', () => {
      const overdue = called(open, '46600', 61_000)?.case;
      expect(overdue).toMatchObject({ stage: 'liquidating', plan: { reductions: [{}] } });
      expect(overdue).not.toHaveProperty('deadline');
    });

    it('ends at the warning health, and liquidates at once below the liquidation health', () => {
      expect(called(open, '46754', 2_000)?.case.stage).toBe('recovered');
      expect(called(open, '46000', 2_000)?.case).toMatchObject({
        stage: 'liquidating',
        progress: { since: 2_000, seen: [{ instrument: 'BTC-PERP' }], reductions: [] },
      });
    });

    it('tells the estimate again only when what is left has halved', () => {
      const told = called(undefined, '46600', 1_000, 1_000)?.case;
      expect(told?.estimate?.seconds).toBe(1_000);
      expect(called(told, '46600', 2_000, 501)).toMatchObject({ changed: false });
      expect(called(told, '46600', 2_000, 500)).toMatchObject({
        changed: true,
        case: { stage: 'warned', estimate: { seconds: 500 } },
      });
      expect(called(told, '46600', 2_000)).toMatchObject({ changed: false });
    });

    it('counts what was reduced meanwhile', () => {
      const liquidating = called(open, '46000', 2_000)?.case;
      const smaller = account(longBitcoin.holdings, [position('BTC-PERP', '1.9', '50000')], 2);
      expect(step(liquidating, '45900', 3_000, smaller)?.case.progress).toMatchObject({
        since: 2_000,
        reductions: [{ instrument: 'BTC-PERP', at: 3_000, size: decimal('0.1') }],
      });
    });
  });

  it('never dates a step before the one it follows', () => {
    const opened = step(undefined, '46700', 5_000)?.case;
    expect(step(opened, '46000', 4_000)?.case).toMatchObject({ openedAt: 5_000, updatedAt: 5_000 });
  });

  it('throws on a case that has ended and on a breach without a plan', () => {
    const ended = caseAfter('46700', '47121');
    expect(ended !== undefined && isOpenCase(ended)).toBe(false);
    expect(() => step(ended, '47121')).toThrow('case atlas-main/4 has ended');
    const bare = { state: stateAt('46000'), policy, at: 0 as UnixMilliseconds, ordinal: 1 };
    expect(() => advanceCase(bare)).toThrow('give a plan');
  });
});
