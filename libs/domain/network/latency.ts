import type { BridgeId, ChainId } from '@causeway/domain/units';
import type { Bridge, Latency } from './bridge.js';
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
  const route = routeLatency(known, from, to);
  if (route !== undefined) return route;
  const source = layerOf(network, from);
  const isWithdrawal = isCanonical(known) && source?.settlesOn === to;
  return delayed(known.typicalLatency, isWithdrawal ? (source.challengeSeconds ?? 0) : 0);
}

/** What a withdrawal waits for and who must act, in seconds. */
export interface Withdrawal {
  /** Until the settlement layer knows a state that holds the withdrawal. */
  readonly publicationSeconds: number;
  readonly challengeSeconds: number;
  /** How much longer it takes at most while the protocol keeps its own bounds. */
  readonly extraSeconds: number;
  /** Whether the challenge runs from a proof that the user has to bring. */
  readonly isProven: boolean;
}

/**
 * The delays of a withdrawal: the layer's own, else what the upper quartile of the route leaves besides the
 * challenge. Undefined where the way is not from a layer to the one it settles on by its own bridge.
 */
export function withdrawalOf(
  network: Network,
  bridge: BridgeId,
  from: ChainId,
  to: ChainId,
): Withdrawal | undefined {
  const known = bridgeOf(network, bridge);
  const source = layerOf(network, from);
  if (known === undefined || source?.settlesOn !== to) return undefined;
  if (known.withdrawal !== undefined) return { challengeSeconds: 0, extraSeconds: 0, ...known.withdrawal };
  if (!isCanonical(known)) return undefined;
  const challengeSeconds = source.challengeSeconds ?? 0;
  if (source.withdrawal !== undefined) {
    return { challengeSeconds, extraSeconds: 0, ...source.withdrawal };
  }
  const slowSeconds = Math.ceil(routeLatency(known, from, to)?.upperQuartileSeconds ?? challengeSeconds);
  const publicationSeconds = Math.max(0, slowSeconds - challengeSeconds);
  return { publicationSeconds, challengeSeconds, extraSeconds: 0, isProven: false };
}

/** Whether a bridge is secured by the proofs of the rollup itself. */
export function isCanonical({ mechanism }: Bridge): boolean {
  return mechanism === 'optimistic-challenge' || mechanism === 'validity-proof';
}

function routeLatency({ routes }: Bridge, from: ChainId, to: ChainId): Latency | undefined {
  return routes.find((candidate) => candidate.from === from && candidate.to === to);
}

function delayed(latency: Latency, seconds: number): Latency {
  return {
    lowerQuartileSeconds: latency.lowerQuartileSeconds + seconds,
    medianSeconds: latency.medianSeconds + seconds,
    upperQuartileSeconds: latency.upperQuartileSeconds + seconds,
  };
}
