/**
 * An account as dYdX v4 measures it, in quote quantums (10⁻⁶ USDC). Bigints, because the venue's results are integers
 * with a rounding of their own.
 */
export interface AccountRisk {
  /** Total net collateral: quote balance plus notionals, signed. */
  readonly netCollateral: bigint;
  /** Total maintenance margin requirement, above zero. */
  readonly maintenanceMargin: bigint;
}

/** What closing part of a position changes, by differencing the account before and after. */
export interface ClosedPart {
  /** Change of the position's net notional: negative when a long is sold. */
  readonly notionalChange: bigint;
  /** Change of the maintenance margin requirement; its sign is not used. */
  readonly maintenanceChange: bigint;
}

/**
 * Quote quantums that closing a part must bring (negative: may cost) for the account not to be worse than bankrupt:
 * −ΔNC − floor(TNC × |ΔMMR| / TMMR). Source: dYdX v4, `x/clob/keeper/liquidations.go`,
 * `GetBankruptcyPriceInQuoteQuantums`.
 */
export function bankruptcyQuoteUp(
  { netCollateral, maintenanceMargin }: AccountRisk,
  part: ClosedPart,
): bigint {
  const released = part.maintenanceChange < 0n ? -part.maintenanceChange : part.maintenanceChange;
  return -part.notionalChange - floorDivide(netCollateral * released, maintenanceMargin);
}

/** A price as an exact fraction of quote quantums for one base quantum. */
export interface ExactPrice {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** How far from the oracle price a liquidation order may go, in millionths. */
export interface FillablePriceRule {
  readonly bankruptcyAdjustmentMillionths: bigint;
  readonly spreadToMaintenanceMillionths: bigint;
}

const MILLION = 1_000_000n;

/**
 * The price that a liquidation order is placed at: (PNNV − clamp₀₁(BA × (1 − TNC / TMMR)) × SMMR × PMMR) / PS, exact.
 * The further the account is below its requirement, the further the price goes from the oracle's. Source: dYdX v4,
 * `x/clob/keeper/liquidations.go`, `GetFillablePrice`.
 */
export function fillablePrice(
  { netCollateral, maintenanceMargin }: AccountRisk,
  position: {
    readonly size: bigint;
    /** Signed, at the oracle price. */
    readonly notional: bigint;
    readonly maintenanceMargin: bigint;
  },
  rule: FillablePriceRule,
): ExactPrice {
  const whole = maintenanceMargin * MILLION;
  const rating = clamp(rule.bankruptcyAdjustmentMillionths * (maintenanceMargin - netCollateral), 0n, whole);
  const spread = rating * rule.spreadToMaintenanceMillionths * position.maintenanceMargin;
  return reduced(position.notional * whole * MILLION - spread, position.size * whole * MILLION);
}

/**
 * What the insurance fund gains (positive) or pays (negative) when a part is closed at `quoteChange`: the difference
 * to the bankruptcy quote; of a gain no more than floor(|quoteChange| × fee). Source: dYdX v4,
 * `x/clob/keeper/liquidations.go`, `GetLiquidationInsuranceFundDelta`.
 */
export function insuranceFundDelta(
  quoteChange: bigint,
  bankruptcyQuote: bigint,
  feeMillionths: bigint,
): bigint {
  const delta = quoteChange - bankruptcyQuote;
  if (delta <= 0n) return delta;
  const traded = quoteChange < 0n ? -quoteChange : quoteChange;
  const fee = (traded * feeMillionths) / MILLION;
  return fee < delta ? fee : delta;
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}

function reduced(numerator: bigint, denominator: bigint): ExactPrice {
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator * sign) * sign;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Division towards minus infinity of a positive divisor. */
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
