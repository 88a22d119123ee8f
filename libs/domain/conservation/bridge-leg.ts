import type { Address, AssetId, BridgeId, ChainId, UnixMilliseconds } from '@causeway/domain/units';

/**
 * What a leg does to the money. `lock` and `burn` take units out of use on the source chain, `mint` and `release`
 * put them into use on the destination chain.
 */
export type LegKind = 'lock' | 'burn' | 'mint' | 'release';

/** One leg of one cross-chain message, as a log of a known contract tells it. */
export interface BridgeLeg {
  /** Identity of the leg, e.g. its log id: the same leg read twice counts once. */
  readonly id: string;
  readonly bridge: BridgeId;
  readonly kind: LegKind;
  /** The chain that the leg happened on. */
  readonly chain: ChainId;
  /** The chain that the message comes from; of a departure its own. */
  readonly sourceChain: ChainId;
  readonly at: UnixMilliseconds;
  readonly transactionHash: string;
  /** The bridge's own number of the message, unique or not by its rules; absent where it has none. */
  readonly messageId?: string;
  readonly asset: AssetId;
  /** The asset at the other end of the message, where the log names it. */
  readonly counterpart?: AssetId;
  /** In base units. */
  readonly amount: bigint;
  readonly recipient?: Address;
}

/** Evidence that a chain's legs are all on record up to and including an instant, by the chain's own clock. */
export interface ChainRead {
  readonly chain: ChainId;
  /** Where the record that has no gap begins; where this reading does when left out. */
  readonly since?: UnixMilliseconds;
  readonly through: UnixMilliseconds;
}

/** The span of a chain's time of which all legs are on record. */
export type RecordSpan = Required<Omit<ChainRead, 'chain'>>;

/** What a record of a chain has changed, at once: how far it is read, and the legs that are new or orphaned. */
export interface LegChanges {
  readonly chain: ChainId;
  /** The chain's record as it is from here on; a reorganisation may set it back. */
  readonly read?: RecordSpan;
  readonly added: readonly BridgeLeg[];
  /** Legs of orphaned blocks: they never were. */
  readonly withdrawn: readonly BridgeLeg[];
}

/** Whether a leg puts units into use, and so needs a departure that explains it. */
export function isArrival({ kind }: BridgeLeg): boolean {
  return kind === 'mint' || kind === 'release';
}

/** The order of legs of equal kind: by time, then by id, so that the order of reading never shows. */
export function compareLegs(a: BridgeLeg, b: BridgeLeg): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
