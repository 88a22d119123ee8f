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

/** Whether a JSON value is an object and neither an array nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
