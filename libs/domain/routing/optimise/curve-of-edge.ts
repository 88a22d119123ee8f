import { cryptoswapOutput, cryptoswapTrade } from '../edges/cryptoswap.js';
import { MILLIONTHS } from '../edges/edge-checks.js';
import type { LiquidityEdge } from '../edges/liquidity-edge.js';
import type { LinearRate } from '../edges/linear-rate.js';
import type { OrderBookEdge } from '../edges/order-book.js';
import { stableswapOutput, stableswapTrade } from '../edges/stableswap.js';
import { weightedPoolOutput, weightedPoolTrade } from '../edges/weighted-pool.js';
import { concentratedCurve } from './concentrated-curve.js';
import type { EdgeCurve } from './edge-curve.js';
import { hyperbolicCurve } from './hyperbolic-curve.js';
import { invariantCurve } from './invariant-curve.js';
import { polylineCurve, type StraightPiece } from './polyline-curve.js';

/** 1 in the unit of what is kept after a fee. */
const MILLION_MILLION = 10n ** 12n;

/** The curve of an edge of any kind; undefined for a pool that is empty or broken, over which nothing goes. */
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
    case 'stableswap':
      return invariantCurve(edge, {
        trade: stableswapTrade(edge),
        exactBits: 56n,
        keptMillionMillionths: MILLION_MILLION - edge.fee * 100n,
        grossOutput: (input) => stableswapOutput(edge, input),
      });
    case 'cryptoswap':
      return invariantCurve(edge, {
        trade: cryptoswapTrade(edge),
        exactBits: 46n,
        keptMillionMillionths: MILLION_MILLION - edge.midFee * 100n,
        grossOutput: (input) => cryptoswapOutput(edge, input),
      });
    case 'weighted-pool':
      return invariantCurve(edge, {
        trade: weightedPoolTrade(edge),
        exactBits: 43n,
        keptMillionMillionths: MILLION_MILLION,
        grossOutput: (input) => weightedPoolOutput(edge, input),
      });
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
