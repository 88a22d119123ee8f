import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { Decimal, formatDecimal, parseDecimal, parseUnixMilliseconds } from '@causeway/domain/units';
import type { UnixMilliseconds } from '@causeway/domain/units';

const MAXIMUM_UINT256 = 2n ** 256n - 1n;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

function invalid(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'INVALID_SCALAR' } });
}

/** Numbers are refused too, because a JSON number has already lost digits when it arrives here. */
function textOf(value: unknown, form: string): string {
  if (typeof value === 'string') return value;
  throw invalid(`expected ${form} as a string, found ${JSON.stringify(value)}`);
}

function literalOf(node: ValueNode, form: string): string {
  if (node.kind === Kind.STRING) return node.value;
  throw invalid(`expected ${form} in quotes`);
}

function textScalar<Value>(
  name: string,
  description: string,
  form: string,
  parse: (text: string) => Value,
  serialize: (value: unknown) => string,
): GraphQLScalarType<Value, string> {
  return new GraphQLScalarType<Value, string>({
    name,
    description,
    serialize,
    parseValue: (value) => parse(textOf(value, form)),
    parseLiteral: (node) => parse(literalOf(node, form)),
  });
}

function decimalOf(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed.ok) return parsed.value;
  throw invalid(parsed.failure.message);
}

function bigIntegerOf(text: string): bigint {
  if (!/^(0|[1-9]\d{0,77})$/.test(text)) throw invalid(`"${text}" is not a whole number from 0`);
  const value = BigInt(text);
  if (value > MAXIMUM_UINT256) throw invalid(`"${text}" is more than a uint256 can hold`);
  return value;
}

function timestampOf(text: string): UnixMilliseconds {
  const parsed = parseUnixMilliseconds(INSTANT.test(text) ? Date.parse(text) : Number.NaN);
  // Date.parse moves 30 February to 2 March; writing the instant again shows it.
  if (parsed.ok && new Date(parsed.value).toISOString().startsWith(text.slice(0, 19))) return parsed.value;
  throw invalid(`"${text}" is not an instant in UTC such as 2022-01-21T14:05:00Z`);
}

function sequenceNumberOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`${JSON.stringify(value)} is not a whole number from 0 to 9007199254740991`);
}

function bug(scalar: string, value: unknown): Error {
  return new TypeError(`${scalar} cannot be written from ${typeof value}`);
}

/** `Decimal` in the schema: exact, plain, in a string. */
export const DecimalScalar = textScalar<Decimal>(
  'Decimal',
  'An exact decimal number as a string, e.g. "-12.50". Never an exponent, never rounded by JSON.',
  'a plain decimal number such as "12.5"',
  decimalOf,
  (value) => {
    if (value instanceof Decimal) return formatDecimal(value);
    throw bug('Decimal', value);
  },
);

/** `BigInteger` in the schema: base units of a token, up to a uint256, in a string. */
export const BigIntegerScalar = textScalar<bigint>(
  'BigInteger',
  'A whole number from 0 to 2^256 - 1 as a string, e.g. "1500000" base units of a token.',
  'a whole number such as "1500000"',
  bigIntegerOf,
  (value) => {
    if (typeof value === 'bigint') return value.toString();
    throw bug('BigInteger', value);
  },
);

/** `Timestamp` in the schema: ISO 8601 in UTC with milliseconds. */
export const TimestampScalar = textScalar<UnixMilliseconds>(
  'Timestamp',
  'An instant in UTC in ISO 8601 with milliseconds, e.g. "2022-01-21T14:05:00.000Z".',
  'an instant in UTC such as "2022-01-21T14:05:00Z"',
  timestampOf,
  (value) => {
    if (typeof value === 'number') return new Date(value).toISOString();
    throw bug('Timestamp', value);
  },
);

/** `JSON` in the schema: a document whose own schema says what is in it. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'A JSON document with a schema of its own, which its field names.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: jsonOf,
});

function jsonOf(node: ValueNode, variables?: Readonly<Record<string, unknown>> | null): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, jsonOf(value, variables)]));
    case Kind.LIST:
      return node.values.map((value) => jsonOf(value, variables));
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    default:
      return node.value;
  }
}

/** `SequenceNumber` in the schema: a JSON integer that may outgrow the 32 bits of Int. */
export const SequenceNumberScalar = new GraphQLScalarType<number, number>({
  name: 'SequenceNumber',
  description:
    'A place in a sequence: a whole number from 0 to 2^53 - 1. Each stream counts its events from 1 without gaps.',
  serialize: sequenceNumberOf,
  parseValue: sequenceNumberOf,
  parseLiteral: (node) =>
    sequenceNumberOf(node.kind === Kind.INT ? Number(node.value) : literalOf(node, 'a whole number')),
});
