/** An expected failure: a stable code for programs, the field that is wrong, and what to do about it. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly field?: string;
  readonly message: string;
}

/** An outcome that the caller must look at. Bugs throw instead. */
export type Result<Value, Code extends string = string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure<Code> };

/** A successful outcome. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** A failed outcome. `field` is the path of the offending input, in the caller's own terms. */
export function fail<Code extends string>(
  code: Code,
  message: string,
  field?: string,
): { readonly ok: false; readonly failure: Failure<Code> } {
  return { ok: false, failure: field === undefined ? { code, message } : { code, message, field } };
}

/**
 * The value of an outcome that can only have failed through a bug.
 * @throws Error naming the code and field when it did fail
 */
export function expectOk<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  const { code, field, message } = result.failure;
  throw new Error(`${code}${field === undefined ? '' : ` (${field})`}: ${message}`);
}
