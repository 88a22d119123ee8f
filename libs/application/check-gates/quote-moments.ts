import type { Holding, MarginAccount } from '@causeway/domain/margin';
import type { LiquidityGraph, RouteQuote } from '@causeway/domain/routing';
import {
  chainOfAsset,
  tokenAmount,
  transferId,
  type AssetId,
  type BridgeId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { MomentAfter } from './margin-after.js';

/**
 * An account as carrying out a quote would leave it: without the input, and with what is on its way over each bridge of a
 * route in turn, as it departs; then with the output. Of a route that forks, what has arrived by a shorter branch is left
 * out while a longer one is on its way. Where the account has less than the input, no more comes of it than its part.
 */
export function momentsOfQuote(
  account: MarginAccount,
  { id, route }: RouteQuote,
  graph: LiquidityGraph,
  at: UnixMilliseconds | undefined,
): readonly MomentAfter[] {
  const { left, taken } = withoutAmount(account.holdings, route.input.asset, route.input.raw);
  const part = (raw: bigint) => (raw * taken) / route.input.raw;
  const bridges = new Map(
    graph.edges.flatMap((edge) => ('bridge' in edge ? [[edge.id, edge.bridge] as const] : [])),
  );
  const depths = new Map<AssetId, number>([[route.input.asset, 0]]);
  const onTheWay = new Map<number, Holding[]>();
  for (const [index, { edge, from, to, output }] of route.legs.entries()) {
    const bridge = bridges.get(edge);
    const depth = (depths.get(from) ?? 0) + (bridge === undefined ? 0 : 1);
    depths.set(to, Math.max(depth, depths.get(to) ?? 0));
    if (bridge === undefined) continue;
    const holding: Holding = {
      amount: tokenAmount(to, part(output)),
      bucket: 'in-transit',
      transit: departing(bridge, from, `${id}-${index}`, at),
    };
    onTheWay.set(depth, [...(onTheWay.get(depth) ?? []), holding]);
  }
  const { asset, raw } = route.output;
  const arrived: Holding = { amount: tokenAmount(asset, part(raw)), bucket: 'available' };
  return [
    ...[...onTheWay.values()].map((holdings) => ({
      moment: 'in-transit' as const,
      account: { ...account, holdings: [...left, ...holdings] },
    })),
    { moment: 'arrived', account: { ...account, holdings: [...left, arrived] } },
  ];
}

function departing(
  bridge: BridgeId,
  from: AssetId,
  name: string,
  at: UnixMilliseconds | undefined,
): NonNullable<Holding['transit']> {
  const transfer = transferId(bridge, chainOfAsset(from), name);
  return { transfer, bridge, stage: 'initiated', ...(at === undefined ? {} : { initiatedAt: at }) };
}

/** Holdings without so much of what is available of an asset, and how much was there to take. */
function withoutAmount(holdings: readonly Holding[], asset: AssetId, raw: bigint) {
  let wanted = raw;
  const left = holdings.flatMap((holding): Holding[] => {
    const { amount, bucket } = holding;
    if (wanted === 0n || bucket !== 'available' || amount.asset !== asset) return [holding];
    const taken = amount.raw < wanted ? amount.raw : wanted;
    wanted -= taken;
    return taken === amount.raw
      ? []
      : [withoutProof({ ...holding, amount: tokenAmount(asset, amount.raw - taken) })];
  });
  return { left, taken: raw - wanted };
}

/** A proof covers no more than the amount that is left. */
function withoutProof(holding: Holding): Holding {
  const { proven, withheld, amount } = holding;
  return {
    ...holding,
    ...(proven === undefined ? {} : { proven: { ...proven, raw: smaller(proven.raw, amount.raw) } }),
    ...(withheld === undefined ? {} : { withheld: smaller(withheld, amount.raw) }),
  };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
