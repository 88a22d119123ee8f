import { fail, parseUnixMilliseconds, type Result, type UnixMilliseconds } from '@causeway/domain/units';

/** An instant in UTC to the day, minute, second or millisecond. */
const ISO_INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

/** The instant that `--now` names. */
export function parseInstant(text: string): Result<UnixMilliseconds, 'INVALID_TIME'> {
  const milliseconds = ISO_INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds)
    ? fail('INVALID_TIME', `"${text}" is no instant such as 2024-08-31T12:04:11Z`, '--now')
    : parseUnixMilliseconds(milliseconds, '--now');
}
