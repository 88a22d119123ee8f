import { describe, expect, it } from '@jest/globals';
import { encodeEventText } from '@causeway/adapters/wire';
import { ACCOUNT_EVENTS, CHAIN_LOGS } from '@causeway/application/ports';
import type { DeskId } from '@causeway/domain/units';
import { ATLAS } from '../../test/fixtures/accounts.js';
import { FIRST_MOMENT } from '../../test/fixtures/bridge-events.js';
import { recordKey } from './api-ports.js';

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
