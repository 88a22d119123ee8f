import { FatalError } from './adapter-errors.js';
import type { EventRecord } from './event-log.js';

/** UTF-8 bytes of key, value and headers together. The logs of a full block's largest transaction fit. */
export const MAXIMUM_RECORD_BYTES = 8 * 1024 * 1024;

/**
 * The size of a record in UTF-8 bytes.
 * @throws FatalError when no adapter takes it: too large, or with a NUL character, which PostgreSQL cannot store
 */
export function recordBytes(record: EventRecord): number {
  let bytes = 0;
  for (const text of [record.key, record.value, ...Object.entries(record.headers).flat()]) {
    if (text.includes('\0')) {
      throw new FatalError(
        `the record with key "${record.key}" holds a NUL character; escape it as JSON does`,
      );
    }
    bytes += Buffer.byteLength(text);
  }
  if (bytes <= MAXIMUM_RECORD_BYTES) return bytes;
  throw new FatalError(
    `the record with key "${record.key}" has ${bytes} bytes; a record may have ${MAXIMUM_RECORD_BYTES}`,
  );
}
