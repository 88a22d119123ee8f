import type { ChainId } from '@causeway/domain/units';
import { SECURITY_MECHANISMS, type SecurityMechanism } from './bridge.js';
import { layerOf } from './lookup.js';
import type { LayerKind } from './layer.js';
import type { Network } from './network.js';

const MECHANISM_OF_KIND: Readonly<Record<LayerKind, SecurityMechanism | undefined>> = {
  'settlement-layer': undefined,
  'validity-rollup': 'validity-proof',
  'optimistic-rollup': 'optimistic-challenge',
  // A sidechain's own validators alone stand behind its state.
  sidechain: 'external-validators',
};

/** The weakest of the mechanisms, which a route or balance over all of them inherits; undefined for none. */
export function weakestLink(mechanisms: Iterable<SecurityMechanism>): SecurityMechanism | undefined {
  let weakest: SecurityMechanism | undefined;
  for (const mechanism of mechanisms) {
    if (weakest === undefined || isWeaker(mechanism, weakest)) weakest = mechanism;
  }
  return weakest;
}

/** Whether `a` asks for more trust than `b`. */
export function isWeaker(a: SecurityMechanism, b: SecurityMechanism): boolean {
  return SECURITY_MECHANISMS.indexOf(a) > SECURITY_MECHANISMS.indexOf(b);
}

/**
 * What must hold for a balance on a layer to reach its settlement layer: the weakest mechanism on the way down.
 * Undefined on a settlement layer, where a balance depends on no bridge; a layer the network does not know is
 * taken as the weakest there is.
 */
export function securityOfBalance(network: Network, chain: ChainId): SecurityMechanism | undefined {
  const mechanisms: SecurityMechanism[] = [];
  const visited = new Set<ChainId>();
  for (let next: ChainId | undefined = chain; next !== undefined && !visited.has(next);) {
    visited.add(next);
    const layer = layerOf(network, next);
    if (layer === undefined) return 'external-validators';
    const mechanism = MECHANISM_OF_KIND[layer.kind];
    if (mechanism !== undefined) mechanisms.push(mechanism);
    next = layer.settlesOn;
  }
  return weakestLink(mechanisms);
}
