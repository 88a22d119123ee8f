import type { AssetDirectory, Holding, MarginAccount } from '@causeway/domain/margin';
import type { Quote } from '@causeway/domain/pricing';
import {
  decimal,
  divDown,
  fail,
  ok,
  sum,
  tokenAmount,
  type AccountId,
  type AssetId,
  type ChainId,
  type Decimal,
  type DeskId,
  type InstrumentId,
  type Result,
} from '@causeway/domain/units';

/** Decimal places of the size of a position that is worked out from a leverage. */
const SIZE_PLACES = 8;

/** An account of a back-test before its prices are known: collateral in USD and positions by leverage. */
export interface BookAccount {
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly collateral: readonly { readonly asset: AssetId; readonly usd: Decimal }[];
  /** Leverage is notional over all the collateral; negative is short. */
  readonly positions: readonly {
    readonly instrument: InstrumentId;
    readonly chain: ChainId;
    readonly leverage: Decimal;
  }[];
}

/**
 * The accounts of a book, opened at the first price of each symbol in the quotes, so that one book can be replayed
 * through any period. Collateral and sizes are rounded towards zero, to base units and to eight places.
 */
export function openBook(
  book: readonly BookAccount[],
  quotes: readonly Quote[],
  directory: AssetDirectory,
): Result<readonly MarginAccount[]> {
  const first = new Map<string, Decimal>();
  for (const { symbol, price } of quotes) if (!first.has(symbol)) first.set(symbol, price);
  const accounts: MarginAccount[] = [];
  for (const [index, one] of book.entries()) {
    const account = openAccount(one, first, directory);
    if (!account.ok) {
      const { code, message, field } = account.failure;
      return fail(code, message, `accounts.${index}.${field}`);
    }
    accounts.push(account.value);
  }
  return ok(accounts);
}

function openAccount(
  { account, desk, collateral, positions }: BookAccount,
  first: ReadonlyMap<string, Decimal>,
  directory: AssetDirectory,
): Result<MarginAccount> {
  const holdings: Holding[] = [];
  for (const [index, { asset, usd }] of collateral.entries()) {
    const known = directory.assetOf(asset);
    if (known === undefined) {
      return fail('UNKNOWN_ASSET', `the network does not know ${asset}`, `collateral.${index}.asset`);
    }
    const price = first.get(known.family);
    if (price === undefined) {
      return fail(
        'MISSING_PRICE',
        `the history has no price of ${known.family}`,
        `collateral.${index}.asset`,
      );
    }
    const units = divDown(usd.mul(decimal(`1${'0'.repeat(known.decimals)}`)), price, 0);
    holdings.push({ amount: tokenAmount(asset, BigInt(units.toFixed(0))), bucket: 'available' });
  }
  const whole = sum(collateral.map(({ usd }) => usd));
  const opened: MarginAccount['positions'][number][] = [];
  for (const [index, { instrument, chain, leverage }] of positions.entries()) {
    const price = first.get(instrument);
    if (price === undefined) {
      return fail(
        'MISSING_PRICE',
        `the history has no price of ${instrument}`,
        `positions.${index}.instrument`,
      );
    }
    const size = divDown(whole.mul(leverage.abs()), price, SIZE_PLACES);
    opened.push({ instrument, chain, size: leverage.isNegative() ? size.neg() : size, entryPrice: price });
  }
  return ok({ account, desk, seq: 1, positions: opened, holdings });
}
