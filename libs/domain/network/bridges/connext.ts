import type { Bridge } from '../bridge.js';
import { CONNEXT } from '../layers/facts.js';
import { SOURCE_FINALITY_LATENCY } from '../source-finality-latency.js';

/** Routers pay from their own liquidity and are repaid when the message has come through the canonical bridges. */
export const connext: Bridge = {
  bridge: CONNEXT,
  name: 'Connext',
  mechanism: 'bonded-relayer',
  routes: [],
  typicalLatency: SOURCE_FINALITY_LATENCY,
  sources: [
    'latency: not measured; the finality of the source layer',
    'trust model: docs.connext.network/concepts/how-it-works/architecture',
  ],
};
