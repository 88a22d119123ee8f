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
  type LiquidityGraph,
  type Route,
} from '@causeway/domain/routing';
import { tokenAmount, type AssetId, type UnixMilliseconds } from '@causeway/domain/units';

/** Sixteenths of a holding that the router is asked about; between two of them a plan goes by the chord. */
const SIXTEENTHS = [1n, 2n, 4n, 8n, 12n, 16n] as const;
/** Where a single path brings all but this part of what any split could, parts of the amount go by single paths too. */
const WORTH_SPLITTING = 10_000n;

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
 * exact amounts on the graph given, split over as many edges as pay, within the horizon and the security of the
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
  at: UnixMilliseconds,
): ConversionTable {
  const curves = new Map<string, ConversionCurve>();
  const used = new Map<string, bigint>();
  for (const { bucket, asset, raw } of lotsOf(holdings, settlement.asset)) {
    const answers = answersOf(liquidityLeft(graph, used), asset, raw, settlement, at);
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

function answersOf(
  graph: LiquidityGraph,
  asset: AssetId,
  held: bigint,
  settlement: LiquidationSettlement,
  at: UnixMilliseconds,
): readonly Answer[] {
  const { horizonSeconds: deadlineSeconds, minimumSecurity } = settlement;
  const within = { output: settlement.asset, deadlineSeconds, minimumSecurity };
  const whole = { ...within, input: tokenAmount(asset, held) };
  const split = quoteRoute(graph, whole, at);
  const path = routeBySinglePath(graph, whole);
  const isPathGood =
    split.ok &&
    path.ok &&
    (split.value.certificate.upper.raw - path.value.output.raw) * WORTH_SPLITTING <= path.value.output.raw;
  const routeOf = (raw: bigint): Route | undefined => {
    const request = { ...within, input: tokenAmount(asset, raw) };
    const certified = isPathGood ? undefined : raw === held ? split : quoteRoute(graph, request, at);
    if (certified?.ok === true) return certified.value.route;
    const inTime = routeBySinglePath(graph, request);
    if (inTime.ok) return inTime.value;
    // Where nothing is in time, a slow or weak way says so, and not that there is none.
    const any = routeBySinglePath(graph, { input: request.input, output: request.output });
    return any.ok ? any.value : undefined;
  };
  const amounts = new Set(SIXTEENTHS.map((part) => (held * part) / 16n).filter((raw) => raw > 0n));
  return [...amounts].flatMap((raw) => {
    const route = routeOf(raw);
    return route === undefined || route.output.raw <= 0n ? [] : [{ point: pointOf(raw, route), route }];
  });
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
