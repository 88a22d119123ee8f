import { type Decimal, decimal, divDown, minimum, ZERO } from '@causeway/domain/units';

/** How much of the value of one collateral asset counts, for the part up to a boundary. */
export interface CollateralBracket {
  readonly upTo: Decimal;
  /** Whole per cent, 0 to 100. */
  readonly percent: Decimal;
}

/**
 * The value of a concentrated holding of one asset: Σ over the brackets of floor(part of the value in it × percent /
 * 100), each bracket rounded down at `places` decimal places. Value above the last boundary counts nothing more.
 * Source: binance/zkmerkle-proof-of-solvency src/utils/utils.go CalculateAssetValueViaTiersRatio, whose precomputed
 * sums are rounded per bracket.
 */
export function bracketedCollateralValue(
  value: Decimal,
  brackets: readonly CollateralBracket[],
  places: number,
): Decimal {
  let counted = ZERO;
  let lower = ZERO;
  for (const { upTo, percent } of brackets) {
    if (value.lte(lower)) break;
    const part = minimum(value, upTo).sub(lower);
    counted = counted.add(divDown(part.mul(percent), HUNDRED, places));
    lower = upTo;
  }
  return counted;
}

const HUNDRED = decimal('100');
