import {
  USD_PLACES,
  type AssetDirectory,
  type Holding,
  type MarginAccount,
  type PriceVector,
} from '@causeway/domain/margin';
import {
  decimal,
  divDown,
  divUp,
  mulDown,
  toDecimal,
  tokenAmount,
  ZERO,
  type Decimal,
} from '@causeway/domain/units';

/** An account after a settlement, and what it could not pay. */
export interface Settlement {
  readonly account: MarginAccount;
  readonly shortfall: Decimal;
}

/**
 * Settles USD in an account's arrived collateral at the given prices: a profit is added to its first holding, a loss is
 * taken from its holdings in their order, whole ones first to last. Base units are rounded against the account. Collateral
 * in transit pays nothing, since it cannot be seized.
 */
export function settleInCollateral(
  account: MarginAccount,
  usd: Decimal,
  prices: PriceVector,
  directory: AssetDirectory,
): Settlement {
  if (usd.isZero()) return { account, shortfall: ZERO };
  let due = usd.neg();
  let isPaidOut = false;
  const holdings = account.holdings.map((holding): Holding => {
    const priced = pricedHolding(holding, prices, directory);
    if (priced === undefined || due.isZero() || isPaidOut) return holding;
    const { price, unit, value } = priced;
    const { asset, raw } = holding.amount;
    if (due.lt(0)) {
      isPaidOut = true;
      return {
        ...holding,
        amount: tokenAmount(asset, raw + wholeUnits(divDown(due.neg().mul(unit), price, 0))),
      };
    }
    if (value.lte(due)) {
      due = due.sub(value);
      return { ...holding, amount: tokenAmount(asset, 0n) };
    }
    const taken = wholeUnits(divUp(due.mul(unit), price, 0));
    due = ZERO;
    return { ...holding, amount: tokenAmount(asset, raw > taken ? raw - taken : 0n) };
  });
  return { account: { ...account, seq: account.seq + 1, holdings }, shortfall: due.gt(0) ? due : ZERO };
}

function pricedHolding(
  { amount, bucket }: Holding,
  prices: PriceVector,
  directory: AssetDirectory,
): { readonly price: Decimal; readonly unit: Decimal; readonly value: Decimal } | undefined {
  if (bucket !== 'available' && bucket !== 'reserved') return undefined;
  const known = directory.assetOf(amount.asset);
  const price = known === undefined ? undefined : prices.prices.get(known.family)?.price;
  if (known === undefined || price?.gt(0) !== true) return undefined;
  const value = mulDown(toDecimal(amount, known.decimals), price, USD_PLACES);
  return { price, unit: decimal(`1${'0'.repeat(known.decimals)}`), value };
}

function wholeUnits(value: Decimal): bigint {
  return BigInt(value.toFixed(0));
}
