import { decimal, divUp, mulUp, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';

/** Large positions are closed in a first share and, after a pause, whole. */
export interface ShareWithCooldownRule {
  readonly share: Decimal;
  /** Notional in USD above which a position counts as large. */
  readonly aboveNotional: Decimal;
  readonly cooldownSeconds: number;
}

/** Hyperliquid: 20 % of positions above 100,000 USDC, then 30 seconds (docs, "Liquidations"). */
export const HYPERLIQUID_SHARE: ShareWithCooldownRule = {
  share: decimal('0.2'),
  aboveNotional: decimal('100000'),
  cooldownSeconds: 30,
};

/** Hyperliquid: below ⅔ of the maintenance margin the liquidator vault takes everything over. */
const BACKSTOP_NUMERATOR = 2;
const BACKSTOP_DENOMINATOR = 3;

/**
 * The size that may be closed now, rounded up at `lotPlaces`: all of a small position; of a large one the share, then
 * nothing until the cooldown is over, then all. `reducedAt` is when the position was last reduced in this
 * liquidation. Source: Hyperliquid docs, "Liquidations".
 */
export function sizeAfterCooldown(
  position: { readonly size: Decimal; readonly notional: Decimal; readonly reducedAt?: UnixMilliseconds },
  at: UnixMilliseconds,
  rule: ShareWithCooldownRule,
  lotPlaces: number,
): Decimal {
  const size = position.size.abs();
  if (position.reducedAt !== undefined) {
    return at - position.reducedAt >= rule.cooldownSeconds * 1_000 ? size : size.mul(0);
  }
  if (position.notional.lte(rule.aboveNotional)) return size;
  const share = mulUp(size, rule.share, lotPlaces);
  return share.lt(size) ? share : size;
}

/** Whether equity is below ⅔ of the maintenance margin, exactly: 3 × equity < 2 × maintenance. */
export function isBackstopped(equity: Decimal, maintenanceMargin: Decimal): boolean {
  return equity.mul(BACKSTOP_DENOMINATOR).lt(maintenanceMargin.mul(BACKSTOP_NUMERATOR));
}

/**
 * The mark price at which a position is liquidated, all else equal, rounded against its holder (up for a long, down
 * for a short): price − side × margin available / size / (1 − l × side), l = 1 / maintenance leverage. Margin
 * available is equity less maintenance margin. Source: Hyperliquid docs, "Liquidations".
 *
 * @returns undefined when there is none: the divisor or the price would not be above zero
 */
export function liquidationPrice(
  position: { readonly size: Decimal; readonly markPrice: Decimal; readonly maintenanceFraction: Decimal },
  marginAvailable: Decimal,
  places: number,
): Decimal | undefined {
  const { size, markPrice, maintenanceFraction } = position;
  const side = size.gt(0) ? 1 : -1;
  const divisor = size.abs().mul(maintenanceFraction.mul(-side).add(1));
  if (divisor.lte(0)) return undefined;
  const distance = divUp(marginAvailable.mul(-side), divisor, places);
  const price =
    side > 0 ? markPrice.add(distance) : markPrice.sub(divUp(marginAvailable.neg(), divisor, places));
  return price.gt(0) ? price : undefined;
}
