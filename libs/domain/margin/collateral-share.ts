import { divDown, ZERO, type Decimal } from '@causeway/domain/units';
import { collateralSubject, type CollateralLine } from './collateral-line.js';
import type { EvaluationContext } from './evaluation-context.js';
import { input } from './explanation.js';

/** The two figures of a collateral line that a rule over several lines bounds together. */
export type CollateralColumn = 'initialValue' | 'maintenanceValue';

export const COLLATERAL_COLUMNS: readonly CollateralColumn[] = ['initialValue', 'maintenanceValue'];

/** What several lines count for together, exact. */
export function totalValue(lines: readonly CollateralLine[], column: CollateralColumn): Decimal {
  let total = ZERO;
  for (const line of lines) total = total.add(line[column]);
  return total;
}

/**
 * Leaves several lines no more than `counted` together: each keeps its proportional share, value × counted / total,
 * rounded down, so that the order of the lines does not matter. `counted` is below their total.
 */
export function shareOut(
  lines: readonly CollateralLine[],
  column: CollateralColumn,
  counted: Decimal,
  total: Decimal,
  { places, recorder }: EvaluationContext,
): void {
  for (const line of lines) {
    const value = line[column];
    line[column] = divDown(value.mul(counted), total, places);
    recorder?.step({
      subject: collateralSubject(line),
      figure: column === 'initialValue' ? 'initial share' : 'share',
      formula: 'value × counted / total',
      inputs: [input('value', value, 'USD'), input('counted', counted, 'USD'), input('total', total, 'USD')],
      rounding: { direction: 'down', places },
      output: line[column],
      unit: 'USD',
    });
  }
}

/** The lines by a key of theirs, those without one left out. */
export function linesBy<Line>(
  lines: readonly Line[],
  keyOf: (line: Line) => string | undefined,
): ReadonlyMap<string, readonly Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = keyOf(line);
    if (key === undefined) continue;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [line]);
    else known.push(line);
  }
  return groups;
}
