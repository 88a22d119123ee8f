import { fail, ok, type Result } from '@causeway/domain/units';

/** Whatever JSON can say. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [field: string]: JsonValue };

export type JsonObject = { readonly [field: string]: JsonValue };

/** Parses JSON text; the message says where the text breaks off. */
export function parseJson(text: string): Result<unknown, 'INVALID_JSON'> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    return fail('INVALID_JSON', `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One text for equal values: fields in code-unit order at every depth, no blanks. */
export function stableJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .map((field) => `${JSON.stringify(field)}:${stableJson(value[field] as JsonValue)}`);
  return `{${fields.join(',')}}`;
}

/** Whether a JSON value is an object and neither an array nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
