import type { UnixMilliseconds } from '@causeway/domain/units';

/** The time of this machine. Composition roots hand it to what needs a clock. */
export function systemClock(): UnixMilliseconds {
  return Date.now() as UnixMilliseconds;
}
