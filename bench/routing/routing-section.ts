import {
  quoteRoute,
  routeBySinglePath,
  type LiquidityGraph,
  type RouteQuote,
} from '@causeway/domain/routing';
import type { AssetId, UnixMilliseconds } from '@causeway/domain/units';
import { percentile, timed } from '../measure.js';
import { shortNumber, type Figure, type Section } from '../report.js';
import { seededRandom, type SeededRandom } from '../seeded-random.js';
import { gridSplitOutput } from './grid-search.js';
import { highs, solveByHighs } from './piecewise-programme.js';
import { smallInstanceFigures } from './small-instances.js';
import { targetFigures, type Comparison, type Run } from './routing-targets.js';
import { ETHEREUM_GAS, ROLLUP_GAS, rollupNetwork, unitsOf, type Place } from './rollup-network.js';

const COSTS = [
  { name: 'no fixed costs', gas: undefined },
  { name: 'rollup gas', gas: ROLLUP_GAS },
  { name: 'Ethereum gas', gas: ETHEREUM_GAS },
] as const;
const DOLLARS = [1e3, 1e4, 1e5, 1e6, 1e7];
const REQUESTS = 100;
const WARM_PASSES = 2;
const MEASURED_PASSES = 3;
/** The search on a grid and HiGHS take their time, so they see the first requests only. */
const COMPARED_WITH_GRID = 15;
const COMPARED_WITH_HIGHS = 3;
const HIGHS_SECONDS = 10;
/** HiGHS does not end in its time at larger sizes. */
const LARGEST_FOR_HIGHS = 1e6;
const AT = 0 as UnixMilliseconds;

interface Request {
  readonly from: AssetId;
  readonly to: AssetId;
  readonly amount: bigint;
}

interface Answer {
  readonly request: Request;
  readonly quote: RouteQuote;
  readonly taken: readonly Taken[];
}

/** What one computation of an answer took. */
interface Taken {
  readonly milliseconds: number;
  /** Not below what the quote's thread took of the processor: that of the process, or the clock's if that is less. */
  readonly processorMilliseconds: number;
}

/**
 * Certified quotes over a network of 20 rollups: how far from the proven bound they are, how long they take, and how
 * far behind the best single path, a search on a 5 % grid and HiGHS are on the same requests in the same run.
 */
export async function routingSection(seed: number): Promise<Section> {
  const solver = await highs();
  const figures: Figure[] = [];
  const runs: Run[] = [];
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (const { name, gas } of COSTS) {
    const { graph, places } = rollupNetwork(seededRandom(seed), gas);
    for (const dollars of DOLLARS) {
      const label = `${name}, ${dollars.toLocaleString('en-US')} USD`;
      const requests = randomRequests(seededRandom(seed + 41), places, dollars);
      const { answers, refusals } = answerAll(graph, requests);
      figures.push(...qualityOf(label, answers, refusals));
      const path = behindPath(graph, answers);
      figures.push(...behind(`${label}: best single path`, path));
      figures.push(...behind(`${label}: search on a 5 % grid`, behindGrid(graph, answers)));
      const byHighs = dollars <= LARGEST_FOR_HIGHS ? behindHighs(graph, answers, solver) : undefined;
      const programme = gas === undefined ? 'linear program' : 'mixed-integer program';
      if (byHighs !== undefined) figures.push(...behind(`${label}: HiGHS, ${programme}`, byHighs));
      runs.push({
        hasCosts: gas !== undefined,
        label,
        dollars,
        gaps: answers.map(({ quote }) => Number(quote.certificate.gap)),
        milliseconds: answers.flatMap(({ taken }) => taken.map((one) => one.processorMilliseconds)),
        path,
        highs: byHighs,
        refusals,
      });
    }
  }
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1e3 / (performance.now() - startedAt);
  figures.push(...smallInstanceFigures(seededRandom(seed + 7)));
  figures.push(...targetFigures(runs), ...refusalFigures(runs));
  return {
    title: `routing: certified quotes, 20 rollups × 6 assets, 560 to 620 edges; gap = (bound − output) / bound; ${shortNumber(share)} cores were ours`,
    figures,
  };
}

function randomRequests(random: SeededRandom, places: readonly Place[], dollars: number): readonly Request[] {
  return Array.from({ length: REQUESTS }, () => {
    const [from, to] = random.sample(places, 2) as [Place, Place];
    return { from: from.asset, to: to.asset, amount: unitsOf(from.coin, dollars) };
  });
}

/** What was refused for lack of room, in the words of the refusal. */
function refusalFigures(runs: readonly Run[]): readonly Figure[] {
  const [first] = runs.flatMap(({ refusals }) => refusals);
  return first === undefined ? [] : [{ label: 'beyond all capacity, for example', figure: '', ratio: first }];
}

