import { measuredRoutes } from '../measured-routes.js';
import type { Bridge } from '../bridge.js';
import { HOP } from '../layers/facts.js';

/**
 * Bonders pay out at once from funds they staked and are repaid when the bundle of transfers has come over the
 * rollups’ canonical bridges. From Ethereum the canonical bridge itself carries the transfer.
 */
export const hop: Bridge = {
  bridge: HOP,
  name: 'Hop',
  mechanism: 'bonded-relayer',
  // Not measured: Hop's own figures stand for all three quartiles.
  routes: measuredRoutes([
    [1, 100, 300, 300, 300],
    [1, 10, 600, 600, 600],
    [1, 42_161, 960, 960, 960],
    [1, 137, 1_080, 1_080, 1_080],
    [137, 1, 270, 270, 270],
  ]),
  typicalLatency: { lowerQuartileSeconds: 60, medianSeconds: 60, upperQuartileSeconds: 270 },
  sources: [
    'latency and trust model: docs.hop.exchange/basics/faq/how-long-does-a-hop-transfer-take',
    'protocol: hop-protocol/contracts README (MIT)',
  ],
};
