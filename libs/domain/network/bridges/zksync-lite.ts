import type { Bridge } from '../bridge.js';
import { ZKSYNC_LITE } from '../layers/facts.js';

/** zkSync Lite (zkSync 1.x), a validity rollup for payments. Only its contract on Ethereum is read. */
export const zksyncLite: Bridge = {
  bridge: ZKSYNC_LITE,
  name: 'zkSync Lite',
  mechanism: 'validity-proof',
  routes: [],
  // Protocol bounds, not measurements: the time to a safe block, to a final one, and the sum of both.
  typicalLatency: { lowerQuartileSeconds: 384, medianSeconds: 780, upperQuartileSeconds: 1_164 },
  sources: [
    'protocol: matter-labs/zksync, docs/protocol.md',
    'deposits: finality of Ethereum, as in its layer',
  ],
};
