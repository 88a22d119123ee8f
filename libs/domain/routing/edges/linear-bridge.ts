import type { BridgeId } from '@causeway/domain/units';
import { above0, firstProblem, leadsToAnotherLayer, millionthsBelowOne } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';
import { linearInputUp, linearOutputDown, type LinearRate } from './linear-rate.js';

/** A bridge of no more particular kind: output = input × rate less a proportional fee, up to a capacity. */
export interface LinearBridgeEdge extends EdgeFacts, LinearRate {
  readonly kind: 'linear-bridge';
  readonly bridge: BridgeId;
}

export const linearBridge: EdgeKind<LinearBridgeEdge> = {
  grossOutput: linearOutputDown,
  grossInput: linearInputUp,
  problemOf: (edge) =>
    firstProblem(
      millionthsBelowOne('feeMillionths', edge.feeMillionths),
      above0('rateNumerator', edge.rateNumerator),
      above0('rateDenominator', edge.rateDenominator),
      leadsToAnotherLayer(edge),
    ),
};
