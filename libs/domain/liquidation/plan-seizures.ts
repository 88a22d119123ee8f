import type { SeizableBucket } from '@causeway/domain/ledger';
import {
  USD_PLACES,
  type AssetDirectory,
  type HoldingMargin,
  type MarginAccount,
  type MarginState,
} from '@causeway/domain/margin';
import { Decimal, divUp, maximum, mulDown, toDecimal, tokenAmount, ZERO } from '@causeway/domain/units';
import { compareText } from './compare-text.js';
import type { CollateralSeizure } from './liquidation-case.js';

/** What to seize, in order, and the loss in USD that it does not cover. */
export interface SeizurePlan {
  readonly seizures: readonly CollateralSeizure[];
  readonly shortfall: Decimal;
}

interface Candidate {
  readonly bucket: SeizableBucket;
  readonly raw: bigint;
  readonly decimals: number;
  readonly margin: HoldingMargin;
}

/**
 * Takes collateral that has arrived until its market value covers `loss` (USD): what is available before what is
 * reserved; within each the smallest asset haircut first, then the smallest layer haircut (the strongest layer), then
 * by asset id. So what is surest to bring its price goes first. Amounts are rounded up to the next base unit, values
 * down.
 *
 * Collateral in transit cannot be taken in time and covers nothing; nor does what has no price.
 */
export function planSeizures(
  account: MarginAccount,
  state: MarginState,
  directory: AssetDirectory,
  loss: Decimal,
): SeizurePlan {
  const seizures: CollateralSeizure[] = [];
  let uncovered = loss;
  for (const candidate of candidatesOf(account, state, directory)) {
    if (uncovered.lte(0)) break;
    const seizure = seize(candidate, uncovered);
    if (seizure.value.isZero()) continue;
    uncovered = uncovered.sub(seizure.value);
    seizures.push(seizure);
  }
  return { seizures, shortfall: maximum(ZERO, uncovered) };
}

function seize({ bucket, raw: held, decimals, margin }: Candidate, uncovered: Decimal): CollateralSeizure {
  const { asset, chain, price } = margin;
  const needed = divUp(uncovered.mul(new Decimal(10).pow(decimals)), price, 0);
  const raw = needed.gte(held.toString()) ? held : BigInt(needed.toFixed());
  const value = mulDown(toDecimal(tokenAmount(asset, raw), decimals), price, USD_PLACES);
  return { asset, chain, bucket, raw, value };
}

function candidatesOf(
  account: MarginAccount,
  state: MarginState,
  directory: AssetDirectory,
): readonly Candidate[] {
  const margins = new Map(state.holdings.map((margin) => [margin.asset, margin]));
  return account.holdings
    .flatMap(({ bucket, amount: { asset, raw } }): Candidate[] => {
      const margin = margins.get(asset);
      const known = directory.assetOf(asset);
      if (bucket !== 'available' && bucket !== 'reserved') return [];
      if (margin === undefined || margin.price.isZero() || known === undefined) return [];
      return [{ bucket, raw, decimals: known.decimals, margin }];
    })
    .sort(byCertainty);
}

function byCertainty(a: Candidate, b: Candidate): number {
  return (
    compareText(a.bucket, b.bucket) ||
    a.margin.assetHaircut.comparedTo(b.margin.assetHaircut) ||
    a.margin.layerHaircut.comparedTo(b.margin.layerHaircut) ||
    compareText(a.margin.asset, b.margin.asset)
  );
}
