import { describe, expect, it } from '@jest/globals';
import { decimal, type AccountId, type DeskId, type InstrumentId } from '@causeway/domain/units';
import { ETHEREUM, usdcOn } from '../../../test/fixtures/bridge-events.js';
import { directory, price } from '../../../test/fixtures/margin.js';
import { openBook, type BookAccount } from './open-book.js';

const account: BookAccount = {
  account: 'atlas-main' as AccountId,
  desk: 'atlas' as DeskId,
  collateral: [{ asset: usdcOn(ETHEREUM), usd: decimal('999') }],
  positions: [{ instrument: 'BTC-PERP' as InstrumentId, chain: ETHEREUM, leverage: decimal('-3') }],
};

describe('openBook', () => {
  it('opens accounts at the first price of each symbol, rounded towards zero', () => {
    const quotes = [price('USDC', '0.7'), price('BTC-PERP', '40000'), price('BTC-PERP', '1', 60)];
    const opened = openBook([account], quotes, directory);
    expect(opened).toMatchObject({
      ok: true,
      // 999 / 0.7 = 1,427.142857…; 2,997 / 40,000 = 0.074925.
      value: [
        {
          holdings: [{ amount: { raw: 1_427_142_857n }, bucket: 'available' }],
          positions: [{ size: decimal('-0.074925'), entryPrice: decimal('40000') }],
        },
      ],
    });
  });

  it.each([
    [[price('BTC-PERP', '1')], 'MISSING_PRICE', 'accounts.0.collateral.0.asset'],
    [[price('USDC', '1')], 'MISSING_PRICE', 'accounts.0.positions.0.instrument'],
  ])('says which price a history lacks', (quotes, code, field) => {
    expect(openBook([account], quotes, directory)).toMatchObject({ ok: false, failure: { code, field } });
  });
});
