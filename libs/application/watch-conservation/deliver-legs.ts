import { compareLegs, type BridgeLeg, type ChainRead } from '@causeway/domain/conservation';
import { addSeconds, type ChainId, type UnixMilliseconds } from '@causeway/domain/units';

/** What a monitor takes in, one after another. */
export type ConservationInput =
  { readonly kind: 'leg'; readonly leg: BridgeLeg } | { readonly kind: 'read'; readonly read: ChainRead };

/** How the readers of the chains are imagined when a recorded ledger is played back. */
export interface Delivery {
  /** How far each reader is behind its chain; 0 for a chain not listed. */
  readonly lagSeconds: ReadonlyMap<ChainId, number>;
  /**
   * `clock`: a reader says how far it has come even when it found nothing. `legs`: it says nothing, so only a leg
   * shows that its chain was read up to there.
   */
  readonly readings: 'clock' | 'legs';
}

/**
 * The legs of a whole ledger in the order in which readers at the given lags would have delivered them, each behind
 * the readings that the monitor would have had by then. A leg is delivered when its chain's reader has come to it;
 * the same second on another chain may still be unread. At the end every reader has come to the ledger's last leg.
 */
export function deliverLegs(legs: readonly BridgeLeg[], delivery: Delivery): readonly ConservationInput[] {
  const lagOf = (chain: ChainId): number => delivery.lagSeconds.get(chain) ?? 0;
  const deliveredAt = ({ at, chain }: BridgeLeg): UnixMilliseconds => addSeconds(at, lagOf(chain));
  const ordered = [...legs].sort((a, b) => deliveredAt(a) - deliveredAt(b) || compareLegs(a, b));
  const chains = [...new Set(legs.map(({ chain }) => chain))].sort();
  const inputs: ConservationInput[] = [];
  for (const leg of ordered) {
    if (delivery.readings === 'clock') {
      for (const chain of chains) {
        const through = addSeconds(deliveredAt(leg), -lagOf(chain)) - 1;
        if (through >= 0) inputs.push(readInput(chain, through as UnixMilliseconds));
      }
    } else {
      inputs.push(readInput(leg.chain, (leg.at - 1) as UnixMilliseconds));
    }
    inputs.push({ kind: 'leg', leg });
  }
  const last = ordered.reduce((latest, { at }) => Math.max(latest, at), 0) as UnixMilliseconds;
  return [...inputs, ...chains.map((chain) => readInput(chain, last))];
}

function readInput(chain: ChainId, through: UnixMilliseconds): ConservationInput {
  return { kind: 'read', read: { chain, through } };
}
