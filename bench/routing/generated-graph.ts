import { buildGraph, type LiquidityEdge, type LiquidityGraph } from '@causeway/domain/routing';
import {
  chainOfAsset,
  erc20Asset,
  evmChain,
  expectOk,
  parseAddress,
  parseBridgeId,
  type AssetId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { SeededRandom } from '../seeded-random.js';

const LAYERS = 12;
const ASSETS_PER_LAYER = 10;
const BRIDGE = expectOk(parseBridgeId('across'));
const UNIT = 10n ** 18n;

/**
 * 120 assets on 12 layers: on each layer its first asset is pooled with every other and the others in a ring; the
 * first three assets are bridged between all layers. Rates differ by some basis points from par.
 */
export function generatedGraph(random: SeededRandom): LiquidityGraph {
  const layers = Array.from({ length: LAYERS }, (_, layer) =>
    Array.from({ length: ASSETS_PER_LAYER }, () =>
      erc20Asset(evmChain(900_000 + layer), expectOk(parseAddress(`0x${random.hexadecimal(40)}`))),
    ),
  );
  const edges: LiquidityEdge[] = [];
  for (const assets of layers) {
    const others = assets.slice(1);
    for (const [index, asset] of others.entries()) {
      edges.push(...pool(random, assets[0] ?? asset, asset));
      edges.push(...pool(random, asset, others[(index + 1) % others.length] ?? asset));
    }
  }
  for (const from of layers) {
    for (const to of layers.filter((layer) => layer !== from)) {
      for (const lane of random.sample([0, 1, 2], 1)) {
        edges.push(bridge(random, at(from, lane), at(to, lane)));
      }
    }
  }
  return expectOk(buildGraph('generated', edges));
}

/** The two directions of a pool. */
function pool(random: SeededRandom, a: AssetId, b: AssetId): readonly LiquidityEdge[] {
  const reserveA = BigInt(random.whole(500_000, 20_000_000)) * UNIT;
  const reserveB = (reserveA * BigInt(random.whole(9_980, 10_020))) / 10_000n;
  const edge = (from: AssetId, to: AssetId, reserveIn: bigint, reserveOut: bigint): LiquidityEdge => ({
    ...facts(random, 'pool', from, to),
    kind: 'constant-product',
    chain: chainOfAsset(from),
    reserveIn,
    reserveOut,
    feeMillionths: 500n,
    latency: { lowerQuartileSeconds: 0, medianSeconds: 0, upperQuartileSeconds: 0 },
    security: 'validity-proof',
  });
  return [edge(a, b, reserveA, reserveB), edge(b, a, reserveB, reserveA)];
}

function bridge(random: SeededRandom, from: AssetId, to: AssetId): LiquidityEdge {
  const seconds = random.whole(2, 60);
  return {
    ...facts(random, 'bridge', from, to),
    kind: 'linear-bridge',
    bridge: BRIDGE,
    rateNumerator: 1n,
    rateDenominator: 1n,
    feeMillionths: BigInt(random.whole(50, 2_000)),
    latency: { lowerQuartileSeconds: seconds, medianSeconds: seconds, upperQuartileSeconds: seconds * 2 },
    security: 'bonded-relayer',
  };
}

function facts(random: SeededRandom, kind: string, from: AssetId, to: AssetId) {
  return {
    id: `${kind}:${from}:${to}`,
    from,
    to,
    minimumInput: UNIT,
    capacity: BigInt(random.whole(50_000, 5_000_000)) * UNIT,
    fixedCost: BigInt(random.whole(1, 500)) * (UNIT / 100n),
    observedAt: 0 as UnixMilliseconds,
  };
}

function at(assets: readonly AssetId[], index: number): AssetId {
  const asset = assets[index];
  if (asset === undefined) throw new RangeError(`a layer has no asset ${index}`);
  return asset;
}
