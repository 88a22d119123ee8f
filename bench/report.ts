/** One measured figure, ready to be read. */
export interface Figure {
  readonly label: string;
  readonly figure: string;
  /** How it compares with the baseline of the same run; left out for the baseline itself. */
  readonly ratio?: string;
}

/** The figures of one subject, and on what they were measured. */
export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** Prints a section as aligned text. */
export function printSection({ title, figures }: Section): void {
  const labelWidth = Math.max(...figures.map(({ label }) => label.length));
  const figureWidth = Math.max(...figures.map(({ figure }) => figure.length));
  console.log(`\n${title}`);
  for (const { label, figure, ratio } of figures) {
    console.log(
      `  ${label.padEnd(labelWidth)}  ${figure.padStart(figureWidth)}  ${ratio ?? 'baseline'}`.trimEnd(),
    );
  }
}

/** Three significant digits, with thousands separated. */
export function shortNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** A rate, e.g. `12,300 events/s`. */
export function rate(perSecond: number, unit: string): string {
  return `${shortNumber(perSecond)} ${unit}/s`;
}

/** How a rate compares with a baseline rate, e.g. `3.2 × one by one`. */
export function times(value: number, baseline: number, name: string): string {
  return `${shortNumber(value / baseline)} × ${name}`;
}
