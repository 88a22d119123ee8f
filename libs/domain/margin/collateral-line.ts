import { chainOfAsset, mulDown, ONE, toDecimal, ZERO } from '@causeway/domain/units';
import type { AssetFamily, Decimal } from '@causeway/domain/units';
import type { SecurityMechanism } from '@causeway/domain/network';
import type { Holding } from './account.js';
import type { EvaluationContext } from './evaluation-context.js';
import { input, type StepInput } from './explanation.js';
import type { HoldingMargin } from './margin-state.js';
import { markPriceOf } from './prices.js';

/**
 * A holding while collateral rules work on it. Weights multiply exactly until a rule needs an amount; only then, and
 * at the end, the amounts are rounded down (`settleCollateral`).
 */
export interface CollateralLine {
  readonly holding: Holding;
  readonly family: AssetFamily;
  /** What guarantees the bridge of a holding in transit, where it is known. */
  readonly mechanism: SecurityMechanism | undefined;
  readonly quantity: Decimal;
  /** Zero when there is none. */
  readonly price: Decimal;
  /** Quantity × price, rounded down. */
  readonly value: Decimal;
  /** Whether some rule takes this family as collateral; what none takes counts nothing. */
  isAdmitted: boolean;
  /** Factors since the last settlement; one and the same object where both are equal. */
  initialWeight: Decimal;
  maintenanceWeight: Decimal;
  /** What counts against initial and against maintenance margin so far. */
  initialValue: Decimal;
  maintenanceValue: Decimal;
  /** For showing: what weights by asset, and by layer, took away. */
  assetHaircut: Decimal;
  layerHaircut: Decimal;
  /** 1 where it has arrived, 0 when it is seized; in transit what a rule gives, and nothing before one does. */
  credit: Decimal;
}

/** What a holding is called in explanations. */
export function collateralSubject({ holding: { amount, bucket, transit } }: CollateralLine): string {
  const carrier = transit === undefined ? '' : ` by ${transit.transfer}`;
  return `${amount.asset} (${bucket}${carrier})`;
}

/** A line for a holding; undefined when the network does not know the asset, since then not even its decimals are known. */
export function collateralLine(holding: Holding, context: EvaluationContext): CollateralLine | undefined {
  const { amount, bucket, transit } = holding;
  const { market, directory, places, gaps, recorder } = context;
  const known = directory.assetOf(amount.asset);
  if (known === undefined) {
    gaps.push({ code: 'UNKNOWN_ASSET', subject: amount.asset });
    return undefined;
  }
  if (bucket === 'in-transit' && transit === undefined) {
    throw new Error('a holding in transit must name its transfer');
  }
  const quantity = toDecimal(amount, known.decimals);
  const price = markPriceOf(market, known.family);
  if (price === undefined && bucket !== 'seized') gaps.push({ code: 'MISSING_PRICE', subject: known.family });
  const value = price === undefined ? ZERO : mulDown(quantity, price, places);
  const counted = bucket === 'seized' ? ZERO : value;
  const line: CollateralLine = {
    holding,
    family: known.family,
    mechanism: transit === undefined ? undefined : directory.mechanismOf(transit.bridge),
    quantity,
    price: price ?? ZERO,
    value,
    isAdmitted: false,
    initialWeight: ONE,
    maintenanceWeight: ONE,
    initialValue: counted,
    maintenanceValue: counted,
    assetHaircut: ONE,
    layerHaircut: ZERO,
    credit: bucket === 'available' || bucket === 'reserved' ? ONE : ZERO,
  };
  recorder?.step({
    subject: collateralSubject(line),
    figure: 'market value',
    formula: 'quantity × price',
    inputs: [input('quantity', quantity, 'tokens'), input('price', line.price, 'USD/token')],
    rounding: { direction: 'down', places },
    output: value,
    unit: 'USD',
  });
  return line;
}

/** Multiplies a line by weights; equal weights are best given as one object. */
export function weigh(line: CollateralLine, initial: Decimal, maintenance: Decimal): void {
  const isSame = initial === maintenance && line.initialWeight === line.maintenanceWeight;
  line.maintenanceWeight =
    line.maintenanceWeight === ONE ? maintenance : line.maintenanceWeight.mul(maintenance);
  if (isSame) line.initialWeight = line.maintenanceWeight;
  else line.initialWeight = line.initialWeight.mul(initial);
}

