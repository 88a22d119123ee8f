import type { Bridge } from '../bridge.js';
import { LAYERZERO } from '../layers/facts.js';

/** Messages between the contracts of an application, e.g. an omnichain token, vouched for by the verifiers it chose. */
export const layerzero: Bridge = {
  bridge: LAYERZERO,
  name: 'LayerZero',
  mechanism: 'external-validators',
  routes: [],
  typicalLatency: { lowerQuartileSeconds: 56, medianSeconds: 75, upperQuartileSeconds: 87 },
  sources: [
    'latency: that of Stargate, whose transfers are LayerZero messages, AndreAugusto11/XChainDataGen (MIT)',
    'trust model: docs.layerzero.network/v2/concepts/modular-security/security-stack-dvns',
  ],
};
