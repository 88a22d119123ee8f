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

const LAYERS = 20;
const PRECISION = 1_000_000_000;

/** What every layer has: whole units in dollars, and whether it is one of the stable coins. */
export const COINS = [
  { name: 'ether', dollars: 3_000, decimals: 18, isStable: false },
  { name: 'usdc', dollars: 1, decimals: 6, isStable: true },
  { name: 'usdt', dollars: 1, decimals: 6, isStable: true },
  { name: 'dai', dollars: 1, decimals: 18, isStable: true },
  { name: 'tbtc', dollars: 60_000, decimals: 18, isStable: false },
  { name: 'token', dollars: 7, decimals: 18, isStable: false },
] as const;

type Coin = (typeof COINS)[number];

/** A coin on a layer. */
export interface Place {
  readonly asset: AssetId;
  readonly layer: number;
  readonly coin: Coin;
}

/** What using an edge costs in dollars, from the cheapest to the dearest. */
export interface GasPrices {
  readonly swap: readonly [number, number];
  readonly betweenRollups: readonly [number, number];
  readonly toHub: readonly [number, number];
  readonly fromHub: readonly [number, number];
}

/** A network of 20 rollups around layer 0, and where its coins are. */
export interface RollupNetwork {
  readonly graph: LiquidityGraph;
  readonly places: readonly Place[];
}

/**
 * 120 assets and about 600 directed edges, as in the study that the targets are from: pools between a third of the
 * pairs of each layer, priced within their fees; 250 relayer routes with capacities of 2 thousand to a million
 * dollars; and deep bridges of three coins between layer 0 and every other.
 */
export function rollupNetwork(random: SeededRandom, gas: GasPrices | undefined): RollupNetwork {
  const places: Place[] = [];
  for (let layer = 0; layer < LAYERS; layer += 1) {
    for (const coin of COINS) {
      const address = expectOk(parseAddress(`0x${random.hexadecimal(40)}`));
      places.push({ asset: erc20Asset(evmChain(910_000 + layer), address), layer, coin });
    }
  }
  const network = new NetworkBuilder(random, gas, places);
  for (let layer = 0; layer < LAYERS; layer += 1) network.addPools(layer);
  for (let route = 0; route < 250; route += 1) network.addRelayer(route);
  for (const coin of [0, 1, 4]) {
    for (let layer = 1; layer < LAYERS; layer += 1) network.addHubBridges(layer, coin);
  }
  return { graph: expectOk(buildGraph('rollups', network.edges)), places };
}

/** Base units worth so many dollars, rounded down. */
export function unitsOf(coin: Coin, dollars: number): bigint {
  const whole = BigInt(Math.round((dollars / coin.dollars) * PRECISION));
  return (whole * 10n ** BigInt(coin.decimals)) / BigInt(PRECISION);
}

class NetworkBuilder {
  readonly edges: LiquidityEdge[] = [];

  constructor(
    private readonly random: SeededRandom,
    private readonly gas: GasPrices | undefined,
    private readonly places: readonly Place[],
  ) {}

  addPools(layer: number): void {
    for (let a = 0; a < COINS.length; a += 1) {
      for (let b = a + 1; b < COINS.length; b += 1) {
        if (this.random.fraction() < 0.36) this.addPool(this.at(layer, a), this.at(layer, b));
      }
    }
  }

  addRelayer(route: number): void {
    const { random } = this;
    const coin = Math.floor(random.fraction() * random.fraction() * COINS.length);
    const [from, to] = random.sample([...Array(LAYERS).keys()], 2);
    const capacity = Math.exp(Math.log(2e3) + random.fraction() * Math.log(500));
    const gas = this.gas?.[to === 0 ? 'toHub' : from === 0 ? 'fromHub' : 'betweenRollups'];
    const fee = 100 + 1_400 * random.fraction();
    this.addBridge(`relayer${route}`, this.at(from!, coin), this.at(to!, coin), fee, capacity, gas, 'across');
  }

  addHubBridges(layer: number, coin: number): void {
    const fee = 50 + 300 * this.random.fraction();
    const [outer, hub] = [this.at(layer, coin), this.at(0, coin)];
    this.addBridge(`up${layer}`, outer, hub, fee, 5e7, this.gas?.toHub, 'cctp');
    this.addBridge(`down${layer}`, hub, outer, fee, 5e7, this.gas?.fromHub, 'cctp');
  }

  private addPool(a: Place, b: Place): void {
    const { random } = this;
    const isStable = a.coin.isStable && b.coin.isStable;
    const fee = isStable ? 100 : random.fraction() < 0.5 ? 500 : 3_000;
    const value = Math.exp(Math.log(3e5) + random.fraction() * Math.log(300)) * (isStable ? 10 : 0.5);
    const skew = 1 + (random.fraction() - 0.5) * 0.9 * (fee / 1e6);
    const reserves = [unitsOf(a.coin, value), unitsOf(b.coin, value * skew)] as const;
    const cost = this.dollarsBetween(this.gas?.swap);
    const pool = (from: Place, to: Place, reserveIn: bigint, reserveOut: bigint): LiquidityEdge => ({
      ...this.facts('pool', from, to, cost),
      kind: 'constant-product',
      chain: chainOfAsset(from.asset),
      capacity: reserveIn * 1_000n,
      reserveIn,
      reserveOut,
      feeMillionths: BigInt(fee),
      security: 'validity-proof',
      latency: { lowerQuartileSeconds: 1, medianSeconds: 2, upperQuartileSeconds: 2 },
    });
    this.edges.push(pool(a, b, reserves[0], reserves[1]), pool(b, a, reserves[1], reserves[0]));
  }

  private addBridge(
    id: string,
    from: Place,
    to: Place,
    fee: number,
    capacityDollars: number,
    gas: readonly [number, number] | undefined,
    bridge: string,
  ): void {
    const seconds = this.random.whole(2, 60);
    this.edges.push({
      ...this.facts(id, from, to, this.dollarsBetween(gas)),
      kind: 'linear-bridge',
      capacity: unitsOf(from.coin, capacityDollars),
      bridge: expectOk(parseBridgeId(bridge)),
      rateNumerator: 1n,
      rateDenominator: 1n,
      feeMillionths: BigInt(Math.round(fee)),
      security: bridge === 'cctp' ? 'issuer-mint-burn' : 'bonded-relayer',
      latency: { lowerQuartileSeconds: seconds, medianSeconds: seconds, upperQuartileSeconds: seconds * 2 },
    });
  }

  private facts(id: string, from: Place, to: Place, costDollars: number) {
    return {
      id: `${id}:${from.layer}.${from.coin.name}-${to.layer}.${to.coin.name}`,
      from: from.asset,
      to: to.asset,
      minimumInput: 0n,
      fixedCost: unitsOf(to.coin, costDollars),
      observedAt: 0 as UnixMilliseconds,
    };
  }

  private dollarsBetween(range: readonly [number, number] | undefined): number {
    const share = this.random.fraction();
    return range === undefined ? 0 : range[0] + share * (range[1] - range[0]);
  }

  private at(layer: number, coin: number): Place {
    const place = this.places[layer * COINS.length + coin];
    if (place === undefined) throw new RangeError(`no coin ${coin} on layer ${layer}`);
    return place;
  }
}
