import type { Brand } from './brand.js';
import { fail, ok, type Result } from './result.js';

/** An instant in whole milliseconds since 1970-01-01T00:00:00Z. Always an argument, never read from a clock here. */
export type UnixMilliseconds = Brand<number, 'UnixMilliseconds'>;

export const MILLISECONDS_PER_SECOND = 1_000;

/** Parses an instant given in milliseconds; fractions and negative values are refused. */
export function parseUnixMilliseconds(
  value: number,
  field = 'time',
): Result<UnixMilliseconds, 'INVALID_TIME'> {
  if (Number.isSafeInteger(value) && value >= 0) return ok(value as UnixMilliseconds);
  return fail('INVALID_TIME', `${value} is not a whole number of milliseconds since 1970`, field);
}

/** The instant of a block timestamp in seconds. */
export function fromUnixSeconds(seconds: number): UnixMilliseconds {
  return (seconds * MILLISECONDS_PER_SECOND) as UnixMilliseconds;
}

/** `time` moved by whole seconds. */
export function addSeconds(time: UnixMilliseconds, seconds: number): UnixMilliseconds {
  return (time + seconds * MILLISECONDS_PER_SECOND) as UnixMilliseconds;
}
