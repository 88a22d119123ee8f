import type { Bridge } from '../bridge.js';
import { OMNIBRIDGE } from '../layers/facts.js';

/** Token mediators over the Arbitrary Message Bridge of Gnosis Chain, which 4 of 7 validators sign. */
export const omnibridge: Bridge = {
  bridge: OMNIBRIDGE,
  name: 'Omnibridge',
  mechanism: 'external-validators',
  routes: [],
  // Not measured: 20 and 30 minutes as the documentation has it.
  typicalLatency: { lowerQuartileSeconds: 1_200, medianSeconds: 1_200, upperQuartileSeconds: 1_800 },
  // The fee manager takes 0.1 %.
  promises: { maximumFeeBasisPoints: 10 },
  sources: [
    'latency: docs.gnosischain.com/faq/bridges (20 minutes), docs.gnosischain.com/bridges (30 minutes)',
    'trust model: docs.gnosischain.com/bridges/management/validators',
  ],
};
