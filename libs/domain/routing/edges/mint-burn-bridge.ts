import type { BridgeId } from '@causeway/domain/units';
import { firstProblem, from0, leadsToAnotherLayer, MILLIONTHS, millionthsBelowOne } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';

/**
 * An issuer's own bridge, which burns on one layer and mints the same amount less a fee on another. Source: Circle
 * CCTP v2: a standard transfer waits for hard finality and is free on most layers; a fast one is minted after soft
 * finality for a minimum fee, against an allowance that all fast transfers share.
 */
export interface MintBurnBridgeEdge extends EdgeFacts {
  readonly kind: 'mint-burn-bridge';
  readonly bridge: BridgeId;
  readonly speed: 'fast' | 'standard';
  /** Fee in hundredths of a basis point: Circle's minimum fees have tenths of a basis point. */
  readonly feeMillionths: bigint;
  /** What may still be minted ahead of finality, in base units; only a fast transfer has one. */
  readonly fastAllowance?: bigint;
}

/** The fee is rounded up, as an issuer does who must not mint more than was burnt. */
function mintBurnFeeUp({ feeMillionths }: MintBurnBridgeEdge, input: bigint): bigint {
  return (input * feeMillionths + MILLIONTHS - 1n) / MILLIONTHS;
}

/**
 * A transfer that exceeds the allowance waits for hard finality instead, so that it is another edge: the allowance
 * therefore is a limit of the fast one.
 */
export const mintBurnBridge: EdgeKind<MintBurnBridgeEdge> = {
  grossOutput: (edge, input) => input - mintBurnFeeUp(edge, input),
  grossInput: (edge, output) => {
    const kept = MILLIONTHS - edge.feeMillionths;
    return (output * MILLIONTHS + kept - 1n) / kept;
  },
  problemOf: (edge) =>
    firstProblem(
      millionthsBelowOne('feeMillionths', edge.feeMillionths),
      edge.fastAllowance === undefined ? undefined : from0('fastAllowance', edge.fastAllowance),
      allowanceProblem(edge),
      leadsToAnotherLayer(edge),
    ),
};

function allowanceProblem({ speed, fastAllowance, capacity }: MintBurnBridgeEdge) {
  if (speed === 'standard') {
    if (fastAllowance === undefined) return undefined;
    return { field: 'fastAllowance', message: 'is given, but a standard transfer needs none' };
  }
  if (fastAllowance === undefined) {
    return { field: 'fastAllowance', message: 'is missing, but fast transfers share one' };
  }
  if (capacity <= fastAllowance) return undefined;
  return { field: 'capacity', message: `is above the fast allowance of ${fastAllowance}` };
}
