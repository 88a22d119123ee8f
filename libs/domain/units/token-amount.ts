import { Decimal } from './decimal.js';
import type { AssetId } from './identifiers.js';
import { fail, ok, type Result } from './result.js';

/** A quantity of one asset in its base units (wei, or 10⁻⁶ USDC). */
export interface TokenAmount {
  readonly asset: AssetId;
  readonly raw: bigint;
}

export type TokenAmountCode = 'INVALID_AMOUNT' | 'EXCESS_DIGITS';

/** A token amount of `raw` base units. */
export function tokenAmount(asset: AssetId, raw: bigint): TokenAmount {
  return { asset, raw };
}

/** a + b. @throws when the assets differ: that is a bug, not an input error */
export function addAmounts(a: TokenAmount, b: TokenAmount): TokenAmount {
  assertSameAsset(a, b);
  return { asset: a.asset, raw: a.raw + b.raw };
}

/** a − b, possibly negative. @throws when the assets differ */
export function subtractAmounts(a: TokenAmount, b: TokenAmount): TokenAmount {
  assertSameAsset(a, b);
  return { asset: a.asset, raw: a.raw - b.raw };
}

const PLAIN = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

/**
 * Parses a quantity in whole tokens, e.g. `1.5`, into base units.
 * Digits beyond the asset's decimals are refused rather than rounded.
 */
export function parseTokenAmount(
  text: string,
  asset: AssetId,
  decimals: number,
  field = 'amount',
): Result<TokenAmount, TokenAmountCode> {
  const match = PLAIN.exec(text);
  if (match === null) {
    return fail('INVALID_AMOUNT', `"${text}" is not a plain decimal number such as 1.5`, field);
  }
  const [, sign = '', whole = '0', fraction = ''] = match;
  if (fraction.length > decimals) {
    return fail('EXCESS_DIGITS', `"${text}" has more than the ${decimals} decimals of ${asset}`, field);
  }
  const raw = BigInt(whole + fraction.padEnd(decimals, '0'));
  return ok({ asset, raw: sign === '-' ? -raw : raw });
}

/** Parses a quantity in base units, e.g. `1500000`. */
export function parseRawAmount(
  text: string,
  asset: AssetId,
  field = 'amount',
): Result<TokenAmount, TokenAmountCode> {
  if (/^-?\d{1,78}$/.test(text)) return ok({ asset, raw: BigInt(text) });
  return fail('INVALID_AMOUNT', `"${text}" is not a whole number of base units`, field);
}

/** The quantity in whole tokens, exact. */
export function toDecimal(amount: TokenAmount, decimals: number): Decimal {
  // An exponent is exact at any size and spares the division, which margin evaluation does for every holding.
  return new Decimal(`${amount.raw}e-${decimals}`);
}

function assertSameAsset(a: TokenAmount, b: TokenAmount): void {
  if (a.asset !== b.asset) throw new Error(`amounts of different assets: ${a.asset} and ${b.asset}`);
}
