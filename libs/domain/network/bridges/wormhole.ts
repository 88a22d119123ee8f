import type { Bridge } from '../bridge.js';
import { WORMHOLE } from '../layers/facts.js';
import { SOURCE_FINALITY_LATENCY } from '../source-finality-latency.js';

/** A token is locked or burned on one layer and released or minted on another on the word of 13 of 19 guardians. */
export const wormhole: Bridge = {
  bridge: WORMHOLE,
  name: 'Wormhole',
  mechanism: 'external-validators',
  routes: [],
  typicalLatency: SOURCE_FINALITY_LATENCY,
  sources: [
    'latency: not measured; the finality of the source layer',
    'trust model: wormhole.com/docs/protocol/infrastructure/guardians',
  ],
};
