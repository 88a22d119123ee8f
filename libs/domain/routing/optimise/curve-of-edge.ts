import { MILLIONTHS } from '../edges/edge-checks.js';
import type { LiquidityEdge } from '../edges/liquidity-edge.js';
import type { LinearRate } from '../edges/linear-rate.js';
import type { OrderBookEdge } from '../edges/order-book.js';
import { concentratedCurve } from './concentrated-curve.js';
import type { EdgeCurve } from './edge-curve.js';
import { hyperbolicCurve } from './hyperbolic-curve.js';
import { polylineCurve, type StraightPiece } from './polyline-curve.js';

/**
 * The curve of an edge, or undefined for a kind that has none yet: the optimiser then leaves the edge alone, and the
 * bound says nothing about routes over it.
 */
export function curveOfEdge(edge: LiquidityEdge): EdgeCurve | undefined {
  switch (edge.kind) {
    case 'constant-product':
      return hyperbolicCurve({
        ...edge,
        keptNumerator: MILLIONTHS - edge.feeMillionths,
        keptDenominator: MILLIONTHS,
      });
    case 'concentrated-liquidity':
      return concentratedCurve(edge);
    case 'linear-bridge':
    case 'inventory':
      return straightCurve(edge, rateOf(edge));
    case 'relayer':
      return { ...straightCurve(edge, rateOf(edge)), fixedCost: edge.fixedCost + edge.relayerFee };
    case 'message-bridge':
      return straightCurve(edge, {
        numerator: edge.outputUnit * (MILLIONTHS - edge.feeMillionths),
        denominator: edge.inputUnit * MILLIONTHS,
      });
    case 'mint-burn-bridge':
      return straightCurve(edge, { numerator: MILLIONTHS - edge.feeMillionths, denominator: MILLIONTHS });
    case 'canonical-bridge':
    case 'wrapping':
      return straightCurve(edge, { numerator: 1n, denominator: 1n });
    case 'order-book':
      return polylineCurve(
        edge.levels.map((level) => levelPiece(edge, level)),
        edge.fixedCost,
      );
    default:
      return undefined;
  }
}

function straightCurve({ capacity, fixedCost }: LiquidityEdge, rate: StraightPiece['rate']): EdgeCurve {
  return polylineCurve([{ length: capacity, rate }], fixedCost);
}

function rateOf({ rateNumerator, rateDenominator, feeMillionths }: LinearRate): StraightPiece['rate'] {
  return {
    numerator: rateNumerator * (MILLIONTHS - feeMillionths),
    denominator: rateDenominator * MILLIONTHS,
  };
}

/** A level as if it could be taken in parts of a lot; the book itself rounds down to whole lots. */
function levelPiece(
  { side, lot, takerFeeMillionths }: OrderBookEdge,
  { lots, quotePerLot }: OrderBookEdge['levels'][number],
): StraightPiece {
  if (side === 'sell') {
    const rate = {
      numerator: quotePerLot * (MILLIONTHS - takerFeeMillionths),
      denominator: lot * MILLIONTHS,
    };
    return { length: lots * lot, rate };
  }
  const cost = quotePerLot * (MILLIONTHS + takerFeeMillionths);
  const rate = { numerator: lot * MILLIONTHS, denominator: cost };
  return { length: (lots * cost + MILLIONTHS - 1n) / MILLIONTHS, rate };
}
