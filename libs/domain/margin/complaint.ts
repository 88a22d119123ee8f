import type { Decimal } from '@causeway/domain/units';

/** What is wrong with a rule: the JSON pointer of the parameter below the rule, and what to do. */
export interface Complaint {
  readonly path: string;
  readonly message: string;
}

/** One step of a JSON pointer (RFC 6901), escaped. */
export function pointerStep(step: string | number): string {
  return `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A complaint about the first of the values that is no fraction between 0 and 1. */
export function notAFraction(
  values: Iterable<readonly [path: string, value: Decimal | undefined]>,
): Complaint | undefined {
  for (const [path, value] of values) {
    if (value === undefined || (value.gte(0) && value.lte(1))) continue;
    return { path, message: `${value.toFixed()} is not a fraction between 0 and 1 (0.05 is 5 %)` };
  }
  return undefined;
}

/** A complaint about the first of the values that is below zero. */
export function belowZero(
  values: Iterable<readonly [path: string, value: Decimal | undefined]>,
): Complaint | undefined {
  for (const [path, value] of values) {
    if (value === undefined || value.gte(0)) continue;
    return { path, message: `${value.toFixed()} must not be below 0` };
  }
  return undefined;
}

/** A complaint about the first of the values that is not above zero. */
export function notPositive(
  values: Iterable<readonly [path: string, value: Decimal | undefined]>,
): Complaint | undefined {
  for (const [path, value] of values) {
    if (value === undefined || value.gt(0)) continue;
    return { path, message: `${value.toFixed()} must be above 0` };
  }
  return undefined;
}

/** The entries of a map with the JSON pointers of their values. */
export function* entriesAt<Value>(
  path: string,
  map: ReadonlyMap<string, Value>,
): Generator<readonly [string, Value]> {
  for (const [key, value] of map) yield [path + pointerStep(key), value];
}
