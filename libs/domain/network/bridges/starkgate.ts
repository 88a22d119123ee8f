import type { Bridge } from '../bridge.js';
import { STARKGATE } from '../layers/facts.js';

/**
 * StarkGate, the canonical token bridges of Starknet over its core contract: deposits are messages the sequencer
 * runs; withdrawals are messages consumed on Ethereum after the state update that holds them was proven. Only its
 * contracts on Ethereum are read.
 */
export const starkgate: Bridge = {
  bridge: STARKGATE,
  name: 'StarkGate',
  mechanism: 'validity-proof',
  routes: [],
  // Protocol bounds, not measurements: the time to a safe block, to a final one, and the sum of both.
  typicalLatency: { lowerQuartileSeconds: 384, medianSeconds: 780, upperQuartileSeconds: 1_164 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'protocol: docs.starknet.io/learn/protocol/starkgate, docs.starknet.io/architecture/messaging',
    'deposits: finality of Ethereum, as in its layer',
  ],
};
