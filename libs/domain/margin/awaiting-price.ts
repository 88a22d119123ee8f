import type { MarginState } from './margin-state.js';

/**
 * Whether the state lacks a price that its policy counts on: of a family taken as collateral, of a debt, or of an
 * instrument that some rule margins. A breach that a missing price makes may be none.
 */
export function isAwaitingPrice({ gaps, holdings, debts, positions }: MarginState): boolean {
  const missing = new Set(gaps.flatMap(({ code, subject }) => (code === 'MISSING_PRICE' ? [subject] : [])));
  if (missing.size === 0) return false;
  const unlisted = new Set(
    gaps.flatMap(({ code, subject }) => (code === 'UNKNOWN_INSTRUMENT' ? [subject] : [])),
  );
  return (
    holdings.some(({ family, assetHaircut }) => missing.has(family) && assetHaircut.lt(1)) ||
    debts.some(({ family }) => missing.has(family)) ||
    positions.some(({ instrument }) => missing.has(instrument) && !unlisted.has(instrument))
  );
}
