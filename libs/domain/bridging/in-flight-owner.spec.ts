import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import type { BridgeEvent } from './bridge-event.js';
import { arrival, departure, event, part } from './bridge-events.fixture.js';
import { inFlightOwner } from './index.js';
import type { Transfer } from './transfer.js';

describe('inFlightOwner', () => {
  it.each<[string, BridgeEvent[], string]>([
    ['a step without its departure', [event('proven', 3, 1)], 'sender'],
    ['a departure', [departure()], 'bridge'],
    ['an arrival', [departure(), arrival()], 'recipient'],
    ['an arrival before its departure', [arrival()], 'recipient'],
    ['an expiry', [departure(), event('expired', 3, 1)], 'sender'],
    ['a refund', [departure(), event('refunded', 3, 1)], 'sender'],
    ['a failure', [departure(), event('failed', 3, 1)], 'bridge'],
    ['a cancellation', [departure(), event('cancelled', 3, 1)], 'bridge'],
    ['the rest of a part', [departure(), part(3, 400n)], 'bridge'],
  ])('%s', (_, events, owner) => {
    let transfer: Transfer | undefined;
    for (const next of events) transfer = expectOk(applyBridgeEvent(transfer, next)).transfer;
    expect(transfer && inFlightOwner(transfer)).toBe(owner);
  });
});
