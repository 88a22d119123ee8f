import { above0, firstProblem, leadsToAnotherLayer, millionthsBelowOne } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';
import { linearInputUp, linearOutputDown, type LinearRate } from './linear-rate.js';

/**
 * The desk's own inventory: what it gives on one layer it takes from itself on another, at once and over no bridge,
 * up to what it holds there. The fee is what the desk charges itself for restoring the inventory later.
 */
export interface InventoryEdge extends EdgeFacts, LinearRate {
  readonly kind: 'inventory';
  /** Base units of the output asset that the desk holds free on the destination. */
  readonly held: bigint;
}

export const inventory: EdgeKind<InventoryEdge> = {
  grossOutput: linearOutputDown,
  grossInput: (edge, output) => (output > edge.held ? undefined : linearInputUp(edge, output)),
  problemOf: (edge) =>
    firstProblem(
      millionthsBelowOne('feeMillionths', edge.feeMillionths),
      above0('rateNumerator', edge.rateNumerator),
      above0('rateDenominator', edge.rateDenominator),
      linearOutputDown(edge, edge.capacity) > edge.held
        ? { field: 'capacity', message: `would take more than the ${edge.held} base units held` }
        : undefined,
      leadsToAnotherLayer(edge),
    ),
};
