import { decimal, roundDown, type Decimal } from '@causeway/domain/units';

const HUNDRED = decimal('100');

/** A table with columns as wide as their widest cell. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}

/** Whole dollars, rounded down, with commas between thousands. */
export function wholeDollars(value: Decimal): string {
  return roundDown(value, 0)
    .toFixed(0)
    .replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A fraction of 1 in per cent, rounded down at two places. */
export function percent(fraction: Decimal): string {
  return `${roundDown(fraction.mul(HUNDRED), 2).toFixed()} %`;
}
