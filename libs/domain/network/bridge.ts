import type { BridgeId, ChainId } from '@causeway/domain/units';
import type { WithdrawalTerms } from './layer.js';

/** What must hold for a bridge not to lose the money, from the strongest to the weakest. */
export const SECURITY_MECHANISMS = [
  'validity-proof',
  'optimistic-challenge',
  'shared-sequencer',
  'issuer-mint-burn',
  'bonded-relayer',
  'external-validators',
] as const;
export type SecurityMechanism = (typeof SECURITY_MECHANISMS)[number];

/** Time from the source transaction to the destination transaction, in seconds: measured unless said otherwise. */
export interface Latency {
  readonly lowerQuartileSeconds: number;
  readonly medianSeconds: number;
  readonly upperQuartileSeconds: number;
}

/** A latency measured on one route. */
export interface RouteLatency extends Latency {
  readonly from: ChainId;
  readonly to: ChainId;
}

/**
 * What a bridge promises of each of its messages, as far as the logs of both ends can show whether it is kept. That an
 * arrival needs its departure, and that a departure is spent once, holds for every bridge.
 */
export interface BridgePromises {
  /**
   * Hundredths of a percent of what was sent that may not arrive. Absent where what arrives is an order that somebody
   * fills, or a market's, so that it cannot be told from what was sent.
   */
  readonly maximumFeeBasisPoints?: number;
  /** The logs of both ends name the one who is paid. */
  readonly namesRecipient?: true;
  /** Equal messages share an id. */
  readonly sharesMessageIds?: true;
  /** Seconds between departure and arrival that the protocol's contracts enforce. */
  readonly minimumTransitSeconds?: number;
}

/** A bridge protocol: who guarantees it and how long it takes. */
export interface Bridge {
  readonly bridge: BridgeId;
  readonly name: string;
  readonly mechanism: SecurityMechanism;
  readonly routes: readonly RouteLatency[];
  /** Used where no route was measured; a withdrawal additionally waits for the source layer's challenge. */
  readonly typicalLatency: Latency;
  /**
   * What withdrawals wait for from a layer to the one it settles on, where the bridge is not secured by proofs of the
   * layer and yet its users have to claim there.
   */
  readonly withdrawal?: WithdrawalTerms;
  /** Seconds from a fill deadline that passed until the sender has his units back, where the bridge sees to it. */
  readonly refundSeconds?: number;
  /** Absent where no more is promised than of every bridge. */
  readonly promises?: BridgePromises;
  readonly sources: readonly string[];
}
