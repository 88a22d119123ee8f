import type { Result } from '@causeway/domain/units';
import { valueOrThrow } from '../errors/api-error.js';

/**
 * `{ name: parsed }` where a condition of a filter is given and `{}` where it is absent or null.
 * @throws ApiError naming `filter.<name>` when the text is not what `parse` expects
 */
export function filterCondition<Name extends string, Value>(
  name: Name,
  text: string | null | undefined,
  parse: (text: string, field: string) => Result<Value>,
): { readonly [Key in Name]?: Value } {
  if (text === null || text === undefined) return {};
  return { [name]: valueOrThrow(parse(text, `filter.${name}`)) } as { readonly [Key in Name]?: Value };
}
