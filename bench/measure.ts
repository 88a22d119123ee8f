/** Some work; returns how many units of it were done. */
export type Work = () => number;

const ROUNDS = 5;
const ROUND_MILLISECONDS = 300;

/**
 * Units per second of each work: the median of rounds that take turns, so that what else the machine does falls on
 * all alike. A first round, which warms up, is not counted.
 */
export function ratesOf<Name extends string>(
  works: Readonly<Record<Name, Work>>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of names) {
      const rate = rateOfRound(works[name]);
      if (round > 0) rates.get(name)?.push(rate);
    }
  }
  const medians = [...rates].map(([name, measured]) => [name, percentile(measured, 0.5)] as const);
  return Object.fromEntries(medians) as Record<Name, number>;
}

function rateOfRound(work: Work): number {
  let units = 0;
  const startedAt = performance.now();
  for (;;) {
    units += work();
    const elapsed = performance.now() - startedAt;
    if (elapsed >= ROUND_MILLISECONDS) return (units * 1_000) / elapsed;
  }
}

/** What one call came to, and how long it took. */
export function timed<Outcome>(work: () => Outcome): {
  readonly outcome: Outcome;
  readonly milliseconds: number;
} {
  const startedAt = performance.now();
  const outcome = work();
  return { outcome, milliseconds: performance.now() - startedAt };
}

/** The value below which this share of the values lies, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
}
