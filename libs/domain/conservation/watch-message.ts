import type { UnixMilliseconds } from '@causeway/domain/units';
import {
  EMPTY_POSITION,
  isEmptyPosition,
  positionsOfMessage,
  subtractPositions,
  type AssetPosition,
} from './asset-position.js';
import { alertId, judgeArrival, patienceEnd, type ConservationAlert } from './conservation-alert.js';
import type { ConservationMessage } from './conservation-message.js';
import type { ConservationRules } from './conservation-rules.js';
import { explainArrivals, latestDeparture } from './explain-arrivals.js';
import type { BridgeLeg, RecordSpan } from './bridge-leg.js';

/** A message with the alerts on its arrivals, by alert id, and its share in the positions of the bridge. */
export interface WatchedMessage {
  readonly message: ConservationMessage;
  readonly alerts: ReadonlyMap<string, ConservationAlert>;
  readonly positions: ReadonlyMap<string, AssetPosition>;
  /** When the arrivals that are still awaited must be looked at again; absent when none is. */
  readonly due?: Due;
}

/** What ends the waiting: the source chain is read through `readThrough`, or any clock has come to `patienceEnd`. */
export interface Due {
  readonly readThrough: UnixMilliseconds;
  /** Absent when all that wait are alerted on already. */
  readonly patienceEnd?: UnixMilliseconds;
}

/** How far things have come. */
export interface Watch {
  readonly rules: ConservationRules;
  /** The record of the message's source chain; undefined when nothing is known of it. */
  readonly read: RecordSpan | undefined;
  /** The latest instant that any leg or reading has told. */
  readonly now: UnixMilliseconds;
}

/** What looking at a message again has changed. */
export interface MessageChange {
  readonly watched: WatchedMessage;
  /** Alerts that are new, changed or settled, in their new form. */
  readonly alerts: readonly ConservationAlert[];
  /** What to add to the positions of the bridge, by conserved asset. */
  readonly positions: ReadonlyMap<string, AssetPosition>;
}

/** A message without legs, as it is watched before its first. */
export function unwatched(message: ConservationMessage): WatchedMessage {
  return { message, alerts: new Map(), positions: new Map() };
}

/**
 * Judges a message by all its legs and by how far the chains were read. Nothing but these decides, so the same legs
 * in any order, any number of times, end with the same alerts open; an alert that the record no longer bears out becomes
 * `explained`.
 */
export function watchMessage(
  before: WatchedMessage,
  message: ConservationMessage,
  watch: Watch,
): MessageChange {
  const { rules, read, now } = watch;
  const explained = explainArrivals(message, rules, read);
  const alerts = new Map(before.alerts);
  const changed: ConservationAlert[] = [];
  for (const { arrival, explanation } of explained.arrivals) {
    const id = alertId(arrival);
    const next = followUp(
      alerts.get(id),
      judgeArrival(arrival, explanation, { rules, message, read, now }),
      now,
    );
    if (next === undefined) continue;
    alerts.set(id, next);
    changed.push(next);
  }
  const present = new Set(message.arrivals.map(alertId));
  for (const alert of before.alerts.values()) {
    if (present.has(alert.id) || alert.status !== 'open') continue;
    const withdrawn: ConservationAlert = { ...alert, status: 'withdrawn', settledAt: now };
    alerts.set(alert.id, withdrawn);
    changed.push(withdrawn);
  }
  const positions = positionsOfMessage(explained, rules);
  const awaited = explained.arrivals.filter(({ explanation }) => explanation.status === 'awaiting');
  const due = dueOf(
    awaited.map(({ arrival }) => arrival),
    alerts,
    watch,
  );
  return {
    watched: { message, alerts, positions, ...(due === undefined ? {} : { due }) },
    alerts: changed,
    positions: differences(before.positions, positions),
  };
}

/** The alert in its new form, or undefined when there is nothing new about it. */
function followUp(
  known: ConservationAlert | undefined,
  judged: ConservationAlert | undefined,
  now: UnixMilliseconds,
): ConservationAlert | undefined {
  if (known === undefined) return judged;
  if (judged === undefined) {
    return known.status === 'open' ? { ...known, status: 'explained', settledAt: now } : undefined;
  }
  const isSame = known.code === judged.code && known.severity === judged.severity;
  const isStanding = known.status === 'open' || known.status === 'closed';
  if (isSame && isStanding) return undefined;
  return known.status === 'open' ? { ...judged, raisedAt: known.raisedAt } : judged;
}

function dueOf(
  awaited: readonly BridgeLeg[],
  alerts: ReadonlyMap<string, ConservationAlert>,
  { rules, read }: Watch,
): Due | undefined {
  const readThrough = earliest(awaited.map((arrival) => latestDeparture(arrival, rules)));
  if (readThrough === undefined) return undefined;
  const untold = awaited.filter((arrival) => alerts.get(alertId(arrival))?.status !== 'open');
  const end = earliest(untold.flatMap((arrival) => patienceEnd(arrival, rules, read) ?? []));
  return { readThrough, ...(end === undefined ? {} : { patienceEnd: end }) };
}

function earliest(instants: readonly UnixMilliseconds[]): UnixMilliseconds | undefined {
  return [...instants].sort((a, b) => a - b)[0];
}

function differences(
  before: ReadonlyMap<string, AssetPosition>,
  after: ReadonlyMap<string, AssetPosition>,
): ReadonlyMap<string, AssetPosition> {
  const changes = [...new Set([...before.keys(), ...after.keys()])].map((asset) => {
    const change = subtractPositions(after.get(asset) ?? EMPTY_POSITION, before.get(asset) ?? EMPTY_POSITION);
    return [asset, change] as const;
  });
  return new Map(changes.filter(([, change]) => !isEmptyPosition(change)));
}
