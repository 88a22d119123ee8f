import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import { arrival, departure } from './bridge-events.fixture.js';
import { withLegFinality } from './leg-finality.js';

const departed = expectOk(applyBridgeEvent(undefined, departure({ finality: 'latest' }))).transfer;
const transfer = expectOk(applyBridgeEvent(departed, arrival({ finality: 'safe' }))).transfer;

describe('withLegFinality', () => {
  it('starts from what the events of the two legs tell', () => {
    expect(departed.sourceFinality).toBe('latest');
    expect(departed).not.toHaveProperty('destinationFinality');
    expect(transfer).toMatchObject({ sourceFinality: 'latest', destinationFinality: 'safe' });
  });

  it('changes the leg whose log is told of, and no other', () => {
    const promoted = withLegFinality(transfer, (log) =>
      log === departure().logId ? 'finalised' : undefined,
    );
    expect(promoted).toEqual({ ...transfer, sourceFinality: 'finalised' });
  });

  it('is the same transfer when nothing changes', () => {
    expect(withLegFinality(transfer, () => undefined)).toBe(transfer);
    expect(withLegFinality(departed, () => 'latest')).toBe(departed);
  });
});
