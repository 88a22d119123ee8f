import { describe, expect, it } from '@jest/globals';
import type { MarginAccount } from '@causeway/domain/margin';
import { decimal, type AccountId, type InstrumentId, type UnixMilliseconds } from '@causeway/domain/units';
import { FIRST_MOMENT, OPTIMISM } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy } from '../../../test/fixtures/margin.js';
import { preset } from '../../../test/fixtures/presets.js';
import { TIME } from './account-screen.js';
import { symbolsOfAccount } from './account-symbols.js';

const OPTION = {
  kind: 'call',
  underlying: 'ETH',
  strike: decimal('3000'),
  expiry: (FIRST_MOMENT + 1_000_000) as UnixMilliseconds,
} as const;

function trading(instrument: string, option?: typeof OPTION): MarginAccount {
  const account = accountAt(1, { account: 'atlas-main' as AccountId, size: '0' });
  const position = {
    instrument: instrument as InstrumentId,
    chain: OPTIMISM,
    size: decimal('1'),
    entryPrice: decimal('100'),
    ...(option === undefined ? {} : { option }),
  };
  return { ...account, positions: [position] };
}

describe('symbolsOfAccount', () => {
  it.each([
    ['what it holds and trades', trading('BTC-PERP'), housePolicy, ['BTC-PERP', 'USDC']],
    [
      'the underlying of a price grid',
      trading('BTC-28JUN24'),
      preset('deribit-grid'),
      ['BTC', 'BTC-28JUN24', 'USDC'],
    ],
    [
      'no underlying of a grid without its positions',
      trading('SOL-PERP'),
      preset('deribit-grid'),
      ['SOL-PERP', 'USDC'],
    ],
    [
      'the spot price of portfolio scenarios',
      trading('BTC-PERP'),
      preset('derive-pmrm'),
      ['BTC', 'BTC-PERP', 'USDC'],
    ],
    [
      'an option’s underlying, and the time',
      trading('ETH-CALL', OPTION),
      housePolicy,
      [TIME, 'ETH', 'ETH-CALL', 'USDC'],
    ],
  ])('has %s', (_, account, { margin }, expected) => {
    expect([...symbolsOfAccount(account, margin, directory)].sort()).toEqual([...expected].sort());
  });
});
