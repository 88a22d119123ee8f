import { buildGraph, edgeOutput, quoteRoute, type LinearBridgeEdge } from '@causeway/domain/routing';
import {
  expectOk,
  parseBridgeId,
  type AssetId,
  type BridgeId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { percentile, timed } from '../measure.js';
import { shortNumber, type Figure } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';

const INSTANCES = 60;
const FEWEST = 3;
const MOST = 12;
/** Base units of a dollar. */
const DOLLAR = 10n ** 12n;
const [FROM, TO] = ['eip155:910000/test:usd' as AssetId, 'eip155:910001/test:usd' as AssetId];
const BRIDGE: BridgeId = expectOk(parseBridgeId('across'));
const AT = 0 as UnixMilliseconds;

/**
 * Quotes between two layers over 3 to 12 relayers, each with a capacity of 2 to 60 thousand dollars, a fee and a fixed
 * cost of half a dollar to 40, against the exact optimum: of every subset of relayers, filled in the order of their
 * rates, which for a given subset is best.
 */
export function smallInstanceFigures(random: SeededRandom): readonly Figure[] {
  const behind: number[] = [];
  const gaps: number[] = [];
  const slowness: number[] = [];
  let below = 0;
  for (let instance = 0; instance < INSTANCES; instance += 1) {
    const edges = Array.from({ length: random.whole(FEWEST, MOST) }, (_, at) => relayer(random, at));
    const capacity = edges.reduce((sum, edge) => sum + edge.capacity, 0n);
    const amount = (capacity * BigInt(random.whole(5, 90))) / 100n;
    const graph = expectOk(buildGraph('small', edges));
    const request = { input: { asset: FROM, raw: amount }, output: TO };
    quoteRoute(graph, request, AT);
    const quoted = timed(() => quoteRoute(graph, request, AT));
    const exact = timed(() => bestOutput(edges, amount));
    if (!quoted.outcome.ok) continue;
    const { route, certificate } = quoted.outcome.value;
    behind.push((1e4 * Number(exact.outcome - route.output.raw)) / Number(exact.outcome));
    gaps.push(1e4 * Number(certificate.gap));
    slowness.push(exact.milliseconds / quoted.milliseconds);
    if (certificate.upper.raw < exact.outcome) below += 1;
  }
  return [
    {
      label: `small instances, exact optimum by enumeration, ${behind.length} of ${INSTANCES}: behind it, p50 / p95 / worst`,
      figure: `${spread(behind)} bps`,
      ratio: `proven gap ${spread(gaps)} bps; bound below the optimum ${below} times; enumeration ${shortNumber(percentile(slowness, 0.5))} × the time`,
    },
  ];
}

function spread(values: readonly number[]): string {
  return [0.5, 0.95, 1].map((share) => shortNumber(percentile(values, share))).join(' / ');
}

function relayer(random: SeededRandom, at: number): LinearBridgeEdge {
  return {
    kind: 'linear-bridge',
    id: `relayer${at}`,
    from: FROM,
    to: TO,
    latency: { lowerQuartileSeconds: 2, medianSeconds: 4, upperQuartileSeconds: 8 },
    security: 'bonded-relayer',
    minimumInput: 0n,
    capacity: BigInt(random.whole(2_000, 60_000)) * DOLLAR,
    fixedCost: (BigInt(random.whole(50, 4_000)) * DOLLAR) / 100n,
    observedAt: AT,
    bridge: BRIDGE,
    rateNumerator: 1n,
    rateDenominator: 1n,
    feeMillionths: BigInt(random.whole(50, 1_500)),
  };
}

function bestOutput(edges: readonly LinearBridgeEdge[], amount: bigint): bigint {
  const byRate = [...edges].sort((a, b) => Number(a.feeMillionths - b.feeMillionths));
  let best = 0n;
  for (let subset = 1; subset < 2 ** byRate.length; subset += 1) {
    const output = outputOver(
      byRate.filter((_, at) => (subset & (1 << at)) !== 0),
      amount,
    );
    if (output !== undefined && output > best) best = output;
  }
  return best;
}

/** What these relayers yield, filled one after the other; undefined where they do not take it all, or one refuses. */
function outputOver(edges: readonly LinearBridgeEdge[], amount: bigint): bigint | undefined {
  let left = amount;
  let output = 0n;
  for (const edge of edges) {
    const input = left < edge.capacity ? left : edge.capacity;
    const gained = edgeOutput(edge, input);
    if (!gained.ok) return undefined;
    output += gained.value;
    left -= input;
  }
  return left === 0n ? output : undefined;
}
