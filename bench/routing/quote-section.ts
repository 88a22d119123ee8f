import { readFileSync } from 'node:fs';
import { liquidityGraphFormat } from '@causeway/adapters/wire';
import { assetOf, NETWORK } from '@causeway/domain/network';
import {
  buildGraph,
  routeBySinglePath,
  type LiquidityEdge,
  type LiquidityGraph,
  type ExactInputRequest,
} from '@causeway/domain/routing';
import { expectOk, type AssetId } from '@causeway/domain/units';
import { percentile, timed } from '../measure.js';
import { shortNumber, type Figure, type Section } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';
import { enumerateBestOutput } from './enumerate-paths.js';
import { generatedGraph } from './generated-graph.js';

/** Following every path takes long where there are many of them. */
const RUNS = [
  { graph: 'shipped', maximumLegs: 4, requests: 200 },
  { graph: 'generated', maximumLegs: 4, requests: 200 },
  { graph: 'generated', maximumLegs: 6, requests: 40 },
] as const;

interface Answer {
  readonly quoteMilliseconds: number;
  readonly enumerationMilliseconds: number;
  readonly isRoute: boolean;
}

/** Latency of exact quotes, against following every path; both must find the same output. */
export function quoteSection(random: SeededRandom): Section {
  const graphs = { shipped: shippedGraph(), generated: generatedGraph(random) };
  const figures = RUNS.flatMap((run) => {
    const graph = graphs[run.graph];
    const requests = Array.from({ length: run.requests }, () =>
      randomRequest(random, graph, run.maximumLegs),
    );
    return figuresOf(`${run.graph}, ${run.maximumLegs} legs`, answerAll(graph, requests));
  });
  const sizes = Object.entries(graphs).map(
    ([name, { edges }]) => `${name} graph of ${assetsOf(edges).size} assets and ${edges.length} edges`,
  );
  return { title: `quote: ${sizes.join(', ')}; requests that have a route`, figures };
}

function shippedGraph(): LiquidityGraph {
  const document = expectOk(
    liquidityGraphFormat.decodeText(readFileSync('examples/liquidity/graph.json', 'utf8')),
  );
  return expectOk(buildGraph(document.version, document.edges));
}

function assetsOf(edges: readonly LiquidityEdge[]): ReadonlySet<AssetId> {
  return new Set(edges.flatMap(({ from, to }) => [from, to]));
}

/**
 * Answers each request twice, the first time to warm up. Requests without a route are checked and left out, because
 * there the quote also finds out which constraint is in the way.
 */
function answerAll(graph: LiquidityGraph, requests: readonly ExactInputRequest[]): readonly Answer[] {
  for (const request of requests) answer(graph, request);
  return requests.map((request) => answer(graph, request)).filter(({ isRoute }) => isRoute);
}

function answer(graph: LiquidityGraph, request: ExactInputRequest): Answer {
  const { input, output, maximumLegs } = request;
  const quoted = timed(() => routeBySinglePath(graph, request));
  const enumerated = timed(() =>
    enumerateBestOutput(graph, input.asset, output, input.raw, maximumLegs ?? 0),
  );
  const quotedOutput = quoted.outcome.ok ? quoted.outcome.value.output.raw : undefined;
  if (quotedOutput !== enumerated.outcome) {
    throw new Error(
      `${input.raw} of ${input.asset} to ${output}: quoted ${quotedOutput}, enumerated ${enumerated.outcome}`,
    );
  }
  return {
    quoteMilliseconds: quoted.milliseconds,
    enumerationMilliseconds: enumerated.milliseconds,
    isRoute: quotedOutput !== undefined,
  };
}

/** Between any two assets that edges leave and enter, of 100 to 1,000,000 whole tokens, evenly on a log scale. */
function randomRequest(random: SeededRandom, graph: LiquidityGraph, maximumLegs: number): ExactInputRequest {
  const sources = [...new Set(graph.edges.map(({ from }) => from))];
  const targets = [...new Set(graph.edges.map(({ to }) => to))];
  const asset = random.pick(sources);
  const output = random.pick(targets.filter((target) => target !== asset));
  const tokens = BigInt(Math.round(10 ** (2 + random.fraction() * 4)));
  return {
    input: { asset, raw: tokens * 10n ** BigInt(decimalsOf(asset)) },
    output,
    maximumLegs,
  };
}

/** The assets of the generated graph are made up and have 18. */
function decimalsOf(asset: AssetId): number {
  return assetOf(NETWORK, asset)?.decimals ?? 18;
}

function figuresOf(name: string, answers: readonly Answer[]): readonly Figure[] {
  return [50, 95].flatMap((share) => {
    const quote = percentile(
      answers.map(({ quoteMilliseconds }) => quoteMilliseconds),
      share / 100,
    );
    const enumeration = percentile(
      answers.map(({ enumerationMilliseconds }) => enumerationMilliseconds),
      share / 100,
    );
    return [
      {
        label: `${name}, ${answers.length} quotes: p${share}`,
        figure: `${shortNumber(quote)} ms`,
        ratio: `${shortNumber(quote / enumeration)} × every path`,
      },
      { label: `${name}, every path, breadth first: p${share}`, figure: `${shortNumber(enumeration)} ms` },
    ];
  });
}
