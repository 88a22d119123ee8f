import type { Address, Hash } from '@causeway/domain/units';

/** Bytes in lower-case hexadecimal. */
export type HexBytes = `0x${string}`;

/** The bytes of a hexadecimal text, or undefined when it is not 0x followed by pairs of hexadecimal digits. */
export function bytesOf(hex: string): Uint8Array | undefined {
  if (!hex.startsWith('0x')) return undefined;
  const bytes = Buffer.from(hex.slice(2), 'hex');
  // Buffer stops at the first pair that is no byte.
  return bytes.length * 2 + 2 === hex.length ? bytes : undefined;
}

/** The bytes of hexadecimal text that a parser has already accepted. @throws Error on anything else */
export function knownBytes(hex: HexBytes): Uint8Array {
  const bytes = bytesOf(hex);
  if (bytes === undefined) throw new Error(`"${hex}" is not hexadecimal`);
  return bytes;
}

/** Bytes in lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): HexBytes {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;
}

/** 32 bytes as a hash. @throws Error when there are not 32 */
export function hashOf(bytes: Uint8Array): Hash {
  if (bytes.length !== 32) throw new Error(`a hash of ${bytes.length} bytes`);
  return hexOf(bytes) as Hash;
}

/** 20 bytes as an address. @throws Error when there are not 20 */
export function addressOf(bytes: Uint8Array): Address {
  if (bytes.length !== 20) throw new Error(`an address of ${bytes.length} bytes`);
  return hexOf(bytes) as Address;
}

/** Whether two sequences of bytes are the same. */
export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

/** A whole number from 0 as big-endian bytes without leading zeros; 0 is no bytes. */
export function minimalBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}

/** A whole number as exactly 32 big-endian bytes. @throws RangeError outside of 0 to 2²⁵⁶ − 1 */
export function wordOf(value: bigint): Uint8Array {
  if (value < 0n || value >= 2n ** 256n) throw new RangeError(`${value} does not fit into 32 bytes`);
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}
