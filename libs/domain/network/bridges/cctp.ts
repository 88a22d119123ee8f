import { measuredRoutes } from '../measured-routes.js';
import type { Bridge } from '../bridge.js';
import { CCTP } from '../layers/facts.js';

/** Circle burns USDC on the source layer and, having attested the burn, mints it on the destination layer. */
export const cctp: Bridge = {
  bridge: CCTP,
  name: 'Circle CCTP',
  mechanism: 'issuer-mint-burn',
  routes: measuredRoutes([
    [1, 8453, 936, 1_064, 1_204],
    [1, 42_161, 977, 1_092, 1_247],
    [1, 10, 990, 1_120, 1_264],
    [42_161, 1, 1_059, 1_184, 1_307],
    [10, 1, 1_386, 1_548, 1_806],
    [8453, 1, 1_198, 1_328, 1_510],
    [42_161, 8453, 1_013, 1_119, 1_218],
    [42_161, 10, 1_009, 1_116, 1_216],
    [10, 8453, 1_352, 1_496, 1_656],
    [10, 42_161, 1_346, 1_482, 1_639],
    [8453, 42_161, 1_228, 1_347, 1_480],
    [8453, 10, 1_232, 1_348, 1_474],
  ]),
  typicalLatency: { lowerQuartileSeconds: 1_013, medianSeconds: 1_184, upperQuartileSeconds: 1_474 },
  // A fast transfer of version 2 pays up to 0.14 %, and is attested before its burn is final.
  promises: { maximumFeeBasisPoints: 100, namesRecipient: true, sharesMessageIds: true },
  sources: [
    'latency: 592,141 standard transfers of version 1 of June to December 2024, AndreAugusto11/XChainDataGen (MIT)',
    'trust model: developers.circle.com/cctp',
  ],
};
