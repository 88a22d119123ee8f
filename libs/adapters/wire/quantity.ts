import { z } from 'zod';

/** A JSON-RPC quantity. Nodes differ in leading zeros, so they are read and not written. */
export const quantity = z.codec(
  z
    .string()
    .regex(/^0x[0-9a-fA-F]{1,64}$/, 'not 0x followed by 1 to 64 hexadecimal digits')
    .meta({ description: 'Whole number from 0 in hexadecimal', examples: ['0x1b4'] }),
  z.bigint(),
  { decode: (text) => BigInt(text), encode: (value) => `0x${value.toString(16)}` },
);

/** A 32-byte word of storage. */
export const word = z.codec(
  z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'not 0x followed by 64 hexadecimal digits'),
  z.bigint(),
  { decode: (text) => BigInt(text), encode: (value) => `0x${value.toString(16).padStart(64, '0')}` },
);
