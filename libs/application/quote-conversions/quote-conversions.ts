import type { SeizableBucket } from '@causeway/domain/ledger';
import {
  conversionKey,
  type ConversionCurve,
  type ConversionPoint,
  type ConversionTable,
  type LiquidationSettlement,
} from '@causeway/domain/liquidation';
import type { MarginAccount } from '@causeway/domain/margin';
import { routeBySinglePath, type LiquidityGraph } from '@causeway/domain/routing';
import { tokenAmount, type AssetId } from '@causeway/domain/units';

/** Sixteenths of a holding that the router is asked about; between two of them a plan goes by the chord. */
const SIXTEENTHS = [1n, 2n, 4n, 8n, 12n, 16n] as const;

/**
 * What the router gives for parts of an account's collateral in the settlement asset, as a liquidation plan needs it:
 * exact amounts on the graph given, of what is available and, behind it, of what is reserved. By single paths, within
 * the horizon and the security of the settlement: what the router splits brings no less. Each asset is asked about by
 * itself; where two of them would share a pool, executing the plan asks again.
 */
export function quoteConversions(
  graph: LiquidityGraph,
  { holdings }: Pick<MarginAccount, 'holdings'>,
  settlement: LiquidationSettlement,
): ConversionTable {
  const held = new Map<AssetId, Record<SeizableBucket, bigint>>();
  for (const { amount, bucket } of holdings) {
    if (bucket !== 'available' && bucket !== 'reserved') continue;
    if (amount.asset === settlement.asset || amount.raw <= 0n) continue;
    const known = held.get(amount.asset) ?? { available: 0n, reserved: 0n };
    held.set(amount.asset, { ...known, [bucket]: known[bucket] + amount.raw });
  }
  const curves = new Map<string, ConversionCurve>();
  for (const [asset, { available, reserved }] of held) {
    const quote = (raw: bigint) => pointOf(graph, asset, raw, settlement);
    curves.set(conversionKey(asset, 'available'), { asset, points: pointsOf(available, quote) });
    const before = available === 0n ? undefined : quote(available);
    const behind = (raw: bigint) => {
      const whole = quote(available + raw);
      if (whole === undefined) return undefined;
      return { ...whole, raw, proceeds: whole.proceeds - (before?.proceeds ?? 0n) };
    };
    curves.set(conversionKey(asset, 'reserved'), { asset, points: pointsOf(reserved, behind) });
  }
  return { graphVersion: graph.version, curves };
}

function pointsOf(
  held: bigint,
  quote: (raw: bigint) => ConversionPoint | undefined,
): readonly ConversionPoint[] {
  const amounts = new Set(
    SIXTEENTHS.map((sixteenths) => (held * sixteenths) / 16n).filter((raw) => raw > 0n),
  );
  return [...amounts].flatMap((raw) => quote(raw) ?? []).filter(({ proceeds }) => proceeds > 0n);
}

function pointOf(
  graph: LiquidityGraph,
  asset: AssetId,
  raw: bigint,
  { asset: output, horizonSeconds, minimumSecurity }: LiquidationSettlement,
): ConversionPoint | undefined {
  const request = { input: tokenAmount(asset, raw), output };
  const inTime = routeBySinglePath(graph, { ...request, deadlineSeconds: horizonSeconds, minimumSecurity });
  // Where nothing is in time, a slow or weak way says so, and not that there is none.
  const routed = inTime.ok ? inTime : routeBySinglePath(graph, request);
  if (!routed.ok) return undefined;
  const { legs, output: received, latency, security } = routed.value;
  return {
    raw,
    proceeds: received.raw,
    seconds: latency.upperQuartileSeconds,
    security,
    route: legs.map(({ edge }) => edge),
  };
}
