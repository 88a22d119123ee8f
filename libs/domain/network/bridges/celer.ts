import type { Bridge } from '../bridge.js';
import { CELER } from '../layers/facts.js';
import { SOURCE_FINALITY_LATENCY } from '../source-finality-latency.js';

/** Pools on each layer pay out what two thirds of the stake of the State Guardian Network have signed. */
export const celer: Bridge = {
  bridge: CELER,
  name: 'Celer cBridge',
  mechanism: 'external-validators',
  routes: [],
  typicalLatency: SOURCE_FINALITY_LATENCY,
  sources: [
    'latency: not measured; the finality of the source layer',
    'trust model: cbridge-docs.celer.network/introduction/cbridge-security',
  ],
};
