import type { Bridge } from '../bridge.js';
import { XDAI } from '../layers/facts.js';

/** DAI (or USDS) on Ethereum becomes xDAI, the native coin of Gnosis Chain, and back; 4 of 7 validators sign. */
export const xdai: Bridge = {
  bridge: XDAI,
  name: 'xDai bridge',
  mechanism: 'external-validators',
  routes: [],
  // Not measured: 20 and 30 minutes as the documentation has it for the bridges of the same validators.
  typicalLatency: { lowerQuartileSeconds: 1_200, medianSeconds: 1_200, upperQuartileSeconds: 1_800 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'latency: docs.gnosischain.com/faq/bridges (20 minutes), docs.gnosischain.com/bridges (30 minutes)',
    'trust model: docs.gnosischain.com/bridges/management/validators',
  ],
};
