import type { EndpointObserver } from '@causeway/adapters/chains-viem';
import type { RoleLog } from '@causeway/adapters/roles';
import type { CollectorMetrics } from './collector-metrics.js';

/** Tells log and metrics how the endpoints of chains behave. */
export function observeEndpoints(metrics: CollectorMetrics, log: RoleLog): EndpointObserver {
  return {
    failed: (chain, endpoint, failure) => {
      metrics.endpointFailures.inc({ chain, endpoint });
      log.warn({ chain, endpoint, failure }, 'a chain endpoint failed');
    },
    disagreed: (chain, endpoint, disagreement) => {
      metrics.endpointDisagreements.inc({ chain, endpoint });
      log.warn({ chain, endpoint, disagreement }, 'a chain endpoint is left out, because it disagrees');
    },
    stalled: (chain, endpoint, isStalled) => {
      metrics.endpointStalled.set({ chain, endpoint }, isStalled ? 1 : 0);
      if (isStalled) {
        log.warn({ chain, endpoint }, 'a chain endpoint is passed over, because it stands still');
      } else {
        log.info({ chain, endpoint }, 'a chain endpoint moves on again');
      }
    },
  };
}
