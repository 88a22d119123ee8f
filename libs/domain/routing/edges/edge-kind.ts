import type { EdgeFacts } from './edge-facts.js';

/** What is wrong with a field of an edge. */
export interface EdgeProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * One way of turning one asset into another, in exact integers. A new kind of pool or bridge is one more of these
 * in a file of its own, listed in `edge-kinds.ts`.
 *
 * Both amounts leave out the edge's minimum, capacity and fixed cost, which apply to all kinds alike.
 */
export interface EdgeKind<Edge extends EdgeFacts> {
  /** Base units paid out for `input` > 0 base units, rounded as the venue rounds; up to the capacity never falls. */
  grossOutput(edge: Edge, input: bigint): bigint;
  /**
   * The least input for at least `output` > 0 base units, or undefined when the edge cannot pay out that many.
   * Inputs above `edge.capacity` need not be told apart from undefined.
   */
  grossInput(edge: Edge, output: bigint): bigint | undefined;
  /** The first field that makes no sense, if any. */
  problemOf(edge: Edge): EdgeProblem | undefined;
}
