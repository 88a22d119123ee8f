import type { ExplanationStep, StepInput, StepRounding } from '@causeway/domain/margin';
import { formatDecimal, type Decimal } from '@causeway/domain/units';

/** Digits behind the point that a reader is shown of an input; outputs are shown in full. */
const SHOWN_PLACES = 12;

/**
 * The steps of an evaluation for people: a heading for each rule with its place in the policy, and below it each figure
 * with what it is about, its formula, what went in and how it was rounded.
 */
export function explanationTable(steps: readonly ExplanationStep[]): string {
  const lines: string[] = [];
  let heading = '';
  for (const step of steps) {
    const next = step.path === undefined ? step.rule : `${step.rule}  ${step.path}`;
    if (next !== heading) lines.push(...(heading === '' ? [] : ['']), next);
    heading = next;
    lines.push(...linesOf(step));
  }
  return `${lines.join('\n')}\n`;
}

function linesOf({
  subject,
  figure,
  formula,
  inputs,
  rounding,
  output,
  unit,
}: ExplanationStep): readonly string[] {
  return [
    `  ${subject}: ${figure} = ${formatDecimal(output)} ${unit}`,
    `    = ${formula}${roundingWords(rounding)}`,
    `    with ${inputs.map(inputWords).join(', ')}`,
  ];
}

function roundingWords(rounding: StepRounding | undefined): string {
  if (rounding === undefined) return ', exact';
  return `, rounded ${rounding.direction === 'nearest' ? 'to the nearest' : rounding.direction} at ${rounding.places} places`;
}

function inputWords({ name, value, unit }: StepInput): string {
  return `${name} = ${shown(value)} ${unit}`;
}

function shown(value: Decimal): string {
  if (value.decimalPlaces() <= SHOWN_PLACES) return formatDecimal(value);
  return `${formatDecimal(value.toDecimalPlaces(SHOWN_PLACES))}…`;
}
