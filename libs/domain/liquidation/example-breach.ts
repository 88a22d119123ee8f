import {
  evaluateMargin,
  USD_PLACES,
  type AssetDirectory,
  type Holding,
  type MarginAccount,
  type MarginPolicy,
  type MarginState,
  type Position,
  type PriceVector,
} from '@causeway/domain/margin';
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

/** Building blocks of the breaches that the specifications of this library work out by hand. */

export const ETHEREUM = evmChain(1);
export const OPTIMISM = evmChain(10);
export const USDC_ON_ETHEREUM = erc20Asset(ETHEREUM, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48' as Address);
export const USDC_ON_OPTIMISM = erc20Asset(OPTIMISM, '0x0b2c639c533813f4aa9d7837caf62653d097ff85' as Address);
export const ETHER_ON_OPTIMISM = nativeAsset(OPTIMISM);

const ASSETS: ReadonlyMap<AssetId, { readonly family: AssetFamily; readonly decimals: number }> = new Map([
  [USDC_ON_ETHEREUM, { family: 'USDC' as AssetFamily, decimals: 6 }],
  [USDC_ON_OPTIMISM, { family: 'USDC' as AssetFamily, decimals: 6 }],
  [ETHER_ON_OPTIMISM, { family: 'ETH' as AssetFamily, decimals: 18 }],
]);

export const directory: AssetDirectory = {
  assetOf: (asset) => ASSETS.get(asset),
  mechanismOf: () => 'issuer-mint-burn',
};

/** No haircut on USDC on Ethereum, so that its collateral value is its amount. */
export const policy: MarginPolicy = {
  version: 1 as PolicyVersion,
  places: USD_PLACES,
  collateral: [
    {
      rule: 'asset-haircut',
      haircuts: new Map([
        ['USDC', decimal('0')],
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
      credits: [{ mechanism: 'issuer-mint-burn', stage: 'attested', credit: decimal('0.8') }],
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

/** Whole tokens of an asset in a bucket; in transit, attested and over a bridge of the issuer. */
export function holding(asset: AssetId, quantity: string, bucket: Holding['bucket'] = 'available'): Holding {
  const amount = expectOk(parseTokenAmount(quantity, asset, ASSETS.get(asset)?.decimals ?? 18));
  if (bucket !== 'in-transit') return { amount, bucket };
  const transfer = 'cctp/eip155:10/1' as TransferId;
  return { amount, bucket, transit: { transfer, bridge: 'cctp' as BridgeId, stage: 'attested' } };
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
export function account(
  holdings: readonly Holding[],
  positions: readonly Position[],
  seq = 1,
): MarginAccount {
  return { account: 'atlas-main' as AccountId, desk: 'atlas' as DeskId, seq, positions, holdings };
}

/** Mark prices by symbol. */
export function priced(prices: Readonly<Record<string, string>>): PriceVector {
  const time = 0 as UnixMilliseconds;
  return {
    id: JSON.stringify(prices),
    prices: new Map(
      Object.entries(prices).map(([symbol, price]) => [
        symbol,
        { symbol, price: decimal(price), time, source: 'example' },
      ]),
    ),
  };
}

/** The margin state of an account under the example policy. */
export function stateOf(held: MarginAccount, prices: PriceVector): MarginState {
  return evaluateMargin(held, prices, policy, directory);
}

/** An object with its decimals and amounts as text, so that a table shows numbers. */
export function shown(value: object): unknown {
  const withoutBigints = (_: string, item: unknown) => (typeof item === 'bigint' ? item.toString() : item);
  return JSON.parse(JSON.stringify(value, withoutBigints)) as unknown;
}

const gridMove = (priceMove: string) => ({
  priceMove: decimal(priceMove),
  volatilityMove: decimal('0'),
  weight: decimal('1'),
});

/** The policy with a grid of two scenarios, 15 % up and down, that margins positions in BTC-PERP together. */
export const gridPolicy: MarginPolicy = {
  ...policy,
  account: [
    {
      rule: 'scenario-grid',
      accounts: 'all',
      groups: [
        {
          underlying: 'BTC',
          instruments: ['BTC-PERP'],
          scenarios: [gridMove('-0.15'), gridMove('0.15')],
          contingency: decimal('0'),
          shortOptionContingency: decimal('0'),
        },
      ],
      initial: decimal('1'),
      maintenance: decimal('1'),
    },
  ],
};
