import { divDown, ONE, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountTerms, KinkedTerm, TermSum } from './account-terms.js';
import { nearestFloat } from './float-bound.js';
import type { FoldedAccount, FoldedRow, Slot, SlotBox } from './folded-account.js';
import type { Line } from './kinked-lines.js';

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
 * - most × R − equity for the requirement that is greatest at present. Here each kinked term is taken for the line it is
 *   on at present, which it is never on the other side of; this row holds everywhere.
 *
 * Exact but for the slope of a chord.
 */
export function foldTerms(terms: AccountTerms, { least, most }: HealthRange, at: FoldPlace): FoldedAccount {
  const places = new Map(terms.slots.map((slot, place) => [slot, place]));
  const boxes = new Map<Slot, Interval>();
  const rows = terms.requirements.map((requirement) => {
    const row = new RowDraft(places);
    row.addSum(terms.equity, ONE);
    row.addSum(requirement, least.neg());
    row.addConstant(terms.equityRounding.add(least.mul(terms.requirementRounding)).neg());
    for (const term of terms.equity.kinked) bridge(row, term, ONE, at, boxes);
    for (const term of requirement.kinked) bridge(row, term, least.neg(), at, boxes);
    return row.toRow();
  });
  if (most !== undefined) rows.push(rowAbove(terms, most, at, places));
  const slots = terms.slots.map((slot): SlotBox => {
    const box = boxes.get(slot);
    if (box === undefined) return { slot };
    return { slot, ...box, ...(most === undefined ? openSides(terms, least, slot) : {}) };
  });
  return { slots: withLimits(slots, terms), rows };
}

interface Interval {
  readonly lower: Decimal;
  readonly upper: Decimal;
}

/** A row while it is added up. */
class RowDraft {
  private constant = ZERO;
  private readonly coefficients: Decimal[];

  constructor(private readonly places: ReadonlyMap<Slot, number>) {
    this.coefficients = Array.from(places, () => ZERO);
  }

  /** Adds the constant and the linear terms of a sum. */
  addSum({ constant, linear }: TermSum, factor: Decimal): void {
    this.addConstant(constant.mul(factor));
    for (const { slot, coefficient } of linear) this.addSlope(slot, coefficient.mul(factor));
  }

  addConstant(constant: Decimal): void {
    this.constant = this.constant.add(constant);
  }

  addSlope(slot: Slot, slope: Decimal): void {
    const place = this.places.get(slot);
    const present = place === undefined ? undefined : this.coefficients[place];
    if (place === undefined || present === undefined)
      throw new Error(`slot ${slot} is not among those of the account`);
    this.coefficients[place] = present.add(slope);
  }

  /** Adds factor × the term as if it were on one line everywhere. */
  addLine({ slot, quantity, factor }: KinkedTerm, line: Line, multiplier: Decimal): void {
    const weight = factor.mul(multiplier);
    this.addSlope(slot, line.slope.mul(quantity).mul(weight));
    this.addConstant(line.intercept.mul(weight));
  }

  toRow(): FoldedRow {
    return { constant: this.constant, coefficients: this.coefficients };
  }
}

/** Adds a concave multiple of a kinked term from below, and notes where that holds. */
function bridge(
  row: RowDraft,
  term: KinkedTerm,
  multiplier: Decimal,
  at: FoldPlace,
  boxes: Map<Slot, Interval>,
): void {
  const { slot, quantity, factor, kinked } = term;
  if (kinked.lines.length === 1) {
    row.addLine(term, kinked.lines[0], multiplier);
    return;
  }
  const interval = boxes.get(slot) ?? intervalAround(at, slot);
  boxes.set(slot, interval);
  const { lower, upper } = interval;
  const size = nearestFloat(quantity);
  const line = kinked.lineOver(size * nearestFloat(lower), size * nearestFloat(upper));
  if (line !== undefined) {
    row.addLine(term, line, multiplier);
    return;
  }
  const weight = factor.mul(multiplier);
  const start = kinked.at(quantity.mul(lower)).mul(weight);
  const end = kinked.at(quantity.mul(upper)).mul(weight);
  const slope = upper.gt(lower) ? divDown(end.sub(start), upper.sub(lower), SLOPE_PLACES) : ZERO;
  row.addSlope(slot, slope);
  row.addConstant(start.sub(slope.mul(lower)));
}

