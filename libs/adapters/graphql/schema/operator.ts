import { fail } from '@causeway/domain/units';
import { ApiError } from '../errors/api-error.js';

const MAXIMUM_LENGTH = 100;

/** The argument of every operator action that says whose action it is. */
export const OPERATOR_ARGUMENT = {
  type: () => String,
  description: `Who does it, for the audit; up to ${MAXIMUM_LENGTH} characters.`,
};

/** A name for the audit, without surrounding blanks. @throws ApiError when it is empty, too long or no plain text */
export function parseOperator(text: string): string {
  const name = text.trim();
  if (name.length > 0 && name.length <= MAXIMUM_LENGTH && !name.includes('\0')) return name;
  const message = `say who does it, in 1 to ${MAXIMUM_LENGTH} characters of plain text`;
  throw new ApiError(fail('INVALID_OPERATOR', message, 'by').failure);
}
