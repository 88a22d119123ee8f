import { z } from 'zod';
import {
  formatDecimal,
  parseAccountId,
  parseAddress,
  parseAssetFamily,
  parseAssetId,
  parseBridgeId,
  parseChainId,
  parseDecimal,
  parseDeskId,
  parseHash,
  parseInstrumentId,
  type CaseId,
  type Decimal,
  type LogId,
  type PolicyVersion,
  type Result,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';

/**
 * A value that a domain type vouches for. Absence is refused, because zod also runs the codec of an optional field
 * that is absent and discards the outcome.
 */
function domainValue<Value>() {
  return z.custom<Value>((value) => value !== undefined);
}

/** A string on the wire that a domain parser accepts; `form` is what JSON Schema says about it. */
export function parsedString<Value>(
  form: z.ZodString,
  parse: (text: string) => Result<Value>,
  format: (value: Value) => string,
) {
  return z.codec(form, domainValue<Value>(), {
    decode: (text, context) => {
      const parsed = parse(text);
      if (parsed.ok) return parsed.value;
      context.issues.push({ code: 'custom', message: parsed.failure.message, input: text });
      return z.NEVER;
    },
    // Where an object has a refinement, zod first writes it without checks, so that absence comes through to here.
    encode: (value) => (value === undefined ? '' : format(value)),
  });
}

function identifier<Id extends string>(
  description: string,
  example: string,
  parse: (text: string) => Result<Id>,
) {
  return parsedString<Id>(z.string().meta({ description, examples: [example] }), parse, (id) => id);
}

function brandedText<Id extends string>(pattern: RegExp, example: string, form: string) {
  return z.codec(
    z
      .string()
      .regex(pattern, `not ${form}`)
      .meta({ examples: [example] }),
    domainValue<Id>(),
    {
      decode: (text) => text as Id,
      encode: (id) => id,
    },
  );
}

export const chainId = identifier('CAIP-2 chain id', 'eip155:10', parseChainId);
export const assetId = identifier('CAIP-19 asset id', 'eip155:1/slip44:60', parseAssetId);
export const address = identifier(
  '20-byte address, in any case',
  '0x0b2c639c533813f4aa9d7837caf62653d097ff85',
  parseAddress,
);
export const hash = identifier('32-byte hash, in any case', `0x${'0'.repeat(64)}`, parseHash);
export const deskId = identifier('Desk id', 'atlas', parseDeskId);
export const accountId = identifier('Account id', 'atlas-main', parseAccountId);
export const bridgeId = identifier('Bridge id', 'across', parseBridgeId);
export const instrumentId = identifier('Instrument id', 'BTC-PERP', parseInstrumentId);
export const assetFamily = identifier('Asset family', 'USDC', parseAssetFamily);

export const transferId = brandedText<TransferId>(
  /^[a-z0-9][a-z0-9-]*\/[^/\s]+\/\S+$/,
  'across/eip155:1/12345',
  'a transfer id: <bridge>/<source chain>/<message id>',
);
export const logId = brandedText<LogId>(
  /^[^/\s]+\/0x[0-9a-f]{64}\/0x[0-9a-f]{64}\/\d+$/,
  `eip155:1/0x${'0'.repeat(64)}/0x${'0'.repeat(64)}/3`,
  'a log id: <chain>/<block hash>/<transaction hash>/<log index>',
);
export const caseId = brandedText<CaseId>(
  /^[a-z0-9][a-z0-9-]*\/[1-9]\d*$/,
  'atlas-main/1',
  'a case id: <account>/<ordinal>',
);

/** Bytes in hexadecimal, in any case on the wire and lower case afterwards. */
export const bytes = z.codec(
  z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'not 0x followed by pairs of hexadecimal digits'),
  domainValue<`0x${string}`>(),
  { decode: (text) => text.toLowerCase() as `0x${string}`, encode: (text) => text },
);

/** A 32-byte log topic. */
export const topic = z.codec(
  z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'not 0x followed by 64 hexadecimal digits'),
  domainValue<`0x${string}`>(),
  { decode: (text) => text.toLowerCase() as `0x${string}`, encode: (text) => text },
);

/** A plain decimal number in text, exact, never with an exponent. */
export const decimal = parsedString<Decimal>(
  z.string().meta({
    description: 'Exact decimal number as text, without exponent',
    pattern: '^-?(0|[1-9]\\d*)(\\.\\d+)?$',
    examples: ['12.5'],
  }),
  parseDecimal,
  formatDecimal,
);

/** A decimal above 0. */
export const positiveDecimal = decimal.refine((value) => value.gt(0), 'not above 0');

function integerText(pattern: RegExp, form: string) {
  return z.codec(z.string().regex(pattern, `not ${form}`).meta({ description: form }), z.bigint(), {
    decode: (text) => BigInt(text),
    encode: (value) => value.toString(),
  });
}

/** A whole number in text, at most 78 digits as a uint256 has. */
export const integer = integerText(/^(0|-?[1-9]\d{0,77})$/, 'a whole number in decimal digits, as text');

/** A whole number from 0 in text. */
export const unsigned = integerText(
  /^(0|[1-9]\d{0,77})$/,
  'a whole number from 0 in decimal digits, as text',
);

/** The last instant that JavaScript and PostgreSQL both have as a date. */
const LAST_MILLISECOND = 8.64e15;

/** Milliseconds since 1970. */
export const unixMilliseconds = z.codec(
  z
    .int()
    .min(0)
    .refine((value) => value <= LAST_MILLISECOND, 'no date that can be kept')
    .meta({ description: 'Milliseconds since 1970' }),
  domainValue<UnixMilliseconds>(),
  {
    decode: (value) => value as UnixMilliseconds,
    encode: (value) => value as number,
  },
);

export const policyVersion = z.codec(z.int().min(1), domainValue<PolicyVersion>(), {
  decode: (value) => value as PolicyVersion,
  encode: (value) => value as number,
});

/** A counter of changes; 0 before the first. */
export const sequence = z.int().min(0);

/** A quantity of one asset in its base units. */
export const tokenAmount = z.object({ asset: assetId, raw: integer });

/** Words for people, as any database can keep them. */
export const storableText = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), 'holds a NUL character')
  .refine((text) => !/\p{Surrogate}/u.test(text), 'holds half of a surrogate pair');

/** One of a closed set of words; the record makes the compiler demand every word of the type. */
export function oneOf<Word extends string>(words: Readonly<Record<Word, true>>) {
  return z.enum(Object.keys(words) as Word[]);
}

/** A map whose fields are the keys, written in code-unit order so that equal maps have equal text. */
export function mapOf<Value extends z.ZodType>(keyPattern: RegExp, keyForm: string, value: Value) {
  const key = z.string().regex(keyPattern, `not ${keyForm}`);
  return z.codec(z.record(key, value), domainValue<ReadonlyMap<string, z.output<Value>>>(), {
    decode: (fields) => new Map(Object.entries(fields)) as ReadonlyMap<string, z.output<Value>>,
    encode: (map) =>
      Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, z.output<Value>>,
  });
}
