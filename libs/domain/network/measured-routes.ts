import { evmChain } from '@causeway/domain/units';
import type { RouteLatency } from './bridge.js';

/** EIP-155 numbers of the route's ends, then lower quartile, median and upper quartile in seconds. */
export type MeasuredRow = readonly [number, number, number, number, number];

/** Route latencies from rows of a measurement. */
export function measuredRoutes(rows: readonly MeasuredRow[]): readonly RouteLatency[] {
  return rows.map(([from, to, lowerQuartileSeconds, medianSeconds, upperQuartileSeconds]) => ({
    from: evmChain(from),
    to: evmChain(to),
    lowerQuartileSeconds,
    medianSeconds,
    upperQuartileSeconds,
  }));
}
