import type { MarginState } from '@causeway/domain/margin';
import { ZERO, type UnixMilliseconds } from '@causeway/domain/units';
import type { CaseProgress, SeenPosition } from './liquidation-case.js';

/** More than any sizing rule looks back on. */
const MAXIMUM_REDUCTIONS = 100;

/**
 * The progress of a liquidation after a look at the account: a position that is smaller than it was last seen, or gone,
 * has been reduced meanwhile, whoever did it.
 */
export function progressAfter(
  progress: CaseProgress | undefined,
  { positions }: Pick<MarginState, 'positions'>,
  at: UnixMilliseconds,
): CaseProgress {
  const seen = positions.map(({ instrument, chain, size }) => ({ instrument, chain, size }));
  if (progress === undefined) return { since: at, seen, reductions: [] };
  const reduced = reductionsBetween(progress.seen, seen).map((one) => ({ ...one, at }));
  const reductions = [...progress.reductions, ...reduced].slice(-MAXIMUM_REDUCTIONS);
  return { since: progress.since, seen, reductions };
}

/** By how much positions were closed; one that changed sides was closed whole. Those that grew are not in it. */
export function reductionsBetween(
  before: readonly SeenPosition[],
  now: readonly SeenPosition[],
): readonly SeenPosition[] {
  return before.flatMap(({ instrument, chain, size: held }): readonly SeenPosition[] => {
    const left = now.find((one) => one.instrument === instrument && one.chain === chain)?.size ?? ZERO;
    const size = left.gt(0) === held.gt(0) ? held.abs().sub(left.abs()) : held.abs();
    return size.gt(0) ? [{ instrument, chain, size }] : [];
  });
}
