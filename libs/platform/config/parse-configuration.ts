import type { z } from 'zod';

/** The environment has values that do not fit; `problems` holds one line for each variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * The configuration that an environment describes, frozen through and through. A variable set to nothing counts as
 * not set. Names that the schema lacks are left alone, since several apps may read one environment. Values never
 * appear in the problems, as they may be secrets; what a variable is for comes from its `describe()`.
 * @throws ConfigurationError with one line for each variable that is wrong
 */
export function parseConfiguration<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<Schema>> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return deepFreeze(parsed.data);
  throw new ConfigurationError(problemsOf(parsed.error, schema, given));
}

function problemsOf(
  error: z.ZodError,
  schema: z.ZodObject,
  given: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const firstOfEach = new Map<string, string>();
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? 'configuration');
    const isMissing = name in schema.shape && given[name] === undefined;
    const complaint = isMissing ? 'is not set' : issue.message;
    const purpose = (schema.shape[name] as z.ZodType | undefined)?.description;
    if (!firstOfEach.has(name)) {
      firstOfEach.set(name, `${name}: ${complaint}${purpose === undefined ? '' : ` (${purpose})`}`);
    }
  }
  return [...firstOfEach.values()];
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
