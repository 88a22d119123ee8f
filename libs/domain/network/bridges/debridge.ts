import type { Bridge } from '../bridge.js';
import { DEBRIDGE } from '../layers/facts.js';

/** Solvers fill limit orders across layers from their own funds; validators attest the fill, which unlocks the order. */
export const debridge: Bridge = {
  bridge: DEBRIDGE,
  name: 'deBridge',
  mechanism: 'bonded-relayer',
  routes: [],
  typicalLatency: { lowerQuartileSeconds: 10, medianSeconds: 60, upperQuartileSeconds: 120 },
  sources: [
    'latency: not measured; 10 to 60 s to the fill, under 2 min in all, docs.debridge.com/home/architecture/execution-model',
    'trust model: docs.debridge.com/dln-details/overview/protocol-overview',
  ],
};
