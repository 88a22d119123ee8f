import type { TransferStage } from '@causeway/domain/bridging';
import {
  decimal,
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  parseTokenAmount,
  type AccountId,
  type Address,
  type AssetFamily,
  type AssetId,
  type BridgeId,
  type ChainId,
  type DeskId,
  type InstrumentId,
  type PolicyVersion,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { Holding, MarginAccount, Position } from './account.js';
import type { AssetDirectory } from './asset-directory.js';
import type { MarginPolicy } from './policy.js';
import type { PriceVector } from './prices.js';
import { USD_PLACES } from './usd-places.js';

/** Building blocks of the examples that the specifications of this library work out by hand. */

export const ETHEREUM = evmChain(1);
export const OPTIMISM = evmChain(10);
export const USDC_ON_ETHEREUM = erc20Asset(ETHEREUM, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48' as Address);
export const USDC_ON_OPTIMISM = erc20Asset(OPTIMISM, '0x0b2c639c533813f4aa9d7837caf62653d097ff85' as Address);
export const ETHER_ON_OPTIMISM = nativeAsset(OPTIMISM);
export const UNKNOWN_ASSET = erc20Asset(OPTIMISM, '0x000000000000000000000000000000000000dead' as Address);

export const DECIMALS: ReadonlyMap<AssetId, { readonly family: AssetFamily; readonly decimals: number }> =
  new Map([
    [USDC_ON_ETHEREUM, { family: 'USDC' as AssetFamily, decimals: 6 }],
    [USDC_ON_OPTIMISM, { family: 'USDC' as AssetFamily, decimals: 6 }],
    [ETHER_ON_OPTIMISM, { family: 'ETH' as AssetFamily, decimals: 18 }],
  ]);

export const directory: AssetDirectory = {
  assetOf: (asset) => DECIMALS.get(asset),
  mechanismOf: (bridge) => (bridge === 'cctp' ? 'issuer-mint-burn' : undefined),
};

export const policy: MarginPolicy = {
  version: 7 as PolicyVersion,
  places: USD_PLACES,
  collateral: [
    {
      rule: 'asset-haircut',
      haircuts: new Map([
        ['USDC', decimal('0.01')],
        ['ETH', decimal('0.1')],
      ]),
    },
    {
      rule: 'layer-haircut',
      haircuts: new Map([
        [ETHEREUM, decimal('0')],
        [OPTIMISM, decimal('0.02')],
      ]),
      otherwise: decimal('0.1'),
    },
    {
      rule: 'in-transit-credit',
      credits: [
        { mechanism: 'issuer-mint-burn', stage: 'initiated', credit: decimal('0.4') },
        { mechanism: 'issuer-mint-burn', stage: 'attested', credit: decimal('0.8') },
      ],
    },
  ],
  debts: [],
  positions: [
    {
      rule: 'margin-rates',
      rates: new Map([
        ['BTC-PERP', { initial: decimal('0.05'), maintenance: decimal('0.03') }],
        ['ETH-PERP', { initial: decimal('0.1'), maintenance: decimal('0.06') }],
      ]),
    },
  ],
  account: [],
  health: {
    rule: 'health-ratio',
    warning: decimal('1.25'),
    liquidation: decimal('1'),
    target: decimal('1.5'),
  },
};

/** Whole tokens of an asset in a bucket. */
export function holding(
  asset: AssetId,
  quantity: string,
  bucket: 'available' | 'reserved' | 'seized' = 'available',
): Holding {
  const decimals = DECIMALS.get(asset)?.decimals ?? 18;
  return { amount: expectOk(parseTokenAmount(quantity, asset, decimals)), bucket };
}

/** Whole tokens of an asset on their way over a bridge. */
export function inTransit(asset: AssetId, quantity: string, stage: TransferStage, bridge = 'cctp'): Holding {
  const transfer = `${bridge}/eip155:10/1` as TransferId;
  return {
    ...holding(asset, quantity),
    bucket: 'in-transit',
    transit: { transfer, bridge: bridge as BridgeId, stage },
  };
}

/** A position; positive long, negative short. */
export function position(
  instrument: string,
  size: string,
  entryPrice: string,
  chain: ChainId = OPTIMISM,
): Position {
  return {
    instrument: instrument as InstrumentId,
    chain,
    size: decimal(size),
    entryPrice: decimal(entryPrice),
  };
}

/** An account with the given contents. */
export function account(holdings: readonly Holding[], positions: readonly Position[] = []): MarginAccount {
  return {
    account: 'atlas-main' as AccountId,
    desk: 'atlas' as DeskId,
    seq: 3,
    positions,
    holdings,
  };
}

/** Mark prices by symbol. */
export function priced(prices: Readonly<Record<string, string>>): PriceVector {
  const time = 0 as UnixMilliseconds;
  return {
    id: 'prices-1',
    prices: new Map(
      Object.entries(prices).map(([symbol, price]) => [
        symbol,
        { symbol, price: decimal(price), time, source: 'example' },
      ]),
    ),
  };
}

/** An object with its decimals as text, so that a table shows numbers and a comparison ignores representation. */
export function shown(value: object): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
