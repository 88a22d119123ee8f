import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { paceCalls } from './pace-calls.js';

describe('paceCalls', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('passes the first call on at once, and those of a pause as one after it', () => {
    let calls = 0;
    const paced = paceCalls(1_000, () => (calls += 1));
    paced.call();
    expect(calls).toBe(1);
    for (let each = 0; each < 5; each += 1) paced.call();
    jest.advanceTimersByTime(999);
    expect(calls).toBe(1);
    jest.advanceTimersByTime(1);
    expect(calls).toBe(2);
    jest.advanceTimersByTime(5_000);
    expect(calls).toBe(2);
    paced.call();
    expect(calls).toBe(3);
    paced.call();
    paced.stop();
    jest.advanceTimersByTime(5_000);
    paced.call();
    expect(calls).toBe(3);
  });
});
