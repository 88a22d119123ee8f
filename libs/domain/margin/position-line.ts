import { divUp, maximum, mulUp, ONE, ZERO, type Decimal } from '@causeway/domain/units';
import type { Position } from './account.js';
import type { EvaluationContext } from './evaluation-context.js';
import { input, type StepInput } from './explanation.js';
import type { PositionMargin } from './margin-state.js';
import { notionalOf } from './notional.js';
import { markPriceOf } from './prices.js';
import { unrealisedPnlOf } from './unrealised-pnl.js';

/** Decimal places of a margin fraction that is worked out from amounts, for showing. */
const FRACTION_PLACES = 8;

/**
 * A position while position rules work on it. Rules demand margin as a fraction of notional or as an amount, and the
 * largest demand counts, so that a rule never lowers what another asks for and their order does not matter.
 */
export interface PositionLine {
  readonly position: Position;
  /** The entry price when there is no mark price. */
  readonly markPrice: Decimal;
  /** |size| × mark price, rounded up. */
  readonly notional: Decimal;
  /** Size × (mark − entry) − funding owed, rounded down. */
  readonly unrealisedPnl: Decimal;
  /** The largest fraction demanded so far. */
  initialFraction: Decimal | undefined;
  maintenanceFraction: Decimal | undefined;
  /** The largest amount demanded so far. */
  initialMargin: Decimal;
  maintenanceMargin: Decimal;
  /** Whether an account rule margins this position together with others, so that it demands nothing by itself. */
  isMarginedTogether: boolean;
  /** Whether it is margined apart from the account, by its own isolated margin. */
  isIsolated: boolean;
}

/** What a position is called in explanations. */
export function positionSubject({ position: { instrument, chain } }: PositionLine): string {
  return `${instrument} on ${chain}`;
}

/**
 * A line for a position. Without a mark price it is taken at its entry price: the requirement stays and no profit
 * counts.
 */
export function positionLine(position: Position, context: EvaluationContext): PositionLine {
  const { instrument, size, entryPrice } = position;
  const { market, places, gaps, recorder } = context;
  const price = markPriceOf(market, instrument);
  if (price === undefined) gaps.push({ code: 'MISSING_PRICE', subject: instrument });
  const markPrice = price ?? entryPrice;
  const line: PositionLine = {
    position,
    markPrice,
    notional: notionalOf(size, markPrice, places),
    unrealisedPnl: unrealisedPnlOf(size, entryPrice, markPrice, places, position.fundingOwed),
    initialFraction: undefined,
    maintenanceFraction: undefined,
    initialMargin: ZERO,
    maintenanceMargin: ZERO,
    isMarginedTogether: false,
    isIsolated: false,
  };
  if (recorder !== undefined) recordValuation(line, context);
  return line;
}

function recordValuation(line: PositionLine, { places, recorder }: EvaluationContext): void {
  const { size, entryPrice } = line.position;
  const subject = positionSubject(line);
  const sized = [input('size', size, 'contracts'), input('mark', line.markPrice, 'USD/token')];
  recorder?.step({
    subject,
    figure: 'notional',
    formula: 'abs(size) × mark',
    inputs: sized,
    rounding: { direction: 'up', places },
    output: line.notional,
    unit: 'USD',
  });
  recorder?.step({
    subject,
    figure: 'unrealised profit',
    formula: 'size × (mark − entry) − funding',
    inputs: [
      ...sized,
      input('entry', entryPrice, 'USD/token'),
      input('funding', line.position.fundingOwed ?? ZERO, 'USD'),
    ],
    rounding: { direction: 'down', places },
    output: line.unrealisedPnl,
    unit: 'USD',
  });
}

/** Demands at least these fractions of notional. */
export function demandFraction(line: PositionLine, initial: Decimal, maintenance: Decimal): void {
  const { initialFraction, maintenanceFraction } = line;
  line.initialFraction = initialFraction === undefined ? initial : maximum(initialFraction, initial);
  line.maintenanceFraction =
    maintenanceFraction === undefined ? maintenance : maximum(maintenanceFraction, maintenance);
}

