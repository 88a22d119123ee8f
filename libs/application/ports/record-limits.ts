import { FatalError } from './adapter-errors.js';
import type { EventRecord } from './event-log.js';

/** UTF-8 bytes of key, value and headers together. The logs of a full block's largest transaction fit. */
export const MAXIMUM_RECORD_BYTES = 8 * 1024 * 1024;

/** Why no adapter takes a record: too large, or with a NUL character, which PostgreSQL cannot store. */
export function recordRefusal(record: EventRecord): string | undefined {
  if (texts(record).some((text) => text.includes('\0'))) {
    return `the record with key "${record.key}" holds a NUL character; escape it as JSON does`;
  }
  const bytes = utf8Bytes(record);
  if (bytes <= MAXIMUM_RECORD_BYTES) return undefined;
  return `the record with key "${record.key}" has ${bytes} bytes; a record may have ${MAXIMUM_RECORD_BYTES}`;
}

/**
 * The size of a record in UTF-8 bytes.
 * @throws FatalError when no adapter takes it, see `recordRefusal`
 */
export function recordBytes(record: EventRecord): number {
  const refusal = recordRefusal(record);
  if (refusal !== undefined) throw new FatalError(refusal);
  return utf8Bytes(record);
}

function utf8Bytes(record: EventRecord): number {
  return texts(record).reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
}

function texts({ key, value, headers }: EventRecord): readonly string[] {
  return [key, value, ...Object.entries(headers).flat()];
}
