import { z } from 'zod';
import { fail, ok, type Failure, type Result } from '@causeway/domain/units';
import { isObject, parseJson, type JsonObject } from './json.js';

export type WireCode = 'INVALID_JSON' | 'UNSUPPORTED_SCHEMA' | 'INVALID_DOCUMENT';

/**
 * One versioned JSON form of one domain type. `decode(encode(value))` equals `value`, and `encode` throws on a
 * value that its own schema refuses, because that is a bug and must not reach a log or a file.
 */
export interface WireFormat<Value> {
  /** The `schema` field of every such document, e.g. `causeway.price/1`. */
  readonly name: string;
  readonly title: string;
  /** The file that publishes the schema: `causeway.price/1` is in `price-1.json`. */
  readonly schemaFile: string;
  /** Refused in what people write, where a misspelt field would be lost; ignored in events, so that they can grow. */
  readonly unknownFields: 'refused' | 'ignored';
  readonly encode: (value: Value) => JsonObject;
  readonly decode: (json: unknown) => Result<Value, WireCode>;
  /** `encode` as JSON text; equal values have equal text. */
  readonly encodeText: (value: Value) => string;
  readonly decodeText: (text: string) => Result<Value, WireCode>;
  /** JSON Schema (2020-12) of the document. */
  readonly jsonSchema: () => JsonObject;
}

/** A wire format from a zod codec of its fields; the `schema` field is added here. */
export function wireFormat<Value extends object>(
  name: string,
  title: string,
  unknownFields: 'refused' | 'ignored',
  fields: z.ZodObject & z.ZodType<Value>,
  paths: FieldPaths = 'dotted',
): WireFormat<Value> {
  const schemaFile = `${name.replace(/^causeway\./, '').replace('/', '-')}.json`;
  // A shape alone would leave behind what the fields must be to each other.
  const checks = (fields.def.checks ?? []) as z.core.$ZodCheck<object>[];
  const document = z.object({ schema: z.literal(name), ...fields.shape }).check(...checks);
  const encode = (value: Value): JsonObject => z.encode(document, { schema: name, ...value });
  const decode = (json: unknown): Result<Value, WireCode> => {
    if (!isObject(json)) return fail('INVALID_DOCUMENT', 'expected a JSON object');
    if (json['schema'] !== name) {
      const found = json['schema'] === undefined ? 'no schema' : `schema ${JSON.stringify(json['schema'])}`;
      return fail('UNSUPPORTED_SCHEMA', `expected "${name}", found ${found}`, 'schema');
    }
    const decoded = z.safeDecode(document, json as z.input<typeof document>);
    if (!decoded.success) return { ok: false, failure: firstFailure(decoded.error, paths) };
    const { schema: _, ...rest } = decoded.data;
    const value = rest as unknown as Value;
    if (unknownFields === 'refused') {
      const unknown = firstUnknownField(json, encode(value), []);
      if (unknown !== undefined) {
        const field = fieldPath(unknown, paths);
        return fail('INVALID_DOCUMENT', `${field} is not a field of ${name}`, field);
      }
    }
    return ok(value);
  };
  const encodeText = (value: Value): string => JSON.stringify(encode(value));
  const decodeText = (text: string): Result<Value, WireCode> => {
    const json = parseJson(text);
    return json.ok ? decode(json.value) : json;
  };
  const jsonSchema = (): JsonObject => describeDocument(document, schemaFile, title, unknownFields);
  return { name, title, schemaFile, unknownFields, encode, decode, encodeText, decodeText, jsonSchema };
}

function describeDocument(
  document: z.ZodObject,
  schemaFile: string,
  title: string,
  unknownFields: 'refused' | 'ignored',
): JsonObject {
  const described = z.toJSONSchema(document, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (unknownFields === 'refused' && jsonSchema.properties !== undefined) {
        jsonSchema.additionalProperties = false;
      }
    },
  });
  const { $schema, ...rest } = described as Record<string, unknown>;
  return { $schema, $id: schemaFile, title, ...rest } as JsonObject;
}

/** How the path of a field is written: `logs[0].data`, or as the JSON pointer `/logs/0/data`. */
type FieldPaths = 'dotted' | 'pointer';

/** What the first issue of a refused value says, with the path of its field. */
export function firstFailure(error: z.ZodError, paths: FieldPaths = 'dotted'): Failure<WireCode> {
  const [first] = error.issues;
  if (first === undefined) throw new Error('a refused document without an issue');
  const issue = deepestOf(first);
  const field = fieldPath(issue.path, paths);
  const message =
    issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
      ? `${field} is missing`
      : issue.message;
  return { code: 'INVALID_DOCUMENT', message, field };
}

/** Of a value that may have one of several forms, what the form says that it came furthest with. */
function deepestOf(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flatMap(([first]) => (first === undefined ? [] : [deepestOf(first)]));
  const deepest = inner.reduce<z.core.$ZodIssue | undefined>(
    (best, each) => (best === undefined || each.path.length > best.path.length ? each : best),
    undefined,
  );
  if (deepest === undefined || deepest.path.length === 0) return issue;
  return { ...deepest, path: [...issue.path, ...deepest.path] };
}

function fieldPath(path: readonly PropertyKey[], paths: FieldPaths): string {
  if (paths === 'pointer') {
    return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  }
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

/** The path of the first field of `given` that did not survive decoding and encoding. */
function firstUnknownField(
  given: unknown,
  kept: unknown,
  path: readonly PropertyKey[],
): readonly PropertyKey[] | undefined {
  if (Array.isArray(given) && Array.isArray(kept)) {
    for (const [at, element] of given.entries()) {
      const unknown = firstUnknownField(element, kept[at], [...path, at]);
      if (unknown !== undefined) return unknown;
    }
    return undefined;
  }
  if (!isObject(given) || !isObject(kept)) return undefined;
  for (const [field, value] of Object.entries(given)) {
    const inner = [...path, field];
    if (!Object.hasOwn(kept, field)) return inner;
    const unknown = firstUnknownField(value, kept[field], inner);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}
