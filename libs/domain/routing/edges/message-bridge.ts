import type { BridgeId } from '@causeway/domain/units';
import { above0, firstProblem, leadsToAnotherLayer, MILLIONTHS, millionthsBelowOne } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';

/**
 * A token that is carried by messages in units all layers share. Source: LayerZero v2 `OFTCore._removeDust` and
 * `_debitView`: what the shared decimals cannot express stays with the sender, and the amount received has no dust
 * either.
 */
export interface MessageBridgeEdge extends EdgeFacts {
  readonly kind: 'message-bridge';
  readonly bridge: BridgeId;
  /** Base units of the input asset that make one shared unit: 10^(decimals − shared decimals). */
  readonly inputUnit: bigint;
  /** Base units of the output asset that make one shared unit. */
  readonly outputUnit: bigint;
  readonly feeMillionths: bigint;
}

/** Shared units received for `input` base units: dust is left out before and after the fee. */
export const messageBridge: EdgeKind<MessageBridgeEdge> = {
  grossOutput: (edge, input) => {
    const sent = input / edge.inputUnit;
    const received = (sent * (MILLIONTHS - edge.feeMillionths)) / MILLIONTHS;
    return received * edge.outputUnit;
  },
  grossInput: (edge, output) => {
    const received = (output + edge.outputUnit - 1n) / edge.outputUnit;
    const kept = MILLIONTHS - edge.feeMillionths;
    const sent = (received * MILLIONTHS + kept - 1n) / kept;
    return sent * edge.inputUnit;
  },
  problemOf: (edge) =>
    firstProblem(
      above0('inputUnit', edge.inputUnit),
      above0('outputUnit', edge.outputUnit),
      millionthsBelowOne('feeMillionths', edge.feeMillionths),
      leadsToAnotherLayer(edge),
    ),
};
