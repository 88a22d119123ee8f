import { describe, expect, it } from '@jest/globals';
import type { MarginAccount } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import {
  decimal,
  tokenAmount,
  type AccountId,
  type AssetFamily,
  type AssetId,
  type ChainId,
  type DeskId,
  type InstrumentId,
  type PolicyVersion,
} from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { price } from '../../../test/fixtures/margin.js';
import { preset } from '../../../test/fixtures/presets.js';
import { action } from '../../../test/fixtures/systemic-actions.js';
import { WHOLE_ACCOUNT_POLICY } from '../../../test/fixtures/whole-account-policy.js';
import { applyEngineInput, EngineMemory } from './index.js';

const CHAIN = 'eip155:1' as ChainId;
const DIRECTORY = {
  assetOf: (asset: AssetId) => ({
    family: asset.slice(asset.lastIndexOf(':') + 1) as AssetFamily,
    decimals: 8,
  }),
  mechanismOf: () => undefined,
};

/** Long one BTC, on a hundred thousand dollars or three of another asset. */
function long(
  id: string,
  family: string,
  mode: 'cross' | 'portfolio',
  held = family === 'USDC' ? 100_000n : 3n,
): MarginAccount {
  return {
    account: id as AccountId,
    desk: 'desk' as DeskId,
    seq: 1,
    mode,
    holdings: [
      {
        amount: tokenAmount(`${CHAIN}/venue:${family}` as AssetId, held * 100_000_000n),
        bucket: 'available',
      },
    ],
    positions: [
      {
        instrument: 'BTC-PERP' as InstrumentId,
        chain: CHAIN,
        size: decimal('1'),
        entryPrice: decimal('39000'),
      },
    ],
  };
}

function engineWith(policy: RiskPolicy, accounts: readonly MarginAccount[]): EngineMemory {
  const checkpoint = { accounts: new Map(), prices: new Map(), priceSeq: 0, cursors: new Map() };
  const memory = new EngineMemory(0, checkpoint, DIRECTORY);
  applyEngineInput(memory, { kind: 'policy', policy, at: FIRST_MOMENT }, DIRECTORY);
  for (const [symbol, mark] of [
    ['USDC', '1'],
    ['BTC', '40000'],
    ['BTC-PERP', '40010'],
    ['ETH', '2500'],
  ] as const)
    applyEngineInput(memory, { kind: 'price', price: price(symbol, mark) }, DIRECTORY);
  for (const account of accounts) {
    applyEngineInput(
      memory,
      { kind: 'account', account, cause: { reference: 'opened', at: FIRST_MOMENT } },
      DIRECTORY,
    );
  }
  return memory;
}

describe('the screen of an engine', () => {
  it.each([
    ['price-grid', preset('deribit-grid'), 'BTC'],
    ['portfolio-scenarios', preset('derive-pmrm'), 'USDC'],
    [
      'scenario-grid, floor, brackets and haircuts',
      { ...preset('dydx-v4'), margin: WHOLE_ACCOUNT_POLICY },
      'USDC',
    ],
  ] as const)('leaves healthy accounts under %s out of calm ticks', (_, policy, family) => {
    const accounts = Array.from({ length: 20 }, (__, each) => long(`desk-${each}`, family, 'portfolio'));
    const memory = engineWith(policy, accounts);
    expect(memory.screenFigures()).toMatchObject({ accounts: 20, alwaysEvaluated: 0, unfoldedRules: [] });
    const before = memory.screenFigures().evaluated;
    for (let second = 1; second <= 50; second += 1) {
      for (const [symbol, mark] of [
        ['BTC', 40_000],
        ['BTC-PERP', 40_010],
      ] as const) {
        const quote = price(symbol, String(mark + (second % 2)), second);
        applyEngineInput(memory, { kind: 'price', price: quote }, DIRECTORY);
      }
    }
    expect(memory.screenFigures().evaluated - before).toBe(0);
  });

  const toldOf = (memory: EngineMemory, symbol: string, mark: string, second: number): readonly string[] => {
    memory.takeChanges();
    applyEngineInput(memory, { kind: 'price', price: price(symbol, mark, second) }, DIRECTORY);
    return memory.takeChanges().outbox.map(({ event }) => event.type);
  };

  it('has an account evaluated when an underlying moves that it is margined at and does not hold', () => {
    const memory = engineWith(preset('deribit-grid'), [long('desk-1', 'ETH', 'cross')]);
    expect(toldOf(memory, 'BTC', '60000', 1)).toContain('margin.changed');
  });

  it('learns of the underlyings of another policy, of accounts with an open case too', () => {
    const memory = engineWith(preset('dydx-v4'), [long('desk-1', 'USDC', 'cross', 10_000n)]);
    expect(toldOf(memory, 'BTC-PERP', '29100', 1)).toContain('liquidation.changed');
    expect(toldOf(memory, 'BTC', '40001', 1)).toEqual([]);
    const policy = { ...preset('deribit-grid'), version: 2 as PolicyVersion };
    applyEngineInput(memory, { kind: 'policy', policy, at: FIRST_MOMENT }, DIRECTORY);
    expect(memory.account('desk-1' as AccountId)?.openCase?.stage).toBe('liquidating');
    expect(toldOf(memory, 'BTC', '60000', 2)).toContain('margin.changed');
  });

  it('has an account looked at that a warning names, whose case has ended', () => {
    const memory = engineWith(preset('dydx-v4'), [long('desk-1', 'USDC', 'cross', 10_000n)]);
    const actions = [action('warn', 'asset', 'USDC', { affected: ['desk-1' as AccountId] })];
    applyEngineInput(memory, { kind: 'systemic-risk', actions, at: FIRST_MOMENT }, DIRECTORY);
    expect(toldOf(memory, 'BTC-PERP', '29100', 1)).toContain('liquidation.changed');
    expect(toldOf(memory, 'BTC-PERP', '40010', 2)).toContain('liquidation.changed');
    expect(memory.account('desk-1' as AccountId)?.openCase).toBeUndefined();
    expect(toldOf(memory, 'BTC-PERP', '40010.5', 3)).toEqual(['liquidation.changed']);
    expect(memory.account('desk-1' as AccountId)?.openCase?.stage).toBe('warned');
  });
});
