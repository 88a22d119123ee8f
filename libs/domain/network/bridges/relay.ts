import type { Bridge } from '../bridge.js';
import { RELAY } from '../layers/facts.js';
import { SOURCE_FINALITY_LATENCY } from '../source-finality-latency.js';

/** Solvers pay first and are repaid from the depository of the source layer when an oracle has seen the payment. */
export const relay: Bridge = {
  bridge: RELAY,
  name: 'Relay',
  mechanism: 'bonded-relayer',
  routes: [],
  typicalLatency: SOURCE_FINALITY_LATENCY,
  sources: [
    'latency: not measured; the finality of the source layer',
    'trust model: docs.relay.link/references/protocol/overview',
  ],
};
