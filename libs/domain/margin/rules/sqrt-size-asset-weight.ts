import { mulDown, ONE, sum, type Decimal } from '@causeway/domain/units';
import { collateralSubject, weigh, type CollateralLine } from '../collateral-line.js';
import { linesBy } from '../collateral-share.js';
import { belowZero, entriesAt, notAFraction } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';
import type { CollateralWeight } from './collateral-weight.js';
import {
  depositScaledAssetWeight,
  recordDiscountedWeight,
  sizeDiscountedAssetWeight,
  WEIGHT_PLACES,
} from './sqrt-size-weight.js';

/** Weights of an asset, and how they fall with the size of a deposit and with all deposits. */
export interface SqrtSizeAssetWeight extends CollateralWeight {
  /** By how much the weight falls with each square root of a token; zero leaves it as it is. */
  readonly imf: Decimal;
  /** USD of all deposits from which the initial weight falls; zero leaves it as it is. */
  readonly scaleFrom: Decimal;
}

/**
 * `sqrt-size-asset-weight`: collateral of a family counts for value × min(weight, 1.1 / (1 + imf·√quantity)); against
 * initial margin the weight first falls to weight × start / deposits once all deposits are worth more than the start.
 * The quantity is all of the family that the account has, on every layer, reserved and in transit too, so that nothing is
 * gained by spreading it. A family that is not listed is no collateral. Drift v2 spot markets (drift-labs/protocol-v2
 * programs/drift/src/state/spot_market.rs get_asset_weight).
 */
export interface SqrtSizeAssetWeightRule {
  readonly rule: 'sqrt-size-asset-weight';
  /** By asset family. */
  readonly markets: ReadonlyMap<string, SqrtSizeAssetWeight>;
}

export const sqrtSizeAssetWeight: RuleDefinition<SqrtSizeAssetWeightRule, CollateralLine> = {
  complaintAbout: ({ markets }) => {
    for (const [path, { initial, maintenance, imf, scaleFrom }] of entriesAt('/markets', markets)) {
      const complaint =
        notAFraction([
          [`${path}/initial`, initial],
          [`${path}/maintenance`, maintenance],
        ]) ??
        belowZero([
          [`${path}/imf`, imf],
          [`${path}/scaleFrom`, scaleFrom],
        ]);
      if (complaint !== undefined) return complaint;
      if (initial.gt(maintenance)) {
        return { path: `${path}/initial`, message: 'must be at most the maintenance weight' };
      }
    }
    return undefined;
  },
  apply: ({ markets }, lines, context) => {
    const held = lines.filter(({ holding }) => holding.bucket !== 'seized');
    for (const [family, group] of linesBy(held, (line) => line.family)) {
      const market = markets.get(family);
      if (market === undefined) continue;
      const size = sum(group.map(({ quantity }) => quantity));
      for (const line of group) if (!line.isAdmitted) weighBySize(line, size, market, context);
    }
  },
};

function weighBySize(
  line: CollateralLine,
  size: Decimal,
  market: SqrtSizeAssetWeight,
  context: EvaluationContext,
): void {
  const { imf } = market;
  const scaled = scaledInitialWeight(line, market, context);
  const initial = sizeDiscountedAssetWeight(size, imf, scaled);
  const maintenance = sizeDiscountedAssetWeight(size, imf, market.maintenance);
  line.isAdmitted = true;
  line.assetHaircut = ONE.sub(maintenance);
  weigh(line, initial, maintenance);
  if (context.recorder === undefined) return;
  const subject = collateralSubject(line);
  for (const [figure, weight, output] of [
    ['initial weight by size', scaled, initial],
    ['maintenance weight by size', market.maintenance, maintenance],
  ] as const) {
    recordDiscountedWeight(context.recorder, { subject, figure, size, imf, weight, output });
  }
}

/** Where nobody tells the deposits, the initial weight is zero: nothing then says that the asset is not overcrowded. */
function scaledInitialWeight(
  line: CollateralLine,
  { initial, scaleFrom }: SqrtSizeAssetWeight,
  { market, places, gaps, recorder }: EvaluationContext,
): Decimal {
  if (scaleFrom.isZero()) return initial;
  const deposits = market.facts?.get(line.family)?.totalDeposits;
  if (deposits === undefined) {
    gaps.push({ code: 'MISSING_FACT', subject: line.family });
    return initial.mul(0);
  }
  const depositValue = mulDown(deposits, line.price, places);
  const scaled = depositScaledAssetWeight(initial, depositValue, scaleFrom);
  if (!scaled.eq(initial)) {
    recorder?.step({
      subject: collateralSubject(line),
      figure: 'initial weight by deposits',
      formula: 'weight × start / deposits',
      inputs: [
        input('weight', initial, 'fraction'),
        input('start', scaleFrom, 'USD'),
        input('deposits', depositValue, 'USD'),
      ],
      rounding: { direction: 'down', places: WEIGHT_PLACES },
      output: scaled,
      unit: 'fraction',
    });
  }
  return scaled;
}
