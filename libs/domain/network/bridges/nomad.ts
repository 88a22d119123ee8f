import { measuredRoutes } from '../measured-routes.js';
import type { Bridge } from '../bridge.js';
import { NOMAD } from '../layers/facts.js';

/**
 * Messages that one updater signs and that may be executed half an hour later unless one of a permitted set of
 * watchers objects. Emptied on 1 August 2022 after an upgrade made every message pass as proven.
 */
export const nomad: Bridge = {
  bridge: NOMAD,
  name: 'Nomad',
  mechanism: 'external-validators',
  routes: measuredRoutes([
    [1, 1284, 2_021, 2_218, 2_390],
    [1284, 1, 3_023, 6_455, 44_670],
  ]),
  typicalLatency: { lowerQuartileSeconds: 2_021, medianSeconds: 2_218, upperQuartileSeconds: 2_390 },
  // The contracts refuse a message within half an hour of its root: optimisticSeconds of the replicas.
  promises: { maximumFeeBasisPoints: 0, namesRecipient: true, minimumTransitSeconds: 1_800 },
  sources: [
    'latency: 5,036 transfers of January to May 2022, AndreAugusto11/XChainWatcher results (MIT)',
    'trust model: nomad-xyz/monorepo packages/contracts-core (MIT OR Apache-2.0)',
  ],
};
