import { percentile } from '../measure.js';
import { shortNumber, type Figure } from '../report.js';

/** How another way of routing did on the same requests. */
export interface Comparison {
  /** How far the other's output is behind ours, in basis points; below 0 where it is ahead. */
  readonly basisPoints: readonly number[];
  /** How many times as long it took. */
  readonly slowness: readonly number[];
}

/** Everything that was measured for one amount under one price of gas. */
export interface Run {
  readonly label: string;
  readonly hasCosts: boolean;
  readonly dollars: number;
  readonly gaps: readonly number[];
  /** Of the processor, as others may use the machine. */
  readonly milliseconds: readonly number[];
  readonly path: Comparison;
  readonly highs: Comparison | undefined;
  /** What was refused for lack of room. */
  readonly refusals: readonly string[];
}

const BASIS_POINT = 1e-4;

/** A line for each target: the worst figure it holds against, where that is, and whether it is reached. */
export function targetFigures(runs: readonly Run[]): readonly Figure[] {
  const free = runs.filter(({ hasCosts }) => !hasCosts);
  const costly = runs.filter(({ hasCosts }) => hasCosts);
  const upTo = (some: readonly Run[], most: number) => some.filter(({ dollars }) => dollars <= most);
  const exactly = (some: readonly Run[], dollars: number) => some.filter((run) => run.dollars === dollars);
  const gaps = free.flatMap((run) => run.gaps);
  const within = (100 * gaps.filter((gap) => gap <= 1e-6).length) / gaps.length;
  const middleTime = ({ milliseconds }: Run) => percentile(milliseconds, 0.5);
  return [
    line('no fixed costs: gap ≤ 1e-6 on 98 % of quotes', `${shortNumber(within)} %`, within >= 98, ''),
    worst('no fixed costs: p50 ≤ 1 ms up to 10 k', upTo(free, 1e4), middleTime, 1, 'ms'),
    worst('no fixed costs: p50 ≤ 5 ms at 1 M', exactly(free, 1e6), middleTime, 5, 'ms'),
    worst('fixed costs: median gap ≤ 1 bp at every size', costly, inBasisPoints(0.5), 1, 'bp'),
    worst('fixed costs: p95 gap ≤ 10 bps at every size', costly, inBasisPoints(0.95), 10, 'bps'),
    worst('fixed costs: p50 ≤ 2 ms at 10 k', exactly(costly, 1e4), middleTime, 2, 'ms'),
    worst('fixed costs: p50 ≤ 30 ms at 1 M', exactly(costly, 1e6), middleTime, 30, 'ms'),
    worst('fixed costs: at most 2 bps behind HiGHS', costly.filter(hasHighs), behindHighs, 2, 'bps'),
    slowest('fixed costs: HiGHS takes 100 × the time, at the median', costly.filter(hasHighs), 100),
    worst('never below the best single path', runs, ({ path }) => behindOf(path), 0, 'bps'),
  ];
}

function line(target: string, figure: string, isReached: boolean, where: string): Figure {
  const at = where === '' ? '' : `, ${where}`;
  return { label: `target: ${target}`, figure, ratio: `${isReached ? 'reached' : 'NOT reached'}${at}` };
}

function worst(
  target: string,
  runs: readonly Run[],
  figureOf: (run: Run) => number,
  most: number,
  unit: string,
): Figure {
  const ranked = [...runs].sort((a, b) => figureOf(b) - figureOf(a));
  const [last] = ranked;
  if (last === undefined) return line(target, 'not measured', false, '');
  const figure = figureOf(last);
  return line(target, `${shortNumber(figure)} ${unit}`, figure <= most, `worst at ${last.label}`);
}

function slowest(target: string, runs: readonly Run[], least: number): Figure {
  const ratios = runs.flatMap(({ highs }) => highs?.slowness ?? []);
  if (ratios.length === 0) return line(target, 'not measured', false, '');
  const middle = percentile(ratios, 0.5);
  const quickest = `at the least ${shortNumber(Math.min(...ratios))} ×`;
  return line(target, `${shortNumber(middle)} ×`, middle >= least, quickest);
}

function inBasisPoints(share: number): (run: Run) => number {
  return ({ gaps }) => percentile(gaps, share) / BASIS_POINT;
}

function hasHighs({ highs }: Run): boolean {
  return highs !== undefined && highs.basisPoints.length > 0;
}

function behindHighs({ highs }: Run): number {
  return highs === undefined ? 0 : behindOf(highs);
}

/** By how many basis points the quote that fared worst is behind the other. */
function behindOf({ basisPoints }: Comparison): number {
  return Math.max(0, ...basisPoints.map((ahead) => -ahead));
}
