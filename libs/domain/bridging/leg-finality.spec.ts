import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import { arrival, departure, event } from './bridge-events.fixture.js';
import { legFinality, withFinality } from './leg-finality.js';

const attested = event('attested', 5, 1_001, { finality: 'latest' });
const departed = [departure({ finality: 'latest' }), attested].reduce(
  (transfer: ReturnType<typeof told> | undefined, next) => told(transfer, next),
  undefined,
);
const transfer = told(departed, arrival({ finality: 'safe' }));

function told(before: Parameters<typeof applyBridgeEvent>[0], next: Parameters<typeof applyBridgeEvent>[1]) {
  return expectOk(applyBridgeEvent(before, next)).transfer;
}

describe('the finality of legs', () => {
  it('starts from what the events that move units tell', () => {
    expect(departed && legFinality(departed)).toEqual({ source: 'latest' });
    expect(legFinality(transfer)).toEqual({ source: 'latest', destination: 'safe' });
    expect(transfer.history.map(({ finality }) => finality)).toEqual(['latest', undefined, 'safe']);
  });

  it('is unknown where nobody tells it', () => {
    expect(legFinality(told(undefined, departure()))).toEqual({});
  });

  it('changes by the log, and no other', () => {
    const promoted = withFinality(transfer, (log) => (log === departure().logId ? 'finalised' : undefined));
    expect(legFinality(promoted)).toEqual({ source: 'finalised', destination: 'safe' });
    expect({ ...promoted, history: [] }).toEqual({ ...transfer, history: [] });
  });

  it('is the same transfer when nothing changes', () => {
    expect(withFinality(transfer, () => undefined)).toBe(transfer);
    expect(withFinality(transfer, (log) => (log === departure().logId ? 'latest' : undefined))).toBe(
      transfer,
    );
  });

  it('is that of the least settled part of a transfer that arrives in parts', () => {
    const part = (index: number, finality: 'latest' | 'finalised') =>
      event('filled', index, 1_004 + index, { fill: { filled: 5n, ordered: 10n }, finality });
    const inParts = told(told(undefined, part(6, 'finalised')), part(7, 'latest'));
    expect(legFinality(inParts)).toEqual({ destination: 'latest' });
  });
});
