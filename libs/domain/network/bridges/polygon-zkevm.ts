import type { Bridge } from '../bridge.js';
import { POLYGON_ZKEVM } from '../layers/facts.js';

/**
 * The unified bridge of Polygon zkEVM: one contract on every layer, whose deposits are leaves of exit trees and are
 * claimed with a Merkle proof once the tree's root has reached the other layer.
 */
export const polygonZkevmBridge: Bridge = {
  bridge: POLYGON_ZKEVM,
  name: 'Polygon zkEVM bridge',
  mechanism: 'validity-proof',
  routes: [],
  // Protocol bounds, not measurements: the time to a safe block, to a final one, and the sum of both.
  typicalLatency: { lowerQuartileSeconds: 384, medianSeconds: 780, upperQuartileSeconds: 1_164 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'deposits: finality of Ethereum, as in its layer',
    'protocol: docs.polygon.technology/zkEVM/architecture/unified-LxLy',
  ],
};
