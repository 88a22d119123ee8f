import type { MarginState } from '@causeway/domain/margin';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { CaseProgress } from './liquidation-case.js';
import type { CaseReduction } from './sizing/window-rate-limit.js';

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
  const reduced = progress.seen.flatMap((before): readonly CaseReduction[] => {
    const { instrument, chain } = before;
    const now = seen.find((one) => one.instrument === instrument && one.chain === chain)?.size;
    const size = before.size.abs().sub(now?.abs() ?? 0);
    return size.gt(0) ? [{ instrument, chain, at, size }] : [];
  });
  const reductions = [...progress.reductions, ...reduced].slice(-MAXIMUM_REDUCTIONS);
  return { since: progress.since, seen, reductions };
}
