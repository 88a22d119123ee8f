import type { BridgeLeg } from './bridge-leg.js';
import { listedAsset, type ConservationRules } from './conservation-rules.js';
import type { MessageExplanation } from './explain-arrivals.js';

/**
 * What a bridge has done with one asset, in base units, since its record began. The identity
 * `locked + burned − minted − released = inFlight + fees − awaiting − unexplained − opening` always holds exactly; of a
 * bridge that locks and mints it reads: what is locked is what is minted and what is in flight.
 */
export interface AssetPosition {
  readonly locked: bigint;
  readonly burned: bigint;
  readonly minted: bigint;
  readonly released: bigint;
  /** Departed, not arrived. */
  readonly inFlight: bigint;
  /** Kept by the bridge of what has arrived; of orders, what the senders gave less what was delivered. */
  readonly fees: bigint;
  /** Arrived ahead of the record of the source chain. */
  readonly awaiting: bigint;
  /** Arrived without a departure that explains it: what the bridge is short of. */
  readonly unexplained: bigint;
  /** Arrived by departures from before the record began, as far as anyone can tell. */
  readonly opening: bigint;
}

export const EMPTY_POSITION: AssetPosition = Object.freeze({
  locked: 0n,
  burned: 0n,
  minted: 0n,
  released: 0n,
  inFlight: 0n,
  fees: 0n,
  awaiting: 0n,
  unexplained: 0n,
  opening: 0n,
});

const FIELDS = Object.keys(EMPTY_POSITION) as readonly (keyof AssetPosition)[];
const FIELD_OF_KIND = { lock: 'locked', burn: 'burned', mint: 'minted', release: 'released' } as const;

/** a + b, field by field. */
export function addPositions(a: AssetPosition, b: AssetPosition): AssetPosition {
  return combine((field) => a[field] + b[field]);
}

/** a − b, field by field. */
export function subtractPositions(a: AssetPosition, b: AssetPosition): AssetPosition {
  return combine((field) => a[field] - b[field]);
}

/** Whether nothing was moved. */
export function isEmptyPosition(position: AssetPosition): boolean {
  return FIELDS.every((field) => position[field] === 0n);
}

/** What the legs of one message add to the positions of the listed assets, by conserved asset. */
export function positionsOfMessage(
  explained: MessageExplanation,
  rules: ConservationRules,
): ReadonlyMap<string, AssetPosition> {
  const positions = new Map<string, AssetPosition>();
  const add = (leg: BridgeLeg, fields: Partial<AssetPosition>): void => {
    const asset = listedAsset(rules, leg);
    if (asset === undefined) return;
    const known = positions.get(asset) ?? EMPTY_POSITION;
    positions.set(asset, addPositions(known, { ...EMPTY_POSITION, ...fields }));
  };
  const addMoved = (leg: BridgeLeg): void => add(leg, { [FIELD_OF_KIND[leg.kind]]: leg.amount });

  for (const departure of explained.inFlight) {
    addMoved(departure);
    add(departure, { inFlight: departure.amount });
  }
  for (const { arrival, explanation } of explained.arrivals) {
    addMoved(arrival);
    if (explanation.status === 'explained') {
      addMoved(explanation.departure);
      add(explanation.departure, { fees: explanation.departure.amount });
      add(arrival, { fees: -arrival.amount });
    } else {
      add(arrival, { [explanation.status]: arrival.amount });
    }
  }
  return positions;
}

/** Whether the identity of a position holds. It can only fail through a bug. */
export function isBalanced(position: AssetPosition): boolean {
  const { locked, burned, minted, released, inFlight, fees, awaiting, unexplained, opening } = position;
  return locked + burned - minted - released === inFlight + fees - awaiting - unexplained - opening;
}

function combine(valueOf: (field: keyof AssetPosition) => bigint): AssetPosition {
  return Object.fromEntries(FIELDS.map((field) => [field, valueOf(field)])) as unknown as AssetPosition;
}
