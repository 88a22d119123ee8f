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
  // A checkpoint every half an hour, and after 5,120 blocks of 2 s at most; the exit then waits for its user.
  withdrawal: { publicationSeconds: 1_800, extraSeconds: 8_440, isProven: false },
  sources: [
    'deposits 8 to 18 minutes: docs.hop.exchange/basics/faq/how-long-does-a-hop-transfer-take',
    'checkpoints every 30 minutes: docs.matic.network/docs/develop/ethereum-matic/pos/deposit-withdraw-event-pos',
    'checkPointBlockInterval = 5120: 0xPolygon/Polygon-Improvement-Proposals, reduction of the block time (2026-04-29)',
    'trust model: docs.polygon.technology/pos/architecture',
  ],
};
