import { divDown, ONE, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountTerms, KinkedTerm, TermSum } from './account-terms.js';
import { floatOf } from './float-bound.js';
import type { FoldedAccount, FoldedRow, Slot, SlotBox } from './folded-account.js';
import type { Line } from './kinked-lines.js';

/** Share of its parts by which a slope must differ from zero for its sign to be certain. */
const CERTAIN = 1e-9;
/** Decimal places of the slope of a chord, which is rounded down. */
const SLOPE_PLACES = 40;

/** What an account must keep to be clear: health, i.e. equity / requirement, within these. */
export interface HealthRange {
  /** Clear needs equity ≥ least × requirement, up to what the screen leaves open. */
  readonly least: Decimal;
  /** Clear needs equity < most × requirement; absent when no health is too good. */
  readonly most?: Decimal;
}

/** Where an account is folded. */
export interface FoldPlace {
  /** The present value of a slot. */
  readonly valueOf: (slot: Slot) => Decimal;
  /**
   * How far around the present values kinks are bridged, as a share of the value between 0 and 1. A wide bridge holds
   * for longer, a narrow one is closer to the account.
   */
  readonly reach: Decimal;
}

/**
 * Folds an account into rows that are never above its surplus:
 *
 * - for each requirement R, equity − rounding − least × (R + rounding). A kinked term that is on one line all over the
 *   reach is taken for that line, any other for the chord between its values at the ends: what counts in favour is
 *   concave, and so never below its chord between them.
 * - most × (R − rounding) − equity − rounding for the requirement that is greatest at present. Here each kinked term is
 *   taken for the line it is on at present, which it is never on the other side of; this row holds everywhere.
 *
 * Exact but for the slope of a chord.
 */
export function foldTerms(terms: AccountTerms, { least, most }: HealthRange, at: FoldPlace): FoldedAccount {
  const { slots, requirements, equity } = terms;
  const bridges = new Bridges(slots, at);
  const common = new RowDraft(slots);
  common.addSum(equity, ONE);
  common.addConstant(terms.equityRounding.add(least.mul(terms.requirementRounding)).neg());
  for (const term of equity.kinked) bridges.add(common, term, ONE);
  const rows = requirements.map((requirement) => {
    const row = common.copy();
    row.addSum(requirement, least.neg());
    for (const term of requirement.kinked) bridges.add(row, term, least.neg());
    return row.toRow();
  });
  if (most !== undefined) rows.push(rowAbove(terms, most, at));
  const boxes = bridges.boxes((slot) => (most === undefined ? openSides(terms, least, slot) : {}));
  return { slots: withLimits(boxes, terms), rows, ...(bridges.isBridged ? { isBridged: true } : {}) };
}

/** A row while it is added up. */
class RowDraft {
  constructor(
    private readonly slots: readonly Slot[],
    private constant = ZERO,
    private readonly coefficients: Decimal[] = slots.map(() => ZERO),
  ) {}

  /** The same so far, to be added to by itself. */
  copy(): RowDraft {
    return new RowDraft(this.slots, this.constant, [...this.coefficients]);
  }

  /** Adds the constant and the linear terms of a sum. */
  addSum({ constant, linear }: TermSum, factor: Decimal): void {
    this.addConstant(times(constant, factor));
    for (const { slot, coefficient } of linear) this.addSlope(slot, times(coefficient, factor));
  }

  addConstant(constant: Decimal): void {
    if (!constant.isZero()) this.constant = this.constant.add(constant);
  }

  addSlope(slot: Slot, slope: Decimal): void {
    const place = this.slots.indexOf(slot);
    const present = this.coefficients[place];
    if (present === undefined) throw new Error(`slot ${slot} is not among those of the account`);
    this.coefficients[place] = present.isZero() ? slope : present.add(slope);
  }

  /** Adds factor × the term as if it were on one line everywhere. */
  addLine({ slot, quantity, factor }: KinkedTerm, line: Line, multiplier: Decimal): void {
    const weight = times(factor, multiplier);
    if (!line.slope.isZero()) this.addSlope(slot, times(line.slope, weight).mul(quantity));
    if (!line.intercept.isZero()) this.addConstant(times(line.intercept, weight));
  }

  toRow(): FoldedRow {
    return { constant: this.constant, coefficients: this.coefficients };
  }
}

/** a·b, which for most factors here is a or b itself. */
function times(a: Decimal, b: Decimal): Decimal {
  if (b === ONE) return a;
  return a === ONE ? b : a.mul(b);
}

interface Interval {
  readonly lower: Decimal;
  readonly upper: Decimal;
}

/** Takes kinked terms from below, each over the reach around the present value of its slot. */
class Bridges {
  private readonly intervals: (Interval | undefined)[];
  /** Whether some term was taken for a chord, so that a narrower reach would be closer. */
  isBridged = false;

  constructor(
    private readonly slots: readonly Slot[],
    private readonly at: FoldPlace,
  ) {
    this.intervals = slots.map(() => undefined);
  }

  /** Adds a concave multiple of a term to a row, from below. */
  add(row: RowDraft, term: KinkedTerm, multiplier: Decimal): void {
    const { slot, quantity, factor, kinked } = term;
    if (kinked.lines.length === 1) {
      row.addLine(term, kinked.lines[0], multiplier);
      return;
    }
    const { lower, upper } = this.intervalOf(slot);
    const size = floatOf(quantity);
    const line = kinked.lineOver(size * floatOf(lower), size * floatOf(upper));
    if (line !== undefined) {
      row.addLine(term, line, multiplier);
      return;
    }
    this.isBridged = true;
    const weight = times(factor, multiplier);
    const start = kinked.at(quantity.mul(lower)).mul(weight);
    const end = kinked.at(quantity.mul(upper)).mul(weight);
    const slope = upper.gt(lower) ? divDown(end.sub(start), upper.sub(lower), SLOPE_PLACES) : ZERO;
    row.addSlope(slot, slope);
    row.addConstant(start.sub(slope.mul(lower)));
  }