/** Takes a haircut off both weights of a line, and tells a recorder; of the initial weight only where it is another. */
export function takeHaircut(line: CollateralLine, haircut: Decimal, { recorder }: EvaluationContext): void {
  const weight = ONE.sub(haircut);
  const { initialWeight, maintenanceWeight } = line;
  weigh(line, weight, weight);
  if (recorder === undefined) return;
  const columns = [
    ['weight', maintenanceWeight],
    ...(initialWeight === maintenanceWeight ? [] : [['initial weight', initialWeight] as const]),
  ] as const;
  for (const [figure, before] of columns) {
    recorder.step({
      subject: collateralSubject(line),
      figure,
      formula: 'before × (1 − haircut)',
      inputs: [input('before', before, 'fraction'), input('haircut', haircut, 'fraction')],
      output: before.mul(weight),
      unit: 'fraction',
    });
  }
}

/** A step on the amounts of a line, under the names that explanations give it. */
export interface LineStep {
  readonly figure: string;
  readonly formula: string;
  /** What goes in besides the value so far. */
  readonly inputs: readonly StepInput[];
}

/** Replaces both values of a line, rounded down, and tells a recorder; of the initial value only where it is another. */
export function revalue(
  line: CollateralLine,
  valueOf: (value: Decimal) => Decimal,
  { figure, formula, inputs }: LineStep,
  { places, recorder }: EvaluationContext,
): void {
  const { initialValue, maintenanceValue } = line;
  const isSame = initialValue === maintenanceValue;
  line.maintenanceValue = valueOf(maintenanceValue);
  line.initialValue = isSame ? line.maintenanceValue : valueOf(initialValue);
  if (recorder === undefined) return;
  const columns = [
    [figure, maintenanceValue, line.maintenanceValue],
    ...(isSame ? [] : [[`initial ${figure}`, initialValue, line.initialValue] as const]),
  ] as const;
  for (const [name, before, output] of columns) {
    recorder.step({
      subject: collateralSubject(line),
      figure: name,
      formula,
      inputs: [input('value', before, 'USD'), ...inputs],
      rounding: { direction: 'down', places },
      output,
      unit: 'USD',
    });
  }
}

/**
 * Rounds what the weights since the last settlement leave: value × weight, in USD, down. Rules that work on amounts
 * call it first.
 */
export function settleCollateral(line: CollateralLine, { places, recorder }: EvaluationContext): void {
  const { initialWeight, maintenanceWeight, initialValue, maintenanceValue } = line;
  if (initialWeight === ONE && maintenanceWeight === ONE) return;
  const isSame = initialWeight === maintenanceWeight && initialValue === maintenanceValue;
  line.maintenanceValue = mulDown(maintenanceValue, maintenanceWeight, places);
  line.initialValue = isSame ? line.maintenanceValue : mulDown(initialValue, initialWeight, places);
  line.initialWeight = ONE;
  line.maintenanceWeight = ONE;
  if (recorder === undefined) return;
  const columns = [
    ['collateral value', maintenanceValue, maintenanceWeight, line.maintenanceValue],
    ...(isSame
      ? []
      : [['initial collateral value', initialValue, initialWeight, line.initialValue] as const]),
  ] as const;
  for (const [figure, before, weight, output] of columns) {
    recorder.step({
      subject: collateralSubject(line),
      figure,
      formula: 'value × weight',
      inputs: [input('value', before, 'USD'), input('weight', weight, 'fraction')],
      rounding: { direction: 'down', places },
      output,
      unit: 'USD',
    });
  }
}

/** What a line came to. What no rule admitted, and what is in transit without credit, counts nothing. */
export function holdingMargin(line: CollateralLine): HoldingMargin {
  const { holding, family, mechanism, quantity, price, value, assetHaircut, layerHaircut, credit } = line;
  const { amount, bucket, transit } = holding;
  const counts = line.isAdmitted && (bucket !== 'in-transit' || !credit.isZero());
  const collateralValue = counts ? line.maintenanceValue : ZERO;
  const initialCollateralValue = counts ? line.initialValue : ZERO;
  return {
    asset: amount.asset,
    chain: chainOfAsset(amount.asset),
    family,
    bucket,
    ...(transit === undefined
      ? {}
      : {
          transfer: transit.transfer,
          bridge: transit.bridge,
          stage: transit.stage,
          ...(mechanism === undefined ? {} : { mechanism }),
        }),
    ...(holding.proven === undefined ? {} : { proven: holding.proven }),
    quantity,
    price,
    value,
    assetHaircut,
    layerHaircut,
    credit,
    collateralValue,
    ...(initialCollateralValue.eq(collateralValue) ? {} : { initialCollateralValue }),
  };
}
