/** Chance that a seed repeats. */
export interface SeededRandom {
  /** A number from 0 to below 1. */
  fraction(): number;
  /** A whole number from `minimum` to `maximum`, both included. */
  whole(minimum: number, maximum: number): number;
  /** `digits` hexadecimal digits. */
  hexadecimal(digits: number): string;
  pick<Value>(values: readonly Value[]): Value;
  /** `count` different values. */
  sample<Value>(values: readonly Value[], count: number): readonly Value[];
}

/** The generator mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for made-up input. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (minimum: number, maximum: number): number =>
    minimum + Math.floor(fraction() * (maximum - minimum + 1));
  const sample = <Value>(values: readonly Value[], count: number): readonly Value[] => {
    const rest = [...values];
    return Array.from({ length: count }, () => {
      const [taken] = rest.splice(whole(0, rest.length - 1), 1);
      if (taken === undefined) throw new RangeError(`there are only ${values.length} values to choose from`);
      return taken;
    });
  };
  return {
    fraction,
    whole,
    hexadecimal: (digits) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join(''),
    pick: (values) => sample(values, 1)[0] as (typeof values)[number],
    sample,
  };
}
