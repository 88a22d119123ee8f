/** An RLP item by its place in the bytes it was read from; its payload is not copied. */
export interface RlpItem {
  readonly isList: boolean;
  /** Where the item begins, its prefix included. */
  readonly start: number;
  /** Where the payload begins. */
  readonly payload: number;
  /** The first position after the item. */
  readonly end: number;
}

const SHORT_STRING = 0x80;
const LONG_STRING = 0xb7;
const SHORT_LIST = 0xc0;
const LONG_LIST = 0xf7;
/** Lengths up to this are written into the prefix itself. */
const SHORT_LENGTH = 55;
/** Four bytes of length are 4 GB: longer lengths cannot be of anything that is in memory. */
const LONGEST_LENGTH_BYTES = 4;

/**
 * The item at `start` that ends at `limit` at the latest, or undefined when it is cut short or not in the one form
 * that canonical RLP allows: shortest prefix, no leading zero in lengths (Ethereum Yellow Paper, appendix B).
 */
export function readItem(bytes: Uint8Array, start: number, limit: number): RlpItem | undefined {
  const prefix = bytes[start];
  if (prefix === undefined || start >= limit) return undefined;
  if (prefix < SHORT_STRING) return { isList: false, start, payload: start, end: start + 1 };
  const isList = prefix >= SHORT_LIST;
  const short = isList ? SHORT_LIST : SHORT_STRING;
  const long = isList ? LONG_LIST : LONG_STRING;
  const lengthBytes = Math.max(0, prefix - long);
  const length = lengthBytes === 0 ? prefix - short : readLength(bytes, start + 1, lengthBytes);
  const payload = start + 1 + lengthBytes;
  if (length === undefined || payload + length > limit) return undefined;
  const isByteInDisguise = !isList && length === 1 && (bytes[payload] ?? 0) < SHORT_STRING;
  return isByteInDisguise ? undefined : { isList, start, payload, end: payload + length };
}

/** The item that is all of `bytes`, or undefined. */
export function readWhole(bytes: Uint8Array): RlpItem | undefined {
  const item = readItem(bytes, 0, bytes.length);
  return item?.end === bytes.length ? item : undefined;
}

/** The items in a list, or undefined when it is no list, holds more than `maximum` or any of them is malformed. */
export function readList(
  bytes: Uint8Array,
  list: RlpItem | undefined,
  maximum = Infinity,
): readonly RlpItem[] | undefined {
  if (list?.isList !== true) return undefined;
  const items: RlpItem[] = [];
  for (let at = list.payload; at < list.end;) {
    const item = readItem(bytes, at, list.end);
    if (item === undefined || items.length === maximum) return undefined;
    items.push(item);
    at = item.end;
  }
  return items;
}

/** The payload of a string item, of exactly `length` bytes when given, or undefined. */
export function readString(
  bytes: Uint8Array,
  item: RlpItem | undefined,
  length?: number,
): Uint8Array | undefined {
  if (item === undefined || item.isList) return undefined;
  if (length !== undefined && item.end - item.payload !== length) return undefined;
  return bytes.subarray(item.payload, item.end);
}

/** A whole number from 0 of at most `maximumBytes`, or undefined; leading zeros are not canonical. */
export function readUnsigned(
  bytes: Uint8Array,
  item: RlpItem | undefined,
  maximumBytes: number,
): bigint | undefined {
  const digits = readString(bytes, item);
  if (digits === undefined || digits.length > maximumBytes || digits[0] === 0) return undefined;
  let value = 0n;
  for (const digit of digits) value = (value << 8n) | BigInt(digit);
  return value;
}

function readLength(bytes: Uint8Array, at: number, count: number): number | undefined {
  if (count > LONGEST_LENGTH_BYTES || bytes[at] === 0) return undefined;
  let length = 0;
  for (let offset = 0; offset < count; offset += 1) {
    const digit = bytes[at + offset];
    if (digit === undefined) return undefined;
    length = length * 256 + digit;
  }
  return length > SHORT_LENGTH ? length : undefined;
}