  /** The intervals over which terms were taken. */
  boxes(openSidesOf: (slot: Slot) => Pick<SlotBox, 'isOpenAbove' | 'isOpenBelow'>): readonly SlotBox[] {
    return this.slots.map((slot, place) => {
      const interval = this.intervals[place];
      return interval === undefined ? { slot } : { slot, ...interval, ...openSidesOf(slot) };
    });
  }

  private intervalOf(slot: Slot): Interval {
    const place = this.slots.indexOf(slot);
    const known = this.intervals[place];
    if (known !== undefined) return known;
    const value = this.at.valueOf(slot);
    const distance = value.abs().mul(this.at.reach);
    const interval = { lower: value.sub(distance), upper: value.add(distance) };
    this.intervals[place] = interval;
    return interval;
  }
}

/** most × (R − rounding) − equity − rounding, for the requirement that is greatest at present, or about so. */
function rowAbove(terms: AccountTerms, most: Decimal, at: FoldPlace): FoldedRow {
  const { slots, equity, requirements } = terms;
  const requirement = greatestOf(requirements, at);
  const row = new RowDraft(slots);
  row.addSum(requirement, most);
  for (const term of requirement.kinked) addPresentLine(row, term, most, at);
  row.addSum(equity, ONE.neg());
  row.addConstant(terms.equityRounding.add(most.mul(terms.requirementRounding)).neg());
  for (const term of equity.kinked) addPresentLine(row, term, ONE.neg(), at);
  return row.toRow();
}

/** The greatest sum at present, judged in binary64: any of them is right, and the greatest comes closest. */
function greatestOf(sums: readonly TermSum[], { valueOf }: FoldPlace): TermSum {
  const [first, ...others] = sums;
  if (first === undefined) throw new Error('an account must have a requirement, be it zero');
  if (others.length === 0) return first;
  const about = ({ constant, linear, kinked }: TermSum): number => {
    let total = floatOf(constant);
    for (const { slot, coefficient } of linear) total += floatOf(coefficient) * floatOf(valueOf(slot));
    for (const { slot, quantity, factor, kinked: lines } of kinked)
      total += floatOf(factor) * lines.floatValue(floatOf(quantity) * floatOf(valueOf(slot)));
    return total;
  };
  let greatest = first;
  let value = about(first);
  for (const each of others) {
    const next = about(each);
    if (next > value) [greatest, value] = [each, next];
  }
  return greatest;
}

function addPresentLine(row: RowDraft, term: KinkedTerm, multiplier: Decimal, { valueOf }: FoldPlace): void {
  row.addLine(term, term.kinked.lineAt(term.quantity.mul(valueOf(term.slot))), multiplier);
}

/** To which sides no requirement's surplus falls, wherever kinked terms are. */
function openSides(
  { equity, requirements }: AccountTerms,
  least: Decimal,
  slot: Slot,
): Pick<SlotBox, 'isOpenAbove' | 'isOpenBelow'> {
  let isRising = true;
  let isFalling = true;
  for (const requirement of requirements) {
    const slopes = new SlopeBounds();
    slopes.add(equity, slot, 1);
    slopes.add(requirement, slot, -floatOf(least));
    isRising &&= slopes.isRising();
    isFalling &&= slopes.isFalling();
  }
  return { ...(isFalling ? { isOpenBelow: true } : {}), ...(isRising ? { isOpenAbove: true } : {}) };
}

/** Between what the slope of a sum lies, in binary64: good for saying that it has a sign for sure. */
class SlopeBounds {
  private least = 0;
  private greatest = 0;
  private magnitude = 0;
  private hasRising = false;
  private hasFalling = false;

  add({ linear, kinked }: TermSum, slot: Slot, multiplier: number): void {
    for (const term of linear) {
      if (term.slot !== slot) continue;
      const slope = floatOf(term.coefficient) * multiplier;
      this.widen(slope, slope);
    }
    for (const { slot: of, quantity, factor, kinked: lines } of kinked) {
      if (of !== slot) continue;
      const weight = floatOf(quantity) * floatOf(factor) * multiplier;
      this.widen(weight * lines.leastSlope, weight * lines.greatestSlope);
    }
  }

  /** Because no part falls, or by a margin that rounding cannot make up. */
  isRising(): boolean {
    return !this.hasFalling || this.least > CERTAIN * this.magnitude;
  }

  isFalling(): boolean {
    return !this.hasRising || this.greatest < -CERTAIN * this.magnitude;
  }

  private widen(one: number, other: number): void {
    const least = Math.min(one, other);
    const greatest = Math.max(one, other);
    this.hasFalling ||= least < 0;
    this.hasRising ||= greatest > 0;
    this.least += least;
    this.greatest += greatest;
    this.magnitude += Math.max(Math.abs(least), Math.abs(greatest));
  }
}

/** The boxes, cut at the values at which the terms cease to hold. */
function withLimits(boxes: readonly SlotBox[], { until }: AccountTerms): readonly SlotBox[] {
  if (until === undefined) return boxes;
  return boxes.map((box) => {
    const limit = until.find(({ slot }) => slot === box.slot)?.value;
    if (limit === undefined || (box.upper !== undefined && box.upper.lte(limit))) return box;
    const { isOpenAbove: _, ...rest } = box;
    return { ...rest, upper: limit };
  });
}
