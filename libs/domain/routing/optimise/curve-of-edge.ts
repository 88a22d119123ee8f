import type { LiquidityEdge } from '../liquidity-graph.js';
import type { EdgeCurve } from './edge-curve.js';
import { hyperbolicCurve } from './hyperbolic-curve.js';
import { straightCurve } from './straight-curve.js';

/** A fee of 1 in the unit of `feeMillionths`. */
const WHOLE = 1_000_000n;

/** The curve of an edge of any kind. */
export function curveOfEdge(edge: LiquidityEdge): EdgeCurve {
  switch (edge.kind) {
    case 'constant-product':
      return hyperbolicCurve({
        ...edge,
        keptNumerator: WHOLE - edge.feeMillionths,
        keptDenominator: WHOLE,
      });
    case 'linear-bridge':
      return straightCurve(
        {
          numerator: edge.rateNumerator * (WHOLE - edge.feeMillionths),
          denominator: edge.rateDenominator * WHOLE,
        },
        edge.capacity,
        edge.fixedCost,
      );
    case 'wrapping':
      return straightCurve({ numerator: 1n, denominator: 1n }, edge.capacity, edge.fixedCost);
  }
}
