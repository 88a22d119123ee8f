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
} from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { price } from '../../../test/fixtures/margin.js';
import { preset } from '../../../test/fixtures/presets.js';
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

/** Long one BTC and short some of it by another future, on a hundred thousand dollars of collateral. */
function hedged(id: string, family: string, mode: 'cross' | 'portfolio'): MarginAccount {
  const held = family === 'USDC' ? 100_000n : 3n;
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
    const accounts = Array.from({ length: 20 }, (__, each) => hedged(`desk-${each}`, family, 'portfolio'));
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

  it('has an account evaluated when an underlying moves that it is margined at and does not hold', () => {
    const memory = engineWith(preset('deribit-grid'), [hedged('desk-1', 'ETH', 'cross')]);
    const [, published] = [
      memory.takeChanges(),
      () => memory.takeChanges().outbox.map(({ event }) => event.type),
    ];
    applyEngineInput(memory, { kind: 'price', price: price('BTC', '60000', 1) }, DIRECTORY);
    expect(published()).toContain('margin.changed');
  });
});
