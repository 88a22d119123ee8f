import type { BridgeId } from '@causeway/domain/units';
import { above0, firstProblem, from0, leadsToAnotherLayer, millionthsBelowOne } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';
import { linearInputUp, linearOutputDown, type LinearRate } from './linear-rate.js';

/**
 * A relayer that fills an intent from its own funds: input × rate less a proportional and a fixed fee, up to what
 * it has on the destination. Source: Across v3, `outputAmount` of `depositV3` is what the depositor offers after
 * the quoted `totalRelayFee`, which is a percentage and the relayer's gas.
 */
export interface RelayerEdge extends EdgeFacts, LinearRate {
  readonly kind: 'relayer';
  readonly bridge: BridgeId;
  /** What the relayer asks besides, in base units of the output asset: his gas on the destination. */
  readonly relayerFee: bigint;
  /**
   * Seconds after the deposit in which one named relayer alone may fill; 0 when anybody may from the beginning.
   * Should he not, another fills only afterwards, so the window is the least that a deadline must leave.
   */
  readonly exclusivitySeconds: number;
}

export const relayer: EdgeKind<RelayerEdge> = {
  grossOutput: (edge, input) => linearOutputDown(edge, input) - edge.relayerFee,
  grossInput: (edge, output) => linearInputUp(edge, output + edge.relayerFee),
  problemOf: (edge) =>
    firstProblem(
      millionthsBelowOne('feeMillionths', edge.feeMillionths),
      above0('rateNumerator', edge.rateNumerator),
      above0('rateDenominator', edge.rateDenominator),
      from0('relayerFee', edge.relayerFee),
      edge.exclusivitySeconds >= 0 && Number.isFinite(edge.exclusivitySeconds)
        ? undefined
        : { field: 'exclusivitySeconds', message: 'is not a number of seconds from 0' },
      leadsToAnotherLayer(edge),
    ),
};
