import type { ChainId } from '@causeway/domain/units';
import { isOnLayer } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';

/** A contract that turns a coin into its token, or back, one for one on the same layer: ether and WETH. */
export interface WrappingEdge extends EdgeFacts {
  readonly kind: 'wrapping';
  readonly chain: ChainId;
}

export const wrapping: EdgeKind<WrappingEdge> = {
  grossOutput: (_, input) => input,
  grossInput: (_, output) => output,
  problemOf: isOnLayer,
};
