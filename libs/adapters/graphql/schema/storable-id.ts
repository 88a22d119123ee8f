import { fail } from '@causeway/domain/units';
import { ApiError } from '../errors/api-error.js';

/** An id or cursor as a client gives it. @throws ApiError when it holds a NUL character, which the store cannot take */
export function storableId<Id extends string>(text: string, field: string): Id {
  if (!text.includes('\0')) return text as Id;
  throw new ApiError(fail('INVALID_IDENTIFIER', 'holds a NUL character, which no id has', field).failure);
}
