import { describe, expect, it } from '@jest/globals';
import {
  afterContradiction,
  afterFailure,
  afterSighting,
  afterSuccess,
  isStalled,
  NEWCOMER,
  type Standing,
} from './standing.js';

const sighted = (latest: bigint, since: number): Standing => afterSighting(NEWCOMER, latest, since);

describe('the standing of an endpoint', () => {
  it('rests twice as long after each failure in a row, ten minutes at most, and no longer after a success', () => {
    let standing = NEWCOMER;
    const rests: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      standing = afterFailure(standing, 1_000);
      rests.push((standing.passedOverUntil - 1_000) / 1_000);
    }
    expect(rests).toEqual([15, 30, 60, 120, 240, 480, 600, 600]);
    expect(afterSuccess(standing)).toMatchObject({ failures: 0, passedOverUntil: 0 });
    expect(afterContradiction(NEWCOMER, 1_000).passedOverUntil).toBe(601_000);
  });

  it('knows since when the newest block has been known', () => {
    const first = sighted(5n, 100);
    expect(afterSighting(first, 5n, 200)).toBe(first);
    expect(afterSighting(first, 4n, 200)).toBe(first);
    expect(afterSighting(first, 6n, 200).sighting).toEqual({ latest: 6n, since: 200 });
  });

  it.each<[string, Standing, readonly Standing[], boolean]>([
    ['another moved on past it while it stood', sighted(5n, 0), [sighted(6n, 50)], true],
    ['another was ahead all along, and stands too', sighted(5n, 60), [sighted(6n, 50)], false],
    ['another moved on but is behind it', sighted(5n, 0), [sighted(4n, 50)], false],
    ['all stand', sighted(5n, 0), [sighted(5n, 0)], false],
    ['nothing is known of it', NEWCOMER, [sighted(6n, 50)], false],
    ['it has no other beside it', sighted(5n, 0), [], false],
  ])('whether it stands still when %s', (_, own, others, stalled) => {
    expect(isStalled(own, others, 1_000, 900)).toBe(stalled);
    expect(isStalled(own, others, 899, 900)).toBe(false);
  });
});
