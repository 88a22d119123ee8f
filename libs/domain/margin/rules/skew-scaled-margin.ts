import { type Decimal, divTowardsZero, ONE, roundTowardsZero, ZERO } from '@causeway/domain/units';
import { belowZero, entriesAt } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input, type FigureUnit, type StepInput } from '../explanation.js';
import { demandAmount, positionSubject, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';

/** Margin parameters of one market of Synthetix v3 perps; fractions are of 1. */
export interface SkewScaledMargin {
  /** Size at which the price impact of the skew is 100 %, in the base asset; zero means no impact. */
  readonly skewScale: Decimal;
  /** Initial margin ratio for each unit of size / skewScale. */
  readonly initialMarginRatio: Decimal;
  readonly minimumInitialMarginRatio: Decimal;
  /** Maintenance margin ratio as a fraction of the initial one. */
  readonly maintenanceMarginScalar: Decimal;
  /** Added to both requirements of every open position, in the quote unit. */
  readonly minimumPositionMargin: Decimal;
}

/** What a position requires, in the quote unit at 18 decimal places. */
export interface SkewScaledRequirement {
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
}

const WAD_PLACES = 18;

/**
 * Requirements that grow with the square of the size:
 * ratio = |size| / skewScale · initialMarginRatio + minimumInitialMarginRatio, maintenance ratio = ratio · scalar, margin
 * = |size|·price·ratio + minimumPositionMargin. Every product and quotient is truncated at 18 decimal places, as
 * the contract's `mulDecimal` and `divDecimal` do. A position of size zero requires nothing.
 * Source: Synthetixio/synthetix-v3 markets/perps-market/contracts/storage/PerpsMarketConfiguration.sol
 * calculateRequiredMargins.
 */
export function skewScaledRequirement(
  size: Decimal,
  price: Decimal,
  market: SkewScaledMargin,
): SkewScaledRequirement {
  if (size.isZero()) return { initialMargin: ZERO, maintenanceMargin: ZERO };
  const { initialRatio, maintenanceRatio } = skewScaledRatios(size, market);
  const notional = mulDecimal(size.abs(), price);
  return {
    initialMargin: mulDecimal(notional, initialRatio).add(market.minimumPositionMargin),
    maintenanceMargin: mulDecimal(notional, maintenanceRatio).add(market.minimumPositionMargin),
  };
}

/** The ratios of notional that a position of a size requires, and its size as a share of the skew scale. */
export function skewScaledRatios(
  size: Decimal,
  market: SkewScaledMargin,
): { readonly share: Decimal; readonly initialRatio: Decimal; readonly maintenanceRatio: Decimal } {
  const { skewScale, initialMarginRatio, minimumInitialMarginRatio, maintenanceMarginScalar } = market;
  const share = skewScale.isZero() ? ZERO : divTowardsZero(size.abs(), skewScale, WAD_PLACES);
  const initialRatio = mulDecimal(share, initialMarginRatio).add(minimumInitialMarginRatio);
  return { share, initialRatio, maintenanceRatio: mulDecimal(initialRatio, maintenanceMarginScalar) };
}

function mulDecimal(a: Decimal, b: Decimal): Decimal {
  return roundTowardsZero(a.mul(b), WAD_PLACES);
}

/**
 * `skew-scaled-margin`: a position demands margin by a ratio that grows with its size against the market's skew scale,
 * and a fixed amount on top, truncated at 18 decimal places. Synthetix v3 perps.
 */
export interface SkewScaledMarginRule {
  readonly rule: 'skew-scaled-margin';
  /** By instrument. */
  readonly markets: ReadonlyMap<string, SkewScaledMargin>;
}

export const skewScaledMargin: RuleDefinition<SkewScaledMarginRule, PositionLine> = {
  complaintAbout: ({ markets }) => {
    for (const [path, market] of entriesAt('/markets', markets)) {
      const complaint = belowZero(
        Object.entries(market).map(([name, value]: [string, Decimal]) => [`${path}/${name}`, value] as const),
      );
      if (complaint !== undefined) return complaint;
      const { minimumInitialMarginRatio: least, maintenanceMarginScalar: scalar } = market;
      if (least.isZero() && market.minimumPositionMargin.isZero()) {
        const message =
          'must be above 0 where no minimumPositionMargin is: a small position would need nothing';
        return { path: `${path}/minimumInitialMarginRatio`, message };
      }
      if (scalar.lte(ONE) && (scalar.gt(0) || market.minimumPositionMargin.gt(0))) continue;
      const message = `${scalar.toFixed()} must be above 0 and at most 1: maintenance is a part of initial margin`;
      return { path: `${path}/maintenanceMarginScalar`, message };
    }
    return undefined;
  },
  apply: ({ markets }, lines, context) => {
    for (const line of lines) {
      const market = markets.get(line.position.instrument);
      if (market === undefined) continue;
      const required = skewScaledRequirement(line.position.size, line.markPrice, market);
      demandAmount(line, required.initialMargin, required.maintenanceMargin);
      if (context.recorder !== undefined) recordSkew(line, market, required, context);
    }
  },
};

function recordSkew(
  line: PositionLine,
  market: SkewScaledMargin,
  required: SkewScaledRequirement,
  { recorder }: EvaluationContext,
): void {
  const subject = positionSubject(line);
  const { share, initialRatio, maintenanceRatio } = skewScaledRatios(line.position.size, market);
  const notional = mulDecimal(line.position.size.abs(), line.markPrice);
  const size = input('size', line.position.size, 'contracts');
  const step = (
    figure: string,
    formula: string,
    inputs: readonly StepInput[],
    output: Decimal,
    unit: FigureUnit,
  ) => recorder?.step({ subject, figure, formula, inputs, rounding: TRUNCATED, output, unit });
  if (!market.skewScale.isZero()) {
    const scale = input('scale', market.skewScale, 'contracts');
    step('share of the skew scale', 'abs(size) / scale', [size, scale], share, 'ratio');
  }
  const slope = input('slope', market.initialMarginRatio, 'ratio');
  const leastRatio = input('least', market.minimumInitialMarginRatio, 'ratio');
  const shared = [input('share', share, 'ratio'), slope, leastRatio];
  step('initial margin ratio', 'share × slope + least', shared, initialRatio, 'ratio');
  const scaled = [
    input('ratio', initialRatio, 'ratio'),
    input('scalar', market.maintenanceMarginScalar, 'ratio'),
  ];
  step('maintenance margin ratio', 'ratio × scalar', scaled, maintenanceRatio, 'ratio');
  const valued = [size, input('mark', line.markPrice, 'USD/token')];
  step('notional of market', 'abs(size) × mark', valued, notional, 'USD');
  for (const [figure, ratio, output] of [
    ['initial margin of market', initialRatio, required.initialMargin],
    ['maintenance margin of market', maintenanceRatio, required.maintenanceMargin],
  ] as const) {
    const inputs = [input('notional', notional, 'USD'), input('ratio', ratio, 'ratio')];
    const least = input('least', market.minimumPositionMargin, 'USD');
    step(figure, 'notional × ratio + least', [...inputs, least], output, 'USD');
  }
}

/** No figure here is negative, so that truncating is rounding down. */
const TRUNCATED = { direction: 'down', places: WAD_PLACES } as const;
