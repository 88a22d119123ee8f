import { mulDown, ONE, type ChainId, type Decimal, type AssetFamily } from '@causeway/domain/units';
import type { MarginPolicy } from './policy.js';
import { USD_PLACES } from './usd-places.js';

/** The haircut of a family, a fraction of 1. A family that the policy does not list gives no margin: 1. */
export function assetHaircutOf(policy: MarginPolicy, family: AssetFamily): Decimal {
  return policy.assetHaircuts.get(family) ?? ONE;
}

/** The further haircut of the layer that collateral lies on, a fraction of 1. */
export function layerHaircutOf(policy: MarginPolicy, chain: ChainId): Decimal {
  return policy.layerHaircuts.get(chain) ?? policy.defaultLayerHaircut;
}

/**
 * What a value counts for after both haircuts: value × (1 − asset haircut) × (1 − layer haircut), in USD, rounded
 * down once. The asset part is the collateral weight of Aave v3 (`GenericLogic.sol`, value × liquidation threshold)
 * and of dYdX v4; the layer part is Causeway's own, and multiplies because either can be lost alone.
 */
export function valueAfterHaircuts(value: Decimal, assetHaircut: Decimal, layerHaircut: Decimal): Decimal {
  return mulDown(value, ONE.sub(assetHaircut).mul(ONE.sub(layerHaircut)), USD_PLACES);
}
