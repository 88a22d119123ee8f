import type { Latency } from './bridge.js';

/**
 * What a bridge takes at most in the ordinary case when it acts on final blocks of its source and nobody has
 * published a measurement: until a rollup's block is safe (300 s), Ethereum's is final (780 s), and an OP-stack
 * rollup's is final (1,800 s), as the layers state them.
 */
export const SOURCE_FINALITY_LATENCY: Latency = {
  lowerQuartileSeconds: 300,
  medianSeconds: 780,
  upperQuartileSeconds: 1_800,
};
