import { acceptQuote, NEWEST_QUOTE, type PriceState } from '@causeway/domain/pricing';
import type { Holding, MarginAccount, Position, Price } from '@causeway/domain/margin';
import { assetsOfFamily, NETWORK } from '@causeway/domain/network';
import {
  chainOfAsset,
  decimal,
  evmChain,
  expectOk,
  parseAccountId,
  parseAssetFamily,
  parseBridgeId,
  parseDeskId,
  parseInstrumentId,
  tokenAmount,
  transferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { SeededRandom } from '../seeded-random.js';

/** Mark prices in USD at which the accounts are made up; all of them are ordinary ones of early 2022. */
export const MARKS: ReadonlyMap<string, number> = new Map([
  ['USDC', 1],
  ['USDT', 1],
  ['DAI', 1],
  ['ETH', 3_700],
  ['BTC', 46_000],
  ['ETH-PERP', 3_705],
  ['BTC-PERP', 46_050],
]);
const ASSETS = ['USDC', 'USDT', 'DAI', 'ETH', 'BTC'].flatMap((family) =>
  assetsOfFamily(NETWORK, expectOk(parseAssetFamily(family))),
);
const VENUES = [10, 8_453, 42_161].flatMap((chain) =>
  ['BTC-PERP', 'ETH-PERP'].map((instrument) => ({
    chain: evmChain(chain),
    instrument: expectOk(parseInstrumentId(instrument)),
  })),
);
const ACROSS = expectOk(parseBridgeId('across'));

/** A price of one of the marks. */
export function priceAt(symbol: string, price: string, time: number): Price {
  return { symbol, price: decimal(price), time: time as UnixMilliseconds, source: 'made up' };
}

/** The prices of all marks. */
export function markPrices(): ReadonlyMap<string, Price> {
  return new Map([...MARKS].map(([symbol, price]) => [symbol, priceAt(symbol, String(price), 0)]));
}

/** What an engine knows of the symbols after one quote of each. */
export function priceStates(): ReadonlyMap<string, PriceState> {
  const states = [...markPrices().values()].flatMap(
    (quote) => acceptQuote(undefined, quote, NEWEST_QUOTE, quote.time) ?? [],
  );
  return new Map(states.map((state) => [state.symbol, state]));
}

/** Accounts with three collaterals on as many layers, some of them in transit, and three positions. */
export function randomAccounts(random: SeededRandom, count: number): readonly MarginAccount[] {
  return Array.from({ length: count }, (_, index) => ({
    account: expectOk(parseAccountId(`account-${index}`)),
    desk: expectOk(parseDeskId(`desk-${index % 20}`)),
    seq: 1,
    holdings: random.sample(ASSETS, 3).map((asset) => randomHolding(random, index, asset)),
    positions: random.sample(VENUES, 3).map((venue) => randomPosition(random, venue)),
  }));
}

function randomHolding(random: SeededRandom, index: number, asset: (typeof ASSETS)[number]): Holding {
  const dollars = random.whole(20_000, 500_000);
  const tenthousandths = BigInt(Math.round((dollars * 10_000) / (MARKS.get(asset.family) ?? 1)));
  const amount = tokenAmount(asset.asset, (tenthousandths * 10n ** BigInt(asset.decimals)) / 10_000n);
  if (random.fraction() >= 0.25) return { amount, bucket: 'available' };
  const transfer = transferId(ACROSS, chainOfAsset(asset.asset), `${index}-${random.hexadecimal(64)}`);
  return { amount, bucket: 'in-transit', transit: { transfer, bridge: ACROSS, stage: 'initiated' } };
}

function randomPosition(random: SeededRandom, { chain, instrument }: (typeof VENUES)[number]): Position {
  const mark = MARKS.get(instrument) ?? 1;
  const dollars = random.whole(10_000, 1_000_000) * (random.fraction() < 0.5 ? -1 : 1);
  const entry = mark * (0.97 + random.fraction() * 0.06);
  return {
    chain,
    instrument,
    size: decimal((dollars / mark).toFixed(4)),
    entryPrice: decimal(entry.toFixed(2)),
  };
}
