import type { SeizableBucket } from '@causeway/domain/ledger';
import {
  conversionKey,
  type ConversionCurve,
  type ConversionPoint,
  type ConversionTable,
  type LiquidationSettlement,
} from '@causeway/domain/liquidation';
import type { MarginAccount } from '@causeway/domain/margin';
import {
  liquidityLeft,
  quoteRoute,
  routeBySinglePath,
  type ExactInputRequest,
  type LiquidityGraph,
  type Route,
} from '@causeway/domain/routing';
import { tokenAmount, type AssetId, type TokenAmount, type UnixMilliseconds } from '@causeway/domain/units';

/** Sixteenths of a holding that the router is asked about; between two of them a plan goes by the chord. */
const SIXTEENTHS = [1n, 2n, 4n, 8n, 12n, 16n] as const;
/** A split is worth its time where it may bring more than a single path by more than one part in this many. */
const WORTH_SPLITTING = 10_000n;

/** Splits where they are worth it, or single paths alone, which are a hundred times faster. */
export type ConversionQuoting = 'split' | 'single-paths';

/** What is asked about each amount. */
interface Ask {
  readonly request: Omit<ExactInputRequest, 'input'>;
  readonly at: UnixMilliseconds;
  readonly quoting: ConversionQuoting;
}

/** Collateral of one asset that can be seized, in one bucket. */
interface SeizableLot {
  readonly bucket: SeizableBucket;
  readonly asset: AssetId;
  readonly raw: bigint;
}

/** An answer of the router, and what it puts into each edge. */
interface Answer {
  readonly point: ConversionPoint;
  readonly route: Route;
}

/**
 * What the router gives for parts of an account's collateral in the settlement asset, as a liquidation plan needs it:
 * exact amounts on the graph given, split over as many edges as pay where that is worth it, within the horizon and the security of the
 * settlement.
 *
 * No liquidity is counted twice. Lots are asked about one after another, what is available before what is reserved, then
 * by asset, which is the order of the plan's legs; each on what the lots before it leave, of each edge the most that any
 * of their amounts puts into it. So a plan may take any amount of each lot.
 */
export function quoteConversions(
  graph: LiquidityGraph,
  { holdings }: Pick<MarginAccount, 'holdings'>,
  settlement: LiquidationSettlement,
  { at, quoting }: { readonly at: UnixMilliseconds; readonly quoting: ConversionQuoting },
): ConversionTable {
  const { asset: output, horizonSeconds: deadlineSeconds, minimumSecurity } = settlement;
  const ask: Ask = { request: { output, deadlineSeconds, minimumSecurity }, at, quoting };
  const curves = new Map<string, ConversionCurve>();
  const used = new Map<string, bigint>();
  for (const lot of lotsOf(holdings, output)) {
    const { asset, bucket } = lot;
    const answers = answersOf(liquidityLeft(graph, used), lot, ask);
    curves.set(conversionKey(asset, bucket), { asset, points: answers.map(({ point }) => point) });
    charge(used, answers);
  }
  return { graphVersion: graph.version, curves };
}

function lotsOf(holdings: MarginAccount['holdings'], settlementAsset: AssetId): readonly SeizableLot[] {
  const lots = new Map<string, SeizableLot>();
  for (const { amount, bucket } of holdings) {
    const { asset, raw } = amount;
    if ((bucket !== 'available' && bucket !== 'reserved') || asset === settlementAsset || raw <= 0n) continue;
    const key = conversionKey(asset, bucket);
    lots.set(key, { bucket, asset, raw: raw + (lots.get(key)?.raw ?? 0n) });
  }
  return [...lots].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lot]) => lot);
}

/** Adds what the lot takes of each edge at most: between two amounts no more than at one of them. */
function charge(used: Map<string, bigint>, answers: readonly Answer[]): void {
  const most = new Map<string, bigint>();
  for (const { route } of answers) {
    for (const { edge, input } of route.legs) {
      if (input > (most.get(edge) ?? 0n)) most.set(edge, input);
    }
  }
  for (const [edge, input] of most) used.set(edge, input + (used.get(edge) ?? 0n));
}

function answersOf(graph: LiquidityGraph, lot: SeizableLot, ask: Ask): readonly Answer[] {
  const { asset, raw: held } = lot;
  const amounts = new Set(SIXTEENTHS.map((part) => (held * part) / 16n).filter((raw) => raw > 0n));
  const splits = ask.quoting === 'split' && isWorthSplitting(graph, lot, ask);
  return [...amounts].flatMap((raw) => {
    const input = tokenAmount(asset, raw);
    const route = (splits ? splitRoute(graph, input, ask) : undefined) ?? pathRoute(graph, input, ask);
    return route === undefined || route.output.raw <= 0n ? [] : [{ point: pointOf(raw, route), route }];
  });
}

/**
 * Whether splitting brings more than a single path by a part that counts. It does not where the path loses as little on
 * the whole as on a sixteenth, because venues give less for more; nor where the certificate of the whole says so.
 */
function isWorthSplitting(graph: LiquidityGraph, { asset, raw }: SeizableLot, ask: Ask): boolean {
  const whole = tokenAmount(asset, raw);
  const path = routeBySinglePath(graph, { ...ask.request, input: whole });
  if (!path.ok) return true;
  const { raw: output } = path.value.output;
  const isClose = (most: bigint) => (most - output) * WORTH_SPLITTING <= output;
  const part = routeBySinglePath(graph, { ...ask.request, input: tokenAmount(asset, raw / 16n) });
  if (part.ok && isClose(part.value.output.raw * 16n)) return false;
  const split = quoteRoute(graph, { ...ask.request, input: whole }, ask.at);
  return split.ok && !isClose(split.value.certificate.upper.raw);
}

function splitRoute(graph: LiquidityGraph, input: TokenAmount, { request, at }: Ask): Route | undefined {
  const quoted = quoteRoute(graph, { ...request, input }, at);
  return quoted.ok ? quoted.value.route : undefined;
}

function pathRoute(graph: LiquidityGraph, input: TokenAmount, { request }: Ask): Route | undefined {
  const inTime = routeBySinglePath(graph, { ...request, input });
  if (inTime.ok) return inTime.value;
  // Where nothing is in time, a slow or weak way says so, and not that there is none.
  const any = routeBySinglePath(graph, { input, output: request.output });
  return any.ok ? any.value : undefined;
}

function pointOf(raw: bigint, { legs, output, latency, security }: Route): ConversionPoint {
  return {
    raw,
    proceeds: output.raw,
    seconds: latency.upperQuartileSeconds,
    security,
    route: legs.map(({ edge }) => edge),
  };
}
