import { describe, expect, it } from '@jest/globals';
import { encodeEventText } from '@causeway/adapters/wire';
import { ACCOUNT_EVENTS, CHAIN_LOGS, MARKET_PRICES } from '@causeway/application/ports';
import type { DeskId } from '@causeway/domain/units';
import { ATLAS } from '../../test/fixtures/accounts.js';
import { FIRST_MOMENT } from '../../test/fixtures/bridge-events.js';
import { recogniseCurrent, recordKey } from './api-ports.js';

describe('the key of a record that is retried', () => {
  it('is the account of an account’s event, so that it comes back to the engine of the account', () => {
    const body = encodeEventText({
      type: 'account.changed',
      account: { account: ATLAS, desk: 'atlas' as DeskId, seq: 1, positions: [], holdings: [] },
      cause: { reference: 'test', at: FIRST_MOMENT },
    });
    expect(recordKey(ACCOUNT_EVENTS, body)).toBe(ATLAS);
  });

  it('is empty where the record cannot be read', () => {
    expect(recordKey(ACCOUNT_EVENTS, '{}')).toBe('');
    expect(recordKey(CHAIN_LOGS, 'no JSON')).toBe('');
  });
});

describe('a record that is handed in', () => {
  const now = FIRST_MOMENT;
  const priceAt = (time: number): string =>
    JSON.stringify({ schema: 'causeway.price/1', symbol: 'BTC-PERP', price: '46377', time, source: 'test' });

  it('belongs on its topic under its key', () => {
    const place = { topic: MARKET_PRICES, key: 'BTC-PERP' };
    expect(recogniseCurrent(priceAt(now), now, () => undefined)).toEqual({ ok: true, value: place });
    expect(recogniseCurrent(priceAt(now + 900_000), now, () => undefined)).toEqual({
      ok: true,
      value: place,
    });
  });

  it('is refused from the future, where it would silence its symbol until then', () => {
    expect(recogniseCurrent(priceAt(now + 900_001), now, () => undefined)).toMatchObject({
      failure: { code: 'TIME_IN_FUTURE', field: 'time' },
    });
  });
});
