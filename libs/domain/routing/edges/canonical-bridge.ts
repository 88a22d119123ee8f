import type { BridgeId } from '@causeway/domain/units';
import { leadsToAnotherLayer } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';

/**
 * A rollup's own bridge: one for one, without a fee but for gas, and without a limit but for what is locked; its
 * price is the delay, which `latency` holds (a week for a withdrawal from an optimistic rollup).
 */
export interface CanonicalBridgeEdge extends EdgeFacts {
  readonly kind: 'canonical-bridge';
  readonly bridge: BridgeId;
  readonly direction: 'deposit' | 'withdrawal';
}

export const canonicalBridge: EdgeKind<CanonicalBridgeEdge> = {
  grossOutput: (_, input) => input,
  grossInput: (_, output) => output,
  problemOf: leadsToAnotherLayer,
};
