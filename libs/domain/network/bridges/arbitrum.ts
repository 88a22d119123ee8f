import type { Bridge } from '../bridge.js';
import { ARBITRUM } from '../layers/facts.js';

/**
 * Arbitrum's canonical bridge: deposits are retryable tickets the sequencer runs after some minutes; withdrawals
 * can be executed once the assertion that holds them was confirmed, the layer's `challengeSeconds`.
 */
export const arbitrum: Bridge = {
  bridge: ARBITRUM,
  name: 'Arbitrum canonical bridge',
  mechanism: 'optimistic-challenge',
  routes: [],
  // Protocol bounds, not measurements; ticket 0xface0b92… ran 20 blocks of Ethereum after its deposit.
  typicalLatency: { lowerQuartileSeconds: 240, medianSeconds: 600, upperQuartileSeconds: 900 },
  promises: { maximumFeeBasisPoints: 0 },
  sources: [
    'deposits about 10 to 15 minutes: docs.arbitrum.io/arbitrum-bridge/quickstart',
    'ticket: OffchainLabs/arbitrum-sdk test fixtures (Apache-2.0)',
  ],
};
