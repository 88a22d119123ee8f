import type { BridgeId, ChainId } from '@causeway/domain/units';

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

/** A bridge protocol: who guarantees it and how long it takes. */
export interface Bridge {
  readonly bridge: BridgeId;
  readonly name: string;
  readonly mechanism: SecurityMechanism;
  readonly routes: readonly RouteLatency[];
  /** Used where no route was measured; a withdrawal additionally waits for the source layer's challenge. */
  readonly typicalLatency: Latency;
  /** Seconds from a fill deadline that passed until the sender has his units back, where the bridge sees to it. */
  readonly refundSeconds?: number;
  readonly sources: readonly string[];
}
