import { z } from 'zod';

const WHOLE_NUMBER = /^\d{1,15}$/;

/** A variable that holds a whole number within bounds, both included; no signs, fractions or exponents. */
export function wholeNumber(bounds: {
  readonly minimum: number;
  readonly maximum: number;
}): z.ZodType<number, string> {
  const { minimum, maximum } = bounds;
  return z
    .string()
    .refine((text) => WHOLE_NUMBER.test(text) && Number(text) >= minimum && Number(text) <= maximum, {
      error: `must be a whole number from ${minimum} to ${maximum}`,
    })
    .transform(Number);
}

/** A variable that is `true` or `false`. */
export function flag(): z.ZodType<boolean, string> {
  return z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true');
}

/** A variable that holds at least one text, separated by commas. */
export function list(): z.ZodType<readonly string[], string> {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .refine((items) => items.length > 0, { error: 'must hold at least one entry, separated by commas' });
}

/** A variable that holds a URL with one of these schemes, such as `postgresql`. */
export function urlOf(...schemes: readonly string[]): z.ZodType<string, string> {
  const examples = schemes.map((scheme) => `${scheme}://…`).join(' or ');
  return z.string().refine((text) => schemes.includes(schemeOf(text) ?? ''), {
    error: `must be a URL such as ${examples}`,
  });
}

function schemeOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : undefined;
}
