import {
  Decimal,
  decimal,
  divTowardsZero,
  integerSquareRoot,
  maximum,
  minimum,
  ONE,
  roundTowardsZero,
} from '@causeway/domain/units';
import { input, type Recorder } from '../explanation.js';

// Weights that change with the square root of a size, as Drift v2 computes them on integers: weights and margin ratios
// have 4 decimal places (SPOT_WEIGHT_PRECISION, MARGIN_PRECISION), sizes 9 (AMM_RESERVE_PRECISION), and every step is
// truncated.
export const WEIGHT_PLACES = 4;
const SIZE_PLACES = 9;
/** Decimal places of the square root of a size that was multiplied by ten. */
const ROOT_PLACES = 5;
/** Decimal places of √size·imf in the asset weight (SPOT_IMF_PRECISION). */
const IMF_PLACES = 6;
const FIFTH = decimal('0.2');
const DISCOUNT_NUMERATOR = decimal('1.1');

/**
 * The weight of an asset: min(weight, ⌊1.1 / (1 + imf·√size)⌋); a larger deposit counts less. An imf of zero changes
 * nothing. Size is in whole tokens.
 * Source: drift-labs/protocol-v2 programs/drift/src/math/margin.rs calculate_size_discount_asset_weight.
 */
export function sizeDiscountedAssetWeight(size: Decimal, imf: Decimal, weight: Decimal): Decimal {
  if (imf.isZero()) return weight;
  const grown = roundTowardsZero(rootOf(size).mul(imf), IMF_PLACES);
  return minimum(weight, divTowardsZero(DISCOUNT_NUMERATOR, ONE.add(grown), WEIGHT_PLACES));
}

/**
 * The weight of a liability, or the margin ratio of a position: max(weight, weight − ⌊weight/5⌋ + ⌊imf·√size⌋); a larger
 * one weighs more. An imf of zero changes nothing. Size is in whole tokens or contracts.
 * Source: the same file, calculate_size_premium_liability_weight.
 */
export function sizePremiumLiabilityWeight(size: Decimal, imf: Decimal, weight: Decimal): Decimal {
  if (imf.isZero()) return weight;
  const base = weight.sub(roundTowardsZero(weight.mul(FIFTH), WEIGHT_PLACES));
  return maximum(weight, base.add(roundTowardsZero(rootOf(size).mul(imf), WEIGHT_PLACES)));
}

/**
 * The initial weight of an asset whose deposits on the venue exceed a value: ⌊weight·start / deposits⌋ from there on,
 * so that the credit all depositors get together stays what it was at the start. A start of zero changes nothing. Both
 * values are in the quote unit.
 * Source: drift-labs/protocol-v2 programs/drift/src/state/spot_market.rs get_scaled_initial_asset_weight.
 */
export function depositScaledAssetWeight(
  weight: Decimal,
  depositValue: Decimal,
  startValue: Decimal,
): Decimal {
  if (startValue.isZero() || depositValue.lt(startValue)) return weight;
  return divTowardsZero(weight.mul(startValue), depositValue, WEIGHT_PLACES);
}

/** √size as the venue takes it: ⌊√(10·size + one unit)⌋ on integers, at 5 decimal places. */
function rootOf(size: Decimal): Decimal {
  const units = BigInt(sizeInUnits(size).mul(ONE_IN_SIZE_UNITS).toFixed(0));
  return new Decimal(integerSquareRoot(units * 10n + 1n).toString()).div(ONE_IN_ROOT_UNITS);
}

function sizeInUnits(size: Decimal): Decimal {
  return roundTowardsZero(size.abs(), SIZE_PLACES);
}

const ONE_IN_SIZE_UNITS = new Decimal(10).pow(SIZE_PLACES);
const ONE_IN_ROOT_UNITS = new Decimal(10).pow(ROOT_PLACES);
/** What one is to the square root's argument: (10·size + 1) / 10¹⁰ = size + 10⁻¹⁰. */
const ROOT_UNIT = new Decimal(10).pow(-2 * ROOT_PLACES);

/** Which weight grows, and how: for explanations. */
export interface SizedWeight {
  readonly subject: string;
  /** E.g. `initial weight`. */
  readonly figure: string;
  readonly size: Decimal;
  readonly imf: Decimal;
  /** Before the size counts. */
  readonly weight: Decimal;
  readonly output: Decimal;
}

/** Tells a recorder the steps of `sizeDiscountedAssetWeight`. */
export function recordDiscountedWeight(recorder: Recorder, sized: SizedWeight): void {
  const { subject, figure, imf, weight, output } = sized;
  if (imf.isZero()) {
    recordUnchanged(recorder, sized);
    return;
  }
  const grown = roundTowardsZero(recordRoot(recorder, sized).mul(imf), IMF_PLACES);
  recordProduct(recorder, sized, grown, IMF_PLACES);
  recorder.step({
    subject,
    figure,
    formula: 'min(weight, 1.1 / (1 + growth))',
    inputs: [input('weight', weight, 'fraction'), input('growth', grown, 'ratio')],
    rounding: { direction: 'down', places: WEIGHT_PLACES },
    output,
    unit: 'fraction',
  });
}

/** Tells a recorder the steps of `sizePremiumLiabilityWeight`. */
export function recordPremiumWeight(recorder: Recorder, sized: SizedWeight): void {
  const { subject, figure, imf, weight, output } = sized;
  if (imf.isZero()) {
    recordUnchanged(recorder, sized);
    return;
  }
  const growth = roundTowardsZero(recordRoot(recorder, sized).mul(imf), WEIGHT_PLACES);
  recordProduct(recorder, sized, growth, WEIGHT_PLACES);
  const fifth = roundTowardsZero(weight.mul(FIFTH), WEIGHT_PLACES);
  recorder.step({
    subject,
    figure,
    formula: 'max(weight, weight − fifth + growth)',
    inputs: [
      input('weight', weight, 'ratio'),
      input('fifth', fifth, 'ratio'),
      input('growth', growth, 'ratio'),
    ],
    output,
    unit: 'ratio',
  });
}

function recordUnchanged(recorder: Recorder, { subject, figure, weight, output }: SizedWeight): void {
  recorder.step({
    subject,
    figure,
    formula: 'weight',
    inputs: [input('weight', weight, 'ratio')],
    output,
    unit: 'ratio',
  });
}

function recordRoot(recorder: Recorder, { subject, figure, size }: SizedWeight): Decimal {
  const output = rootOf(size);
  recorder.step({
    subject,
    figure: `${figure}: root of size`,
    formula: 'sqrt(size + unit)',
    inputs: [input('size', sizeInUnits(size), 'tokens'), input('unit', ROOT_UNIT, 'tokens')],
    rounding: { direction: 'down', places: ROOT_PLACES },
    output,
    unit: 'ratio',
  });
  return output;
}

function recordProduct(
  recorder: Recorder,
  { subject, figure, size, imf }: SizedWeight,
  output: Decimal,
  places: number,
): void {
  recorder.step({
    subject,
    figure: `${figure}: growth`,
    formula: 'root × imf',
    inputs: [input('root', rootOf(size), 'ratio'), input('imf', imf, 'ratio')],
    rounding: { direction: 'down', places },
    output,
    unit: 'ratio',
  });
}
