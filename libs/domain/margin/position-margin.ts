import { ONE } from '@causeway/domain/units';
import type { Position } from './account.js';
import { initialMarginOf } from './initial-margin.js';
import { maintenanceMarginOf } from './maintenance-margin.js';
import type { PositionMargin, ValuationGap } from './margin-state.js';
import { notionalOf } from './notional.js';
import type { InstrumentMargin, MarginPolicy } from './policy.js';
import { markPriceOf, type PriceVector } from './prices.js';
import { unrealisedPnlOf } from './unrealised-pnl.js';

/** A valuation and what it lacks. */
export interface PositionValuation {
  readonly margin: PositionMargin;
  readonly gaps: readonly ValuationGap[];
}

/** An instrument that the policy does not list gives no leverage. */
const UNLISTED: InstrumentMargin = { initialMarginFraction: ONE, maintenanceMarginFraction: ONE };

/**
 * What a position contributes. Without a mark price it is taken at its entry price: the requirement stays and no
 * profit counts.
 */
export function valuePosition(
  position: Position,
  prices: PriceVector,
  policy: MarginPolicy,
): PositionValuation {
  const { instrument, chain, size, entryPrice } = position;
  const gaps: ValuationGap[] = [];
  const listed = policy.instruments.get(instrument);
  if (listed === undefined) gaps.push({ code: 'UNKNOWN_INSTRUMENT', subject: instrument });
  const price = markPriceOf(prices, instrument);
  if (price === undefined) gaps.push({ code: 'MISSING_PRICE', subject: instrument });

  const { initialMarginFraction, maintenanceMarginFraction } = listed ?? UNLISTED;
  const markPrice = price ?? entryPrice;
  const notional = notionalOf(size, markPrice);
  const margin: PositionMargin = {
    instrument,
    chain,
    size,
    entryPrice,
    markPrice,
    notional,
    unrealisedPnl: unrealisedPnlOf(size, entryPrice, markPrice),
    initialMarginFraction,
    maintenanceMarginFraction,
    initialMargin: initialMarginOf(notional, initialMarginFraction),
    maintenanceMargin: maintenanceMarginOf(notional, maintenanceMarginFraction),
  };
  return { margin, gaps };
}
