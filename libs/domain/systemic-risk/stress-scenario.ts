import {
  withoutProfit,
  type AssetDirectory,
  type Holding,
  type MarginAccount,
  type PriceVector,
} from '@causeway/domain/margin';
import { bridgeOf, type Network } from '@causeway/domain/network';
import {
  chainOfAsset,
  ONE,
  type AssetId,
  type BridgeId,
  type ChainId,
  type Decimal,
  type TransferId,
} from '@causeway/domain/units';

/** A price that a scenario moves. */
export interface PriceShock {
  /** An instrument or an asset family. */
  readonly symbol: string;
  /** The price afterwards is the price × (1 + change); at least −1. */
  readonly change: Decimal;
}

/** What is supposed to happen at once. */
export interface StressScenario {
  readonly name: string;
  /** Rollups that halt: what lies on them, goes there or comes from there cannot be reached. */
  readonly haltedLayers: readonly ChainId[];
  /** Bridges that fail: what is in transit over them is lost, and what they issued is worth nothing. */
  readonly failedBridges: readonly BridgeId[];
  readonly priceShocks: readonly PriceShock[];
}

/** What stress tests must know of the network besides what margin does. */
export interface RiskDirectory extends AssetDirectory {
  /** The canonical bridges that hold what backs an asset; none for one that is issued on its own layer. */
  issuersOf(asset: AssetId): readonly BridgeId[];
}

/** The issuers of an asset in a network: the canonical bridges of its layer, when it stands for a settlement asset. */
export function issuersIn(network: Network): RiskDirectory['issuersOf'] {
  return (asset) => {
    const known = network.assets.get(asset);
    if (known?.bridgedFrom === undefined) return [];
    const contracts = network.layers.get(chainOfAsset(asset))?.settlementContracts ?? [];
    return [...new Set(contracts.map(({ bridge }) => bridge))].filter(
      (bridge) => bridgeOf(network, bridge) !== undefined,
    );
  };
}

/** The prices of a scenario. A price that falls to nothing stays as none: what has no price counts nothing. */
export function stressedPrices(prices: PriceVector, { name, priceShocks }: StressScenario): PriceVector {
  if (priceShocks.length === 0) return prices;
  const shocked = new Map(prices.prices);
  for (const { symbol, change } of priceShocks) {
    const known = shocked.get(symbol);
    if (known === undefined) continue;
    shocked.set(symbol, { ...known, price: known.price.mul(ONE.add(change)) });
  }
  return { ...prices, id: `${prices.id} under ${name}`, prices: shocked };
}

/**
 * What an account is under a scenario: without the collateral that is lost or out of reach, and with positions on a
 * halted layer owing their losses without their profits, since those cannot be taken there. The account itself where the
 * scenario takes nothing from it.
 */
export function stressedAccount(
  account: MarginAccount,
  prices: PriceVector,
  scenario: StressScenario,
  directory: RiskDirectory,
): MarginAccount {
  const halted = new Set<string>(scenario.haltedLayers);
  const failed = new Set<BridgeId>(scenario.failedBridges);
  if (halted.size === 0 && failed.size === 0) return account;
  const holdings = account.holdings.filter(
    (holding) => !isOutOfReach(holding, halted) && !isLost(holding, failed, directory),
  );
  const positions = account.positions.map((position) =>
    halted.has(position.chain) ? withoutProfit(position, prices) : position,
  );
  const isSame =
    holdings.length === account.holdings.length &&
    positions.every((position, index) => position === account.positions[index]);
  return isSame ? account : { ...account, holdings, positions };
}

function isOutOfReach({ amount, transit }: Holding, halted: ReadonlySet<string>): boolean {
  if (halted.has(chainOfAsset(amount.asset))) return true;
  const source = transit === undefined ? undefined : sourceLayerOf(transit.transfer);
  return source !== undefined && halted.has(source);
}

/** The layer that a transfer left: its name has it second, as in `across/eip155:10/1`. */
export function sourceLayerOf(transfer: TransferId): string | undefined {
  return transfer.split('/')[1];
}

function isLost(
  { amount, transit }: Holding,
  failed: ReadonlySet<BridgeId>,
  directory: RiskDirectory,
): boolean {
  if (transit !== undefined && failed.has(transit.bridge)) return true;
  return directory.issuersOf(amount.asset).some((bridge) => failed.has(bridge));
}
