import { chainOfAsset, mulDown, ONE, toDecimal, ZERO } from '@causeway/domain/units';
import type { Holding } from './account.js';
import type { AssetDirectory } from './asset-directory.js';
import { assetHaircutOf, layerHaircutOf, valueAfterHaircuts } from './haircut.js';
import { creditedValue, inTransitCreditOf } from './in-transit-credit.js';
import type { HoldingMargin, ValuationGap } from './margin-state.js';
import type { MarginPolicy } from './policy.js';
import { markPriceOf, type PriceVector } from './prices.js';
import { USD_PLACES } from './usd-places.js';

/** A valuation and what it lacks. */
export interface HoldingValuation {
  /** Absent when the network does not know the asset, because then not even its decimals are known. */
  readonly margin?: HoldingMargin;
  readonly gap?: ValuationGap;
}

/**
 * What a holding contributes: quantity × price, less haircuts, times credit, each step rounded down. Without a price
 * it is listed at zero; what is seized is listed at its value and counts nothing.
 */
export function valueHolding(
  holding: Holding,
  prices: PriceVector,
  policy: MarginPolicy,
  directory: AssetDirectory,
): HoldingValuation {
  const { amount, bucket, transit } = holding;
  const known = directory.assetOf(amount.asset);
  if (known === undefined) return { gap: { code: 'UNKNOWN_ASSET', subject: amount.asset } };

  const chain = chainOfAsset(amount.asset);
  const quantity = toDecimal(amount, known.decimals);
  const price = markPriceOf(prices, known.family);
  const value = price === undefined ? ZERO : mulDown(quantity, price, USD_PLACES);
  const assetHaircut = assetHaircutOf(policy, known.family);
  const layerHaircut = layerHaircutOf(policy, chain);
  const { credit, carrier } = creditOf(bucket, transit, policy, directory);
  const margin: HoldingMargin = {
    asset: amount.asset,
    chain,
    family: known.family,
    bucket,
    ...carrier,
    ...(holding.proven === undefined ? {} : { proven: holding.proven }),
    quantity,
    price: price ?? ZERO,
    value,
    assetHaircut,
    layerHaircut,
    credit,
    collateralValue: creditedValue(valueAfterHaircuts(value, assetHaircut, layerHaircut), credit),
  };
  if (price !== undefined || bucket === 'seized') return { margin };
  return { margin, gap: { code: 'MISSING_PRICE', subject: known.family } };
}

type Carrier = Pick<HoldingMargin, 'transfer' | 'bridge' | 'mechanism' | 'stage'>;

function creditOf(
  bucket: Holding['bucket'],
  transit: Holding['transit'],
  policy: MarginPolicy,
  directory: AssetDirectory,
): { readonly credit: HoldingMargin['credit']; readonly carrier: Carrier } {
  if (bucket === 'seized') return { credit: ZERO, carrier: {} };
  if (bucket !== 'in-transit') return { credit: ONE, carrier: {} };
  if (transit === undefined) throw new Error('a holding in transit must name its transfer');
  const { transfer, bridge, stage } = transit;
  const mechanism = directory.mechanismOf(bridge);
  const carrier = { transfer, bridge, stage, ...(mechanism === undefined ? {} : { mechanism }) };
  const credit = transit.isCreditWithheld === true ? ZERO : inTransitCreditOf(policy, mechanism, stage);
  return { credit, carrier };
}
