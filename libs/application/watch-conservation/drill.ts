import {
  compareLegs,
  isArrival,
  messageKey,
  type BridgeLeg,
  type ConservationRules,
  type ViolationCode,
} from '@causeway/domain/conservation';
import { addSeconds, type AssetId } from '@causeway/domain/units';

/** A way to take units out of a bridge that a drill plays. */
export type TheftKind =
  'forged' | 'second-arrival' | 'inflated' | 'other-asset' | 'other-recipient' | 'premature';

/** A theft laid into a recorded ledger, and what it must be alarmed on as. */
export interface Theft {
  readonly kind: TheftKind;
  readonly leg: BridgeLeg;
  readonly code: ViolationCode;
}

/** A departure on record with its arrival, of a listed asset. */
interface Transfer {
  readonly departure: BridgeLeg;
  readonly arrival: BridgeLeg;
}

interface Recipe {
  readonly code: ViolationCode;
  readonly leg: (transfer: Transfer, rules: ConservationRules) => BridgeLeg | undefined;
}

/** Nomad's first exploit released 100 WBTC for a burn of 0.01 WBTC. */
const INFLATION = 10_000n;
const THIEF = `0x${'dead'.repeat(10)}` as const;
const PREMATURE_SECONDS = 1;

const RECIPES: Readonly<Record<TheftKind, Recipe>> = {
  forged: {
    code: 'UNEXPLAINED_ARRIVAL',
    leg: ({ arrival }) => ({ ...arrival, messageId: `drill-${arrival.messageId}`, at: later(arrival) }),
  },
  'second-arrival': {
    code: 'SECOND_ARRIVAL',
    leg: ({ arrival }) => ({ ...arrival, at: later(arrival) }),
  },
  inflated: {
    code: 'AMOUNT_MISMATCH',
    leg: ({ arrival }) => ({ ...arrival, amount: arrival.amount * INFLATION, at: sooner(arrival) }),
  },
  'other-asset': {
    code: 'ASSET_MISMATCH',
    leg: ({ arrival }, rules) => {
      const asset = otherAsset(arrival, rules);
      return asset === undefined ? undefined : { ...arrival, asset, at: sooner(arrival) };
    },
  },
  'other-recipient': {
    code: 'RECIPIENT_MISMATCH',
    leg: ({ arrival }) => ({
      ...arrival,
      recipient: THIEF as BridgeLeg['recipient'] & string,
      at: sooner(arrival),
    }),
  },
  premature: {
    code: 'PREMATURE_EXECUTION',
    leg: ({ departure, arrival }) => ({ ...arrival, at: addSeconds(departure.at, PREMATURE_SECONDS) }),
  },
};

export const THEFT_KINDS = Object.keys(RECIPES) as readonly TheftKind[];

/**
 * Lays `count` thefts of each kind into a ledger of one bridge whose messages have unique ids, spread evenly over
 * its transfers. Each theft is made from a real transfer of its own, so that nothing about it is out of the ordinary
 * but the theft; no two thefts touch one transfer. Fewer are laid where the ledger is too short.
 */
export function layThefts(
  legs: readonly BridgeLeg[],
  rules: ConservationRules,
  count: number,
): readonly Theft[] {
  const transfers = completeTransfers(legs, rules);
  const total = count * THEFT_KINDS.length;
  const thefts: Theft[] = [];
  const used = new Set<Transfer>();
  for (let ordinal = 0; ordinal < total; ordinal += 1) {
    const kind = THEFT_KINDS[ordinal % THEFT_KINDS.length];
    const transfer = transfers[Math.floor(((ordinal + 1) * transfers.length) / (total + 1))];
    if (kind === undefined || transfer === undefined || used.has(transfer)) continue;
    const { code, leg } = RECIPES[kind];
    const made = leg(transfer, rules);
    if (made === undefined) continue;
    used.add(transfer);
    thefts.push({ kind, code, leg: { ...made, id: `drill/${kind}/${ordinal}` } });
  }
  return thefts;
}

function completeTransfers(legs: readonly BridgeLeg[], rules: ConservationRules): readonly Transfer[] {
  const departures = new Map<string, BridgeLeg>();
  for (const leg of legs) if (!isArrival(leg)) departures.set(keyOf(leg, rules), leg);
  return legs
    .filter((leg) => isArrival(leg) && rules.assets.has(leg.asset))
    .sort(compareLegs)
    .flatMap((arrival) => {
      const departure = departures.get(keyOf(arrival, rules));
      return departure === undefined ? [] : [{ departure, arrival }];
    });
}

function keyOf(leg: BridgeLeg, rules: ConservationRules): string {
  const key = messageKey(rules, leg);
  return key.ok ? key.value : leg.id;
}

function later({ at }: BridgeLeg): BridgeLeg['at'] {
  return addSeconds(at, 1);
}

/** Ahead of the arrival whose departure the theft abuses; still after that departure is final, but for a second. */
function sooner({ at }: BridgeLeg): BridgeLeg['at'] {
  return addSeconds(at, -1);
}

function otherAsset(arrival: BridgeLeg, rules: ConservationRules): AssetId | undefined {
  const own = rules.assets.get(arrival.asset);
  const [other] = [...rules.assets].find(([asset, name]) => name !== own && isOnChain(asset, arrival)) ?? [];
  return other;
}

function isOnChain(asset: AssetId, { chain }: BridgeLeg): boolean {
  return asset.startsWith(`${chain}/`);
}