/** The price of an option bounds what its holder can lose, but not its writer: who writes one has its strike at stake. */
function demandStrike(line: PositionLine, { places }: EvaluationContext): void {
  const { size, option } = line.position;
  if (option === undefined || !size.lt(0)) return;
  const stake = mulUp(size.abs(), maximum(option.strike, line.markPrice), places);
  demandAmount(line, stake, stake);
}

/** Demands at least these amounts in USD. */
export function demandAmount(line: PositionLine, initial: Decimal, maintenance: Decimal): void {
  line.initialFraction ??= ZERO;
  line.maintenanceFraction ??= ZERO;
  line.initialMargin = maximum(line.initialMargin, initial);
  line.maintenanceMargin = maximum(line.maintenanceMargin, maintenance);
}

/** Whether some rule says what margin this position needs. */
export function isListed(line: PositionLine): boolean {
  return line.isMarginedTogether || line.maintenanceFraction !== undefined;
}

/** Works out what the position demands: max(notional × fraction rounded up, amount). What no rule lists is margined in full. */
export function settlePosition(line: PositionLine, context: EvaluationContext): void {
  if (line.isMarginedTogether) {
    line.initialMargin = ZERO;
    line.maintenanceMargin = ZERO;
    return;
  }
  if (!isListed(line)) {
    context.gaps.push({ code: 'UNKNOWN_INSTRUMENT', subject: line.position.instrument });
    demandFraction(line, ONE, ONE);
    demandStrike(line, context);
  }
  const { initialFraction = ZERO, initialMargin, maintenanceFraction = ZERO, maintenanceMargin } = line;
  line.initialMargin = settled(line, context, 'initial margin', initialFraction, initialMargin);
  line.maintenanceMargin = settled(
    line,
    context,
    'maintenance margin',
    maintenanceFraction,
    maintenanceMargin,
  );
  if (!initialMargin.isZero() && line.initialMargin === initialMargin) line.initialFraction = ZERO;
  if (!maintenanceMargin.isZero() && line.maintenanceMargin === maintenanceMargin) {
    line.maintenanceFraction = ZERO;
  }
}

function settled(
  line: PositionLine,
  { places, recorder }: EvaluationContext,
  figure: string,
  fraction: Decimal,
  amount: Decimal,
): Decimal {
  if (fraction.isZero()) return amount;
  const byFraction = mulUp(line.notional, fraction, places);
  const inputs: StepInput[] = [
    input('notional', line.notional, 'USD'),
    input('fraction', fraction, 'fraction'),
  ];
  const output = amount.isZero() ? byFraction : maximum(amount, byFraction);
  recorder?.step({
    subject: positionSubject(line),
    figure,
    formula: amount.isZero() ? 'notional × fraction' : 'max(notional × fraction, amount)',
    inputs: amount.isZero() ? inputs : [...inputs, input('amount', amount, 'USD')],
    rounding: { direction: 'up', places },
    output,
    unit: 'USD',
  });
  return output;
}

/** What a line came to. */
export function positionMargin(line: PositionLine): PositionMargin {
  const { position, markPrice, notional, unrealisedPnl, initialMargin, maintenanceMargin } = line;
  const { instrument, chain, size, entryPrice } = position;
  return {
    instrument,
    chain,
    size,
    entryPrice,
    markPrice,
    notional,
    unrealisedPnl,
    initialMarginFraction: shownFraction(line, line.initialFraction, initialMargin),
    maintenanceMarginFraction: shownFraction(line, line.maintenanceFraction, maintenanceMargin),
    initialMargin,
    maintenanceMargin,
    ...(line.isMarginedTogether ? { isMarginedTogether: true as const } : {}),
    ...(line.isIsolated ? { isIsolated: true as const } : {}),
  };
}

/** The fraction that a rule gave where it alone decided, else what the amount comes to, rounded up. */
function shownFraction({ notional }: PositionLine, fraction: Decimal | undefined, amount: Decimal): Decimal {
  if (fraction !== undefined && !fraction.isZero()) return fraction;
  return notional.isZero() ? ZERO : divUp(amount, notional, FRACTION_PLACES);
}
