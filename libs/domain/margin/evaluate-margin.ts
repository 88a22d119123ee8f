import { maximum, ZERO } from '@causeway/domain/units';
import type { MarginAccount } from './account.js';
import type { AssetDirectory } from './asset-directory.js';
import { healthOf, marginBand } from './health.js';
import { valueHolding } from './holding-margin.js';
import type { HoldingMargin, MarginState, ValuationGap } from './margin-state.js';
import { sumMargins } from './margin-sums.js';
import type { MarginPolicy } from './policy.js';
import { valuePosition } from './position-margin.js';
import type { PriceVector } from './prices.js';

/**
 * The margin of an account under a policy at the given prices, exact, in USD at `USD_PLACES`:
 *
 * - collateral value = Σ holdings: floor(floor(quantity × price) × (1 − asset haircut) × (1 − layer haircut)) × credit
 * - equity = collateral value + Σ positions: size × (mark − entry)
 * - initial and maintenance margin = Σ positions: |size| × mark × fraction, rounded up
 * - health = equity / maintenance margin
 *
 * What cannot be valued counts nothing in the account's favour and is reported in `gaps`. Positions of size zero are
 * left out. Equal arguments give an equal state, so that a decision can be recomputed from its evidence.
 */
export function evaluateMargin(
  account: MarginAccount,
  prices: PriceVector,
  policy: MarginPolicy,
  directory: AssetDirectory,
): MarginState {
  const gaps: ValuationGap[] = [];
  const holdings: HoldingMargin[] = [];
  for (const holding of account.holdings) {
    const { margin, gap } = valueHolding(holding, prices, policy, directory);
    if (margin !== undefined) holdings.push(margin);
    if (gap !== undefined) gaps.push(gap);
  }
  const positions = account.positions
    .filter(({ size }) => !size.isZero())
    .map((position) => {
      const valuation = valuePosition(position, prices, policy);
      gaps.push(...valuation.gaps);
      return valuation.margin;
    });

  const { value, ...sums } = sumMargins(holdings, positions);
  const { collateralValue, unrealisedPnl, initialMargin, maintenanceMargin } = sums;
  const equity = collateralValue.add(unrealisedPnl);
  const health = healthOf(equity, maintenanceMargin);
  return {
    account: account.account,
    desk: account.desk,
    accountSeq: account.seq,
    priceVector: prices.id,
    policyVersion: policy.version,
    accountValue: value.add(unrealisedPnl),
    ...sums,
    equity,
    freeCollateral: maximum(ZERO, equity.sub(initialMargin)),
    ...(health === undefined ? {} : { health }),
    band: marginBand({ equity, maintenanceMargin }, policy),
    holdings,
    positions,
    gaps: withoutRepetitions(gaps),
  };
}

function withoutRepetitions(gaps: readonly ValuationGap[]): readonly ValuationGap[] {
  if (gaps.length < 2) return gaps;
  return [...new Map(gaps.map((gap) => [`${gap.code} ${gap.subject}`, gap])).values()];
}
