import { decimal, divDown, mulDown, type Decimal } from '@causeway/domain/units';

/** Drift's precisions as decimal places. */
const BASE_PLACES = 9;
const PRICE_PLACES = 6;
const SHARE_PLACES = 4;
/** Spot weights have 4 places, and one more while they are multiplied. */
const WEIGHT_PLACES = 5;

/** How fast a liquidation may free margin. */
export interface ShortageRampRule {
  /** Share of the shortage that may be freed at once. */
  readonly initialShare: Decimal;
  /** Seconds after which all of it may be. */
  readonly rampSeconds: number;
  /** A shortage below this, in USD, is covered at once. */
  readonly fullBelowShortage: Decimal;
}

/** Drift v2: shortages under 50 USD at once (`calculate_max_pct_to_liquidate`). */
export const DRIFT_FULL_BELOW: Decimal = decimal('50');

/** Rates of one perpetual position's liquidation, as fractions of notional. */
export interface PerpetualRates {
  /** Maintenance margin plus the buffer that is added while an account is liquidated (2 % by default). */
  readonly marginRatio: Decimal;
  readonly liquidatorFee: Decimal;
  readonly insuranceFee: Decimal;
}

/**
 * The size to take over so that what it frees covers a margin shortage: S / (P·(m − f_liq) − P·f_if), in whole units
 * of 10⁻⁹, rounded down, each product rounded down at 6 places. Undefined, meaning all, when the fee eats what the
 * margin frees. Source: Drift v2, `calculate_base_asset_amount_to_cover_margin_shortage`.
 */
export function baseToCoverShortageDown(
  shortage: Decimal,
  price: Decimal,
  { marginRatio, liquidatorFee, insuranceFee }: PerpetualRates,
): Decimal | undefined {
  if (price.isZero() || marginRatio.lte(liquidatorFee)) return undefined;
  const freed = mulDown(price, marginRatio.sub(liquidatorFee), PRICE_PLACES).sub(
    mulDown(price, insuranceFee, PRICE_PLACES),
  );
  return freed.gt(0) ? divDown(shortage, freed, BASE_PLACES) : undefined;
}

/** Weights and multipliers of an asset that pays for a liability. */
export interface SpotRates {
  readonly assetWeight: Decimal;
  /** 1 + fee: the liquidator gets this much of the asset for one of liability. */
  readonly assetMultiplier: Decimal;
  readonly liabilityWeight: Decimal;
  /** 1 − fee. */
  readonly liabilityMultiplier: Decimal;
  readonly insuranceFee: Decimal;
}

/**
 * The liability to take over so that what it frees covers a margin shortage:
 * S / (P·(w_l − w_a·M_a/M_l) − P·f_if·w_l), at the liability's `decimals`, rounded down. Undefined when asset and
 * liability weigh the same. Source: Drift v2, `calculate_liability_transfer_to_cover_margin_shortage`.
 */
export function liabilityToCoverShortageDown(
  shortage: Decimal,
  price: Decimal,
  { assetWeight, assetMultiplier, liabilityWeight, liabilityMultiplier, insuranceFee }: SpotRates,
  decimals: number,
): Decimal | undefined {
  if (assetWeight.eq(liabilityWeight)) return undefined;
  const consumed = divDown(assetWeight.mul(assetMultiplier), liabilityMultiplier, WEIGHT_PLACES);
  const freed = price
    .mul(liabilityWeight.sub(consumed))
    .sub(mulDown(price, insuranceFee, PRICE_PLACES).mul(liabilityWeight));
  return freed.gt(0) ? divDown(shortage, freed, decimals) : undefined;
}

/**
 * The share of the present shortage that may be freed now, rounded down at 4 places: what the ramp allows of the
 * shortage there was in all, less what has been freed. Source: Drift v2, `calculate_max_pct_to_liquidate`, with
 * seconds in the place of slots.
 */
export function shareToCoverDown(
  progress: { readonly shortage: Decimal; readonly freed: Decimal; readonly elapsedSeconds: number },
  rule: ShortageRampRule,
): Decimal {
  const { shortage, freed, elapsedSeconds } = progress;
  const whole = decimal('1');
  if (shortage.lt(rule.fullBelowShortage) || shortage.isZero()) return whole;
  const ramped =
    rule.rampSeconds === 0
      ? whole
      : divDown(decimal(String(elapsedSeconds)), decimal(String(rule.rampSeconds)), SHARE_PLACES).add(
          rule.initialShare,
        );
  const allowed = mulDown(shortage.add(freed), ramped.lt(1) ? ramped : whole, PRICE_PLACES).sub(freed);
  return allowed.gt(0) ? divDown(allowed, shortage, SHARE_PLACES) : allowed.mul(0);
}
