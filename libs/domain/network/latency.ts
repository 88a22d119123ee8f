import type { BridgeId, ChainId } from '@causeway/domain/units';
import type { Latency } from './bridge.js';
import { bridgeOf, layerOf } from './lookup.js';
import type { Network } from './network.js';

/**
 * How long a bridge takes from one layer to another, in seconds: the measured route if there is one, else the
 * bridge's typical latency. A withdrawal over a canonical bridge of a rollup adds the rollup's challenge period.
 * Undefined for a bridge the network does not know.
 */
export function latencyOf(
  network: Network,
  bridge: BridgeId,
  from: ChainId,
  to: ChainId,
): Latency | undefined {
  const known = bridgeOf(network, bridge);
  if (known === undefined) return undefined;
  const route = known.routes.find((candidate) => candidate.from === from && candidate.to === to);
  if (route !== undefined) return route;
  const source = layerOf(network, from);
  const isCanonical = known.mechanism === 'optimistic-challenge' || known.mechanism === 'validity-proof';
  const challengeSeconds = isCanonical && source?.settlesOn === to ? (source.challengeSeconds ?? 0) : 0;
  return delayed(known.typicalLatency, challengeSeconds);
}

function delayed(latency: Latency, seconds: number): Latency {
  return {
    lowerQuartileSeconds: latency.lowerQuartileSeconds + seconds,
    medianSeconds: latency.medianSeconds + seconds,
    upperQuartileSeconds: latency.upperQuartileSeconds + seconds,
  };
}
