import { describe, expect, it } from '@jest/globals';
import { expectOk, fromUnixSeconds } from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import { expectedArrival, isExpired } from './index.js';
import { arrival, departure, event } from './bridge-events.fixture.js';

const underWay = expectOk(
  applyBridgeEvent(undefined, departure({ fillDeadline: fromUnixSeconds(1_100) })),
).transfer;
const arrived = expectOk(applyBridgeEvent(underWay, arrival())).transfer;
const quartiles = { lowerQuartileSeconds: 1.5, medianSeconds: 2.2, upperQuartileSeconds: 4 };

describe('expectedArrival', () => {
  it('adds the quartiles to the departure, fractions of a second outwards', () => {
    expect(expectedArrival(underWay, quartiles)).toEqual({
      early: 1_001_000,
      typical: 1_003_000,
      late: 1_004_000,
    });
  });

  it('is undefined once arrived, and before the departure is known', () => {
    expect(expectedArrival(arrived, quartiles)).toBeUndefined();
    const step = expectOk(applyBridgeEvent(undefined, event('proven', 3, 1))).transfer;
    expect(expectedArrival(step, quartiles)).toBeUndefined();
  });
});

describe('isExpired', () => {
  it('lets a fill be made until the end of the deadline', () => {
    expect(isExpired(underWay, fromUnixSeconds(1_100))).toBe(false);
    expect(isExpired(underWay, fromUnixSeconds(1_101))).toBe(true);
  });

  it('is false after arrival, and without a deadline', () => {
    expect(isExpired(arrived, fromUnixSeconds(9_999))).toBe(false);
    const open = expectOk(applyBridgeEvent(undefined, departure())).transfer;
    expect(isExpired(open, fromUnixSeconds(9_999))).toBe(false);
  });
});
