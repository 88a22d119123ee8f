import fc from 'fast-check';
import type { AssetId, BridgeId, ChainId, UnixMilliseconds } from '@causeway/domain/units';
import { edgeOutput, type LiquidityEdge } from '../index.js';

/** Three layers with two assets each. */
export const ASSETS = [1, 2, 3].flatMap((chain) =>
  ['a', 'b'].map((name) => `eip155:${chain}/test:${name}` as AssetId),
);
export const NOW = 0 as UnixMilliseconds;
const MECHANISMS = ['validity-proof', 'issuer-mint-burn', 'bonded-relayer'] as const;

/** Whether edges have costs and minimums, and what a base unit is worth: 1 is a whole token. */
export interface GraphOptions {
  readonly hasCosts: boolean;
  readonly unit: bigint;
}

/** An edge between any two assets, losing a little, so that no circle gains. */
function edgeBetween(id: string, { hasCosts, unit }: GraphOptions): fc.Arbitrary<LiquidityEdge | undefined> {
  return fc
    .record({
      from: fc.constantFrom(...ASSETS),
      to: fc.constantFrom(...ASSETS),
      seconds: fc.nat(6),
      security: fc.constantFrom(...MECHANISMS),
      minimum: fc.bigInt({ min: 0n, max: 25n }),
      capacity: fc.bigInt({ min: 40n, max: 900n }),
      fixedCost: fc.bigInt({ min: 0n, max: 9n }),
      fee: fc.bigInt({ min: 100n, max: 50_000n }),
      reserve: fc.bigInt({ min: 300n, max: 9_000n }),
      bridge: fc.constantFrom('x', 'y'),
    })
    .map((draw) => {
      if (draw.from === draw.to) return undefined;
      const facts = {
        id,
        from: draw.from,
        to: draw.to,
        latency: {
          lowerQuartileSeconds: 0,
          medianSeconds: draw.seconds / 2,
          upperQuartileSeconds: draw.seconds,
        },
        security: draw.security,
        minimumInput: hasCosts ? draw.minimum * unit : 0n,
        capacity: draw.capacity * unit,
        fixedCost: hasCosts ? (draw.fixedCost * unit) / 10n : 0n,
        observedAt: NOW,
        feeMillionths: draw.fee,
      };
      const chain = draw.from.slice(0, draw.from.indexOf('/')) as ChainId;
      if (draw.to.startsWith(`${chain}/`)) {
        const reserve = draw.reserve * unit;
        return { kind: 'constant-product', ...facts, chain, reserveIn: reserve, reserveOut: reserve };
      }
      return {
        kind: 'linear-bridge',
        ...facts,
        bridge: draw.bridge as BridgeId,
        rateNumerator: 1n,
        rateDenominator: 1n,
      };
    });
}

/** Up to 18 edges between the assets. */
export function randomEdges(options: GraphOptions): fc.Arbitrary<readonly LiquidityEdge[]> {
  return fc
    .array(fc.nat(), { minLength: 4, maxLength: 18 })
    .chain((draws) =>
      fc.tuple(...draws.map((_, at) => edgeBetween(`e${String(at).padStart(2, '0')}`, options))),
    )
    .map((drawn) => drawn.filter((edge) => edge !== undefined));
}

/**
 * What a split by these weights yields: at each asset what is there is shared among the edges that leave it, in the
 * given order of assets and forwards only. Undefined where an edge refuses its part.
 */
export function splitOutput(
  edges: readonly LiquidityEdge[],
  order: readonly AssetId[],
  weights: readonly number[],
  amount: bigint,
): bigint | undefined {
  const held = new Map<AssetId, bigint>([[order[0]!, amount]]);
  for (const [place, asset] of order.slice(0, -1).entries()) {
    let left = held.get(asset) ?? 0n;
    if (left === 0n) continue;
    const leaving = edges
      .map((edge, at) => ({ edge, weight: weights[at] ?? 0 }))
      .filter(({ edge, weight }) => edge.from === asset && order.indexOf(edge.to) > place && weight > 0);
    const total = leaving.reduce((sum, { weight }) => sum + weight, 0);
    for (const [at, { edge, weight }] of leaving.entries()) {
      const isLast = at === leaving.length - 1;
      const input = isLast ? left : (left * BigInt(Math.floor((weight / total) * 1_000))) / 1_000n;
      if (input === 0n) continue;
      left -= input;
      const output = edgeOutput(edge, input);
      if (!output.ok) return undefined;
      held.set(edge.to, (held.get(edge.to) ?? 0n) + output.value);
    }
    if (left > 0n) return undefined;
  }
  return held.get(order.at(-1)!) ?? 0n;
}