/** Each request twice to warm up and then three times to be measured; those without any route are left out. */
function answerAll(graph: LiquidityGraph, requests: readonly Request[]) {
  const ask = ({ from, to, amount }: Request) =>
    quoteRoute(graph, { input: { asset: from, raw: amount }, output: to }, AT);
  for (let pass = 0; pass < WARM_PASSES; pass += 1) for (const request of requests) ask(request);
  const taken: Taken[][] = requests.map(() => []);
  for (let pass = 0; pass < MEASURED_PASSES; pass += 1) {
    for (const [place, request] of requests.entries()) {
      const before = process.cpuUsage();
      const { milliseconds } = timed(() => ask(request));
      const { user, system } = process.cpuUsage(before);
      taken[place]?.push({
        milliseconds,
        processorMilliseconds: Math.min((user + system) / 1e3, milliseconds),
      });
    }
  }
  const answers: Answer[] = [];
  const refusals: string[] = [];
  for (const [place, request] of requests.entries()) {
    const outcome = ask(request);
    if (outcome.ok) answers.push({ request, quote: outcome.value, taken: taken[place] ?? [] });
    else if (outcome.failure.code === 'INSUFFICIENT_CAPACITY') refusals.push(outcome.failure.message);
  }
  return { answers, refusals };
}

function qualityOf(
  label: string,
  answers: readonly Answer[],
  refusals: readonly string[],
): readonly Figure[] {
  const gaps = answers.map(({ quote }) => Number(quote.certificate.gap));
  const taken = answers.flatMap((answer) => answer.taken);
  const times = taken.map(({ milliseconds }) => milliseconds);
  const within = (most: number) =>
    `${shortNumber((100 * gaps.filter((gap) => gap <= most).length) / gaps.length)} %`;
  const at = (values: readonly number[], share: number) => percentile(values, share);
  const gap = [0.5, 0.95, 1].map((share) => at(gaps, share).toExponential(1)).join(' / ');
  const processor = taken.map(({ processorMilliseconds }) => processorMilliseconds);
  const spread = (values: readonly number[]) =>
    [0.5, 0.95, 0.99].map((share) => shortNumber(at(values, share))).join(' / ');
  const full = refusals.length === 0 ? '' : `, ${refusals.length} beyond all capacity`;
  return [
    {
      label: `${label}: gap p50 / p95 / worst`,
      figure: gap,
      ratio: `${within(1e-6)} within 1e-6, ${within(1e-4)} within 1 bp; ${answers.length} quotes${full}`,
    },
    {
      label: `${label}: ms p50 / p95 / p99`,
      figure: spread(times),
      ratio: `${spread(processor)} of the processor`,
    },
  ];
}

function behindPath(graph: LiquidityGraph, answers: readonly Answer[]): Comparison {
  return comparison(answers, ({ from, to, amount }) => {
    const found = routeBySinglePath(graph, { input: { asset: from, raw: amount }, output: to });
    return found.ok ? Number(found.value.output.raw) : undefined;
  });
}

function behindGrid(graph: LiquidityGraph, answers: readonly Answer[]): Comparison {
  return comparison(answers.slice(0, COMPARED_WITH_GRID), ({ from, to, amount }) => {
    const output = gridSplitOutput(graph, from, to, amount);
    return output > 0n ? Number(output) : undefined;
  });
}

function behindHighs(
  graph: LiquidityGraph,
  answers: readonly Answer[],
  solver: Awaited<ReturnType<typeof highs>>,
): Comparison {
  return comparison(answers.slice(0, COMPARED_WITH_HIGHS), ({ from, to, amount }) =>
    solveByHighs(solver, graph, from, to, amount, HIGHS_SECONDS),
  );
}

function comparison(
  answers: readonly Answer[],
  answer: (request: Request) => number | undefined,
): Comparison {
  const basisPoints: number[] = [];
  const slowness: number[] = [];
  for (const { request, quote, taken } of answers) {
    const milliseconds = percentile(
      taken.map((one) => one.milliseconds),
      0.5,
    );
    const other = timed(() => answer(request));
    if (other.outcome === undefined) continue;
    const ours = Number(quote.route.output.raw);
    basisPoints.push((1e4 * (ours - other.outcome)) / ours);
    slowness.push(other.milliseconds / milliseconds);
  }
  return { basisPoints, slowness };
}

function behind(label: string, { basisPoints, slowness }: Comparison): readonly Figure[] {
  if (basisPoints.length === 0) return [];
  const [least, middle] = [Math.min(...basisPoints), percentile(basisPoints, 0.5)];
  return [
    {
      label,
      figure: `${shortNumber(middle)} bps behind`,
      ratio: `at the least ${shortNumber(least)}; ${shortNumber(percentile(slowness, 0.5))} × the time`,
    },
  ];
}
