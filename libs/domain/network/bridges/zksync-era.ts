import { measuredRoutes } from '../measured-routes.js';
import type { Bridge } from '../bridge.js';
import { ZKSYNC_ERA } from '../layers/facts.js';

/**
 * The canonical bridge of ZKsync Era: deposits are priority operations the sequencer must run; withdrawals are
 * paid once the batch that holds them was proven and executed on Ethereum.
 */
export const zksyncEra: Bridge = {
  bridge: ZKSYNC_ERA,
  name: 'ZKsync Era canonical bridge',
  mechanism: 'validity-proof',
  // Not measured: the protocol's own figure stands for all three quartiles.
  routes: measuredRoutes([[324, 1, 10_800, 10_800, 10_800]]),
  // Protocol bounds, not measurements: the time to a safe block, to a final one, and the sum of both.
  typicalLatency: { lowerQuartileSeconds: 384, medianSeconds: 780, upperQuartileSeconds: 1_164 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'withdrawals about 3 h with the execution delay: docs.zksync.io/zksync-protocol/rollup/finality',
    'deposits: finality of Ethereum, as in its layer',
  ],
};
