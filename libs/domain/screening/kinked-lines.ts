import { maximum, minimum, type Decimal } from '@causeway/domain/units';
import { floatOf } from './float-bound.js';

/** x ↦ slope·x + intercept. */
export interface Line {
  readonly slope: Decimal;
  readonly intercept: Decimal;
}

/** Relative difference beyond which the order of two lines is certain although they were compared in binary64. */
const CERTAIN = 1e-9;

/**
 * The least of some lines, or the greatest: what a cap or a bracket makes of collateral (concave, the least), and a
 * tier or a floor of a requirement (convex, the greatest). Prepared once for a policy and used for all accounts.
 */
export class KinkedLines {
  private readonly slopes: readonly number[];
  private readonly intercepts: readonly number[];
  private readonly sign: 1 | -1;
  /** Between these lies the slope of the value wherever it is, in binary64. */
  readonly leastSlope: number;
  readonly greatestSlope: number;

  constructor(
    readonly kind: 'least' | 'greatest',
    readonly lines: readonly [Line, ...Line[]],
  ) {
    this.slopes = lines.map(({ slope }) => floatOf(slope));
    this.intercepts = lines.map(({ intercept }) => floatOf(intercept));
    this.sign = kind === 'least' ? 1 : -1;
    this.leastSlope = Math.min(...this.slopes);
    this.greatestSlope = Math.max(...this.slopes);
  }

  /** The value at x, exact. */
  at(x: Decimal): Decimal {
    const [first, ...others] = this.lines;
    const better = this.kind === 'least' ? minimum : maximum;
    return others.reduce((best, line) => better(best, valueAt(line, x)), valueAt(first, x));
  }

  /** The line that has the value at x; the first of several. */
  lineAt(x: Decimal): Line {
    const value = this.at(x);
    return this.lines.find((line) => valueAt(line, x).eq(value)) ?? this.lines[0];
  }

  /**
   * The line that has the value everywhere from one x to another; undefined when there is a kink between them, or may be.
   * Found in binary64 and returned only if it is ahead of every other line at both ends by far more than rounding can
   * make of it: then it is so between them too, because the differences are linear.
   */
  lineOver(from: number, to: number): Line | undefined {
    if (this.lines.length === 1) return this.lines[0];
    const best = this.bestAt((from + to) / 2);
    for (let index = 0; index < this.slopes.length; index += 1) {
      if (index === best) continue;
      if (!this.isAhead(best, index, from) || !this.isAhead(best, index, to)) return undefined;
    }
    return this.lines[best];
  }

  /** The value at x in binary64, about. */
  floatValue(x: number): number {
    return this.floatAt(this.bestAt(x), x);
  }

  private bestAt(x: number): number {
    let best = 0;
    for (let index = 1; index < this.slopes.length; index += 1) {
      if (this.sign * (this.floatAt(index, x) - this.floatAt(best, x)) < 0) best = index;
    }
    return best;
  }

  private isAhead(best: number, other: number, x: number): boolean {
    const lead = this.sign * (this.floatAt(other, x) - this.floatAt(best, x));
    return lead > CERTAIN * (this.magnitudeAt(other, x) + this.magnitudeAt(best, x));
  }

  private floatAt(index: number, x: number): number {
    return this.slopes[index]! * x + this.intercepts[index]!;
  }

  private magnitudeAt(index: number, x: number): number {
    return Math.abs(this.slopes[index]! * x) + Math.abs(this.intercepts[index]!);
  }
}

function valueAt({ slope, intercept }: Line, x: Decimal): Decimal {
  return slope.mul(x).add(intercept);
}
