import type { Decimal } from '@causeway/domain/units';
import type { EvaluationContext } from '../evaluation-context.js';
import type { StepInput } from '../explanation.js';
import { positionSubject, type PositionLine } from '../position-line.js';

/** A figure in USD that a position rule worked out for a line. */
export interface LineFigure {
  readonly figure: string;
  readonly formula: string;
  readonly inputs: readonly StepInput[];
  readonly output: Decimal;
  /** Which way the output was rounded at the policy's decimal places. */
  readonly direction: 'down' | 'up';
}

/** Tells the recorder of an evaluation, if there is one, how a figure of a position came about. */
export function recordLineFigure(
  line: PositionLine,
  { recorder, places }: EvaluationContext,
  { figure, formula, inputs, output, direction }: LineFigure,
): void {
  const subject = positionSubject(line);
  recorder?.step({ subject, figure, formula, inputs, rounding: { direction, places }, output, unit: 'USD' });
}