function intervalAround({ valueOf, reach }: FoldPlace, slot: Slot): Interval {
  const value = valueOf(slot);
  const distance = value.abs().mul(reach);
  return { lower: value.sub(distance), upper: value.add(distance) };
}

/** most × R − equity, for the requirement that is greatest at present. */
function rowAbove(
  { equity, requirements }: AccountTerms,
  most: Decimal,
  at: FoldPlace,
  places: ReadonlyMap<Slot, number>,
): FoldedRow {
  const rows = requirements.map((requirement) => {
    const row = new RowDraft(places);
    row.addSum(requirement, most);
    for (const term of requirement.kinked) addPresentLine(row, term, most, at);
    return row;
  });
  const valueOf = (row: RowDraft): Decimal => {
    const { constant, coefficients } = row.toRow();
    return [...places].reduce(
      (total, [slot, place]) => total.add((coefficients[place] ?? ZERO).mul(at.valueOf(slot))),
      constant,
    );
  };
  const greatest = rows.reduce((best, row) => (valueOf(row).gt(valueOf(best)) ? row : best));
  greatest.addSum(equity, ONE.neg());
  for (const term of equity.kinked) addPresentLine(greatest, term, ONE.neg(), at);
  return greatest.toRow();
}

function addPresentLine(row: RowDraft, term: KinkedTerm, multiplier: Decimal, { valueOf }: FoldPlace): void {
  row.addLine(term, term.kinked.lineAt(term.quantity.mul(valueOf(term.slot))), multiplier);
}

/** To which sides no requirement's surplus falls, wherever kinked terms are. */
function openSides(
  { equity, requirements }: AccountTerms,
  least: Decimal,
  slot: Slot,
): { readonly isOpenBelow?: true; readonly isOpenAbove?: true } {
  let isRising = true;
  let isFalling = true;
  for (const requirement of requirements) {
    const rising = slopesOf(equity, slot);
    const taking = slopesOf(requirement, slot);
    isRising &&= rising.least.gte(taking.greatest.mul(least));
    isFalling &&= rising.greatest.lte(taking.least.mul(least));
  }
  return { ...(isFalling ? { isOpenBelow: true } : {}), ...(isRising ? { isOpenAbove: true } : {}) };
}

function slopesOf(
  { linear, kinked }: TermSum,
  slot: Slot,
): { readonly least: Decimal; readonly greatest: Decimal } {
  let least = ZERO;
  let greatest = ZERO;
  for (const term of linear) {
    if (term.slot !== slot) continue;
    least = least.add(term.coefficient);
    greatest = greatest.add(term.coefficient);
  }
  for (const { slot: of, quantity, factor, kinked: lines } of kinked) {
    if (of !== slot) continue;
    const weight = quantity.mul(factor);
    least = least.add(weight.mul(lines.leastSlope));
    greatest = greatest.add(weight.mul(lines.greatestSlope));
  }
  return { least, greatest };
}

/** The boxes, cut at the values at which the terms cease to hold. */
function withLimits(boxes: readonly SlotBox[], { until = [] }: AccountTerms): readonly SlotBox[] {
  return boxes.map((box) => {
    const limit = until.find(({ slot }) => slot === box.slot)?.value;
    if (limit === undefined || (box.upper !== undefined && box.upper.lte(limit))) return box;
    const { isOpenAbove: _, ...rest } = box;
    return { ...rest, upper: limit };
  });
}
