import { measuredRoutes } from '../measured-routes.js';
import type { Bridge } from '../bridge.js';
import { SCROLL } from '../layers/facts.js';

/**
 * Scroll's canonical bridge: a messenger on both layers and token gateways above it. Withdrawals are executed by a
 * proof against the withdrawal tree of a batch that was proven on Ethereum.
 */
export const scrollCanonical: Bridge = {
  bridge: SCROLL,
  name: 'Scroll canonical bridge',
  mechanism: 'validity-proof',
  // Not measured: 50 minutes from a batch to its proof, an hour with the batch itself.
  routes: measuredRoutes([[534_352, 1, 3_000, 3_600, 3_600]]),
  // Protocol bounds, not measurements: the time to a safe block, to a final one, and the sum of both.
  typicalLatency: { lowerQuartileSeconds: 384, medianSeconds: 780, upperQuartileSeconds: 1_164 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'withdrawals: docs.scroll.io/en/sdk/sdk-faq (50 minutes), docs.scroll.io/en/technology/chain/rollup (an hour)',
    'deposits: finality of Ethereum, as in its layer',
  ],
};
