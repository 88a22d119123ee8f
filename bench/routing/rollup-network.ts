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
import { concentrated, orderBook, stableswap } from './pool-shapes.js';

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

/**
 * What a transfer between rollups cost its user between June and December 2024: the quartiles of Across, CCTP and
 * Stargate reach from 0.01 to 0.31 dollars (AndreAugusto11/XChainDataGen, MIT). Layer 0 is a rollup as well.
 */
export const ROLLUP_GAS: GasPrices = {
  swap: [0.005, 0.05],
  betweenRollups: [0.01, 0.3],
  toHub: [0.01, 0.3],
  fromHub: [0.01, 0.3],
};

/** The costs of the study that the targets are from, where layer 0 is Ethereum. */
export const ETHEREUM_GAS: GasPrices = {
  swap: [0.02, 0.22],
  betweenRollups: [0.3, 2],
  toHub: [3, 18],
  fromHub: [1, 4],
};

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

type BridgeKind = 'relayer' | 'mint-burn-bridge' | 'message-bridge' | 'linear-bridge';

/** How each coin goes to layer 0 and back. */
const HUB_KINDS: Readonly<Record<number, BridgeKind>> = {
  0: 'linear-bridge',
  1: 'mint-burn-bridge',
  4: 'message-bridge',
};
const ON_LAYER = {
  security: 'validity-proof',
  latency: { lowerQuartileSeconds: 1, medianSeconds: 2, upperQuartileSeconds: 2 },
} as const;
const RELAYED = { security: 'bonded-relayer', bridge: expectOk(parseBridgeId('across')) } as const;
const ISSUED = { security: 'issuer-mint-burn', bridge: expectOk(parseBridgeId('cctp')) } as const;

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
    this.addBridge(
      `relayer${route}`,
      this.at(from!, coin),
      this.at(to!, coin),
      fee,
      capacity,
      gas,
      'relayer',
    );
  }

  addHubBridges(layer: number, coin: number): void {
    const fee = 50 + 300 * this.random.fraction();
    const [outer, hub] = [this.at(layer, coin), this.at(0, coin)];
    const kind = HUB_KINDS[coin] ?? 'linear-bridge';
    this.addBridge(`up${layer}`, outer, hub, fee, 5e7, this.gas?.toHub, kind);
    this.addBridge(`down${layer}`, hub, outer, fee, 5e7, this.gas?.fromHub, kind);
  }

  /** Both directions of a pool: a third concentrate their liquidity, and some are order books, between coins whose
   * units are fine enough for lots that matter to nobody. */
  private addPool(a: Place, b: Place): void {
    const { random } = this;
    const isStable = a.coin.isStable && b.coin.isStable;
    const fee = isStable ? 100 : random.fraction() < 0.5 ? 500 : 3_000;
    const value = Math.exp(Math.log(3e5) + random.fraction() * Math.log(300)) * (isStable ? 10 : 0.5);
    const skew = 1 + (random.fraction() - 0.5) * 0.9 * (fee / 1e6);
    const cost = this.dollarsBetween(this.gas?.swap);
    const kind = random.fraction();
    const sides = [
      [a, b, value, value * skew],
      [b, a, value * skew, value],
    ] as const;
    for (const [from, to, valueIn, valueOut] of sides) {
      const facts = { ...this.facts('pool', from, to, cost), ...ON_LAYER, chain: chainOfAsset(from.asset) };
      const [reserveIn, reserveOut] = [unitsOf(from.coin, valueIn), unitsOf(to.coin, valueOut)];
      const pool = {
        ...facts,
        capacity: reserveIn * 100n,
        reserveIn,
        reserveOut,
        feeMillionths: BigInt(fee),
      };
      if (isStable && kind < 0.7) this.edges.push(stableswap(pool, `${a.asset} ${b.asset}`, from, to));
      else if (kind < 0.6) this.edges.push({ ...pool, kind: 'constant-product' });
      else if (kind < 0.85 || a.coin.decimals + b.coin.decimals < 36)
        this.edges.push(concentrated(pool, `${a.asset} ${b.asset}`, from === a));
      else this.edges.push(orderBook(pool));
    }
  }

  private addBridge(
    id: string,
    from: Place,
    to: Place,
    fee: number,
    capacityDollars: number,
    gas: readonly [number, number] | undefined,
    kind: BridgeKind,
  ): void {
    const seconds = this.random.whole(2, 60);
    const feeMillionths = BigInt(Math.round(fee));
    const bridge = {
      ...this.facts(id, from, to, this.dollarsBetween(gas)),
      capacity: unitsOf(from.coin, capacityDollars),
      latency: { lowerQuartileSeconds: seconds, medianSeconds: seconds, upperQuartileSeconds: seconds * 2 },
      feeMillionths,
    };
    const even = { rateNumerator: 1n, rateDenominator: 1n };
    switch (kind) {
      case 'relayer':
        this.edges.push({ ...bridge, ...even, ...RELAYED, kind, relayerFee: 0n, exclusivitySeconds: 0 });
        break;
      case 'mint-burn-bridge':
        this.edges.push({ ...bridge, ...ISSUED, kind, speed: 'standard' });
        break;
      case 'message-bridge':
        this.edges.push({ ...bridge, ...RELAYED, kind, inputUnit: 10n ** 6n, outputUnit: 10n ** 6n });
        break;
      case 'linear-bridge':
        this.edges.push({ ...bridge, ...even, ...RELAYED, kind });
        break;
    }
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
