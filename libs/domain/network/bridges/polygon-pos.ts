import type { Bridge } from '../bridge.js';
import { POLYGON_POS } from '../layers/facts.js';

/**
 * Polygon's PoS and Plasma bridges: deposits are state the validators sync from Ethereum, withdrawals exits that
 * prove a burn against a checkpoint two thirds of the validators signed. The validators alone stand behind both.
 */
export const polygonPosBridge: Bridge = {
  bridge: POLYGON_POS,
  name: 'Polygon PoS bridge',
  mechanism: 'external-validators',
  routes: [],
  // Not measured: what users of the bridge are told for deposits.
  typicalLatency: { lowerQuartileSeconds: 480, medianSeconds: 1_080, upperQuartileSeconds: 1_080 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'deposits 8 to 18 minutes: docs.hop.exchange/basics/faq/how-long-does-a-hop-transfer-take',
    'trust model: docs.polygon.technology/pos/architecture',
  ],
};
