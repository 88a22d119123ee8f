import type { Bridge } from '../bridge.js';
import { HYPERLANE } from '../layers/facts.js';
import { SOURCE_FINALITY_LATENCY } from '../source-finality-latency.js';

/** Messages that the validators of the security module chosen by the recipient vouch for; warp routes move tokens by them. */
export const hyperlane: Bridge = {
  bridge: HYPERLANE,
  name: 'Hyperlane',
  mechanism: 'external-validators',
  routes: [],
  typicalLatency: SOURCE_FINALITY_LATENCY,
  sources: [
    'latency: not measured; the finality of the source layer',
    'trust model: docs.hyperlane.xyz/docs/protocol/ISM/modular-security',
  ],
};
