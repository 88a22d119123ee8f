import { IntrinsicException } from '@nestjs/common';
import type { Failure, Result } from '@causeway/domain/units';

/**
 * An expected failure on its way to the client. graphql-js copies `extensions` into the answer; Nest does not log
 * intrinsic exceptions, because nothing is wrong with the service.
 */
export class ApiError extends IntrinsicException {
  override readonly name = 'ApiError';
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(failure: Failure) {
    super(failure.message);
    this.extensions =
      failure.field === undefined ? { code: failure.code } : { code: failure.code, field: failure.field };
  }
}

/** The value of a result. @throws ApiError carrying its failure, its field under `prefix` */
export function valueOrThrow<Value>(result: Result<Value>, prefix?: string): Value {
  if (result.ok) return result.value;
  const { failure } = result;
  if (prefix === undefined) throw new ApiError(failure);
  throw new ApiError({
    ...failure,
    field: failure.field === undefined ? prefix : `${prefix}.${failure.field}`,
  });
}
