import type { Bridge } from '../bridge.js';
import { OP_STACK } from '../layers/facts.js';

/**
 * The canonical bridge of every OP-stack rollup. Deposits are derived from Ethereum within minutes; withdrawals
 * are proven, wait 7 d for the proof to mature (longer by up to 3.5 d when its dispute game is contested), and
 * are finalised. The wait is each layer's `challengeSeconds`.
 */
export const opStack: Bridge = {
  bridge: OP_STACK,
  name: 'OP-stack standard bridge',
  mechanism: 'optimistic-challenge',
  routes: [],
  // Protocol bounds, not measurements: the sequencer takes a deposit up after a few confirmations.
  typicalLatency: { lowerQuartileSeconds: 60, medianSeconds: 120, upperQuartileSeconds: 180 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'deposits 1 to 3 minutes: docs.optimism.io/app-developers/bridging/standard-bridge',
    'withdrawal delays: ethereum-optimism/superchain-registry standard parameters (MIT)',
  ],
};
