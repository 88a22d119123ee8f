import { measuredRoutes } from '../measured-routes.js';
import type { Bridge } from '../bridge.js';
import { ACROSS } from '../layers/facts.js';

/**
 * Relayers fill from their own funds at once and are repaid by bundles that anyone may dispute for 2 h. The user
 * depends on one relayer being willing and, for the refund of an unfilled deposit, on one honest disputer.
 */
export const across: Bridge = {
  bridge: ACROSS,
  name: 'Across',
  mechanism: 'bonded-relayer',
  // Source and destination blocks of the same second make some measured quartiles 0.
  routes: measuredRoutes([
    [1, 8453, 16, 18, 28],
    [1, 42_161, 2, 26, 31],
    [1, 10, 10, 28, 32],
    [1, 59_144, 17, 29, 31],
    [1, 534_352, 9, 22, 28],
    [42_161, 1, 5, 9, 15],
    [10, 1, 6, 10, 18],
    [8453, 1, 4, 8, 12],
    [59_144, 1, 5, 9, 14],
    [534_352, 1, 8, 12, 19],
    [42_161, 8453, 2, 3, 3],
    [42_161, 10, 2, 3, 4],
    [42_161, 59_144, 2, 3, 12],
    [42_161, 534_352, 0, 0, 1],
    [10, 8453, 2, 2, 4],
    [10, 42_161, 0, 1, 2],
    [10, 59_144, 3, 4, 20],
    [10, 534_352, 0, 0, 1],
    [8453, 42_161, 1, 1, 2],
    [8453, 10, 2, 2, 4],
    [8453, 59_144, 2, 3, 8],
    [8453, 534_352, 0, 1, 2],
    [59_144, 8453, 2, 2, 4],
    [59_144, 42_161, 0, 1, 8],
    [59_144, 10, 2, 4, 14],
    [59_144, 534_352, 0, 0, 1],
    [534_352, 8453, 5, 6, 8],
    [534_352, 42_161, 3, 3, 4],
    [534_352, 10, 5, 5, 8],
    [534_352, 59_144, 4, 5, 7],
  ]),
  typicalLatency: { lowerQuartileSeconds: 2, medianSeconds: 4, upperQuartileSeconds: 28 },
  // The next bundle, 1.5 h, and the 2 h in which it may be disputed.
  refundSeconds: 12_600,
  sources: [
    'refunds: docs.across.to/introduction/refunds',
    'latency: 3,864,421 transfers of June to December 2024, AndreAugusto11/XChainDataGen (MIT); negative measurements shown as 0',
    'trust model: docs.across.to/concepts/intents-architecture-in-across',
  ],
};
