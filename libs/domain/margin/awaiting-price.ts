import type { MarginAdjustment, MarginState } from './margin-state.js';

/** For a decision, a price that may not be used is none. */
const WITHOUT_PRICE: ReadonlySet<string> = new Set(['MISSING_PRICE', 'PRICE_NOT_FOR_LIQUIDATION']);

/** Rules whose adjustment is worked out at the price of its subject, an underlying. */
const AT_UNDERLYING: ReadonlySet<string> = new Set(['portfolio-scenarios', 'price-grid']);

/** Whether an adjustment was worked out at the price of its subject. */
export function isValuedAtUnderlying({ rule }: MarginAdjustment): boolean {
  return AT_UNDERLYING.has(rule);
}

/**
 * Whether the state lacks a price that its policy counts on: of a family taken as collateral, of a debt, or of an
 * instrument that some rule margins. A breach that a missing price makes may be none. Of an underlying a price that is
 * not for liquidation counts as none, while marks stand in for one that is not there.
 */
export function isAwaitingPrice({ gaps, holdings, debts, positions, adjustments }: MarginState): boolean {
  const missing = new Set(gaps.flatMap(({ code, subject }) => (WITHOUT_PRICE.has(code) ? [subject] : [])));
  if (missing.size === 0) return false;
  const unlisted = new Set(
    gaps.flatMap(({ code, subject }) => (code === 'UNKNOWN_INSTRUMENT' ? [subject] : [])),
  );
  return (
    holdings.some(({ family, assetHaircut }) => missing.has(family) && assetHaircut.lt(1)) ||
    debts.some(({ family }) => missing.has(family)) ||
    positions.some(({ instrument }) => missing.has(instrument) && !unlisted.has(instrument)) ||
    adjustments.some(
      (adjustment) =>
        isValuedAtUnderlying(adjustment) &&
        gaps.some(
          ({ code, subject }) => code === 'PRICE_NOT_FOR_LIQUIDATION' && subject === adjustment.subject,
        ),
    )
  );
}
