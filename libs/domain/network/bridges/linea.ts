import { measuredRoutes } from '../measured-routes.js';
import type { Bridge } from '../bridge.js';
import { LINEA } from '../layers/facts.js';

/**
 * Linea's canonical message service and token bridges: messages are claimed on the other layer, there and back
 * once Ethereum holds them for good.
 */
export const lineaCanonical: Bridge = {
  bridge: LINEA,
  name: 'Linea canonical bridge',
  mechanism: 'validity-proof',
  // Not measured: the bounds of hard finality and the middle between them.
  routes: measuredRoutes([[59_144, 1, 28_800, 72_000, 115_200]]),
  // Protocol bounds, not measurements: the time to a safe block, to a final one, and the sum of both.
  typicalLatency: { lowerQuartileSeconds: 384, medianSeconds: 780, upperQuartileSeconds: 1_164 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'withdrawals after hard finality in 8 to 32 hours: docs.linea.build/protocol/transaction-finality',
    'deposits: finality of Ethereum, as in its layer',
    'message service: docs.linea.build/network/build/send-receive-messages',
  ],
};
