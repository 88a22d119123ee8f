import {
  ConservationBook,
  messageKey,
  type AlertChange,
  type LegChanges,
  type RefusedLeg,
} from '@causeway/domain/conservation';
import type { ChainId, UnixMilliseconds } from '@causeway/domain/units';
import { FatalError, type ConservationKeys, type StreamEvent } from '@causeway/application/ports';
import { alerted, type WatchConservationPorts } from './watch-conservation.js';

/** What a step of watching did. */
export interface LegsWatched {
  /** Events of leg streams that were taken in. */
  readonly events: number;
  /** Alerts raised, changed or settled, in order. */
  readonly alerts: readonly AlertChange[];
  /** Legs that the rules cannot join to others; they change nothing. */
  readonly refused: readonly RefusedLeg[];
}

const NOTHING: LegsWatched = { events: 0, alerts: [], refused: [] };

/**
 * Takes in the oldest events of the leg streams, in the order in which they were written, with the alerts they raise and
 * the place up to which they were read in one transaction: each takes effect once, whoever reads it and whatever is
 * killed when. Every event is judged by itself, so where the reading was cut changes nothing.
 * @throws FatalError when events that were not taken in are gone from the outbox
 */
export async function watchLegs(ports: WatchConservationPorts, maximum: number): Promise<LegsWatched> {
  const events = await ports.conservation.pendingLegs(maximum);
  if (events.length === 0) return NOTHING;
  return ports.conservation.transact<LegsWatched>(keysOf(ports, events), (snapshot, known) => {
    const book = new ConservationBook(ports.rules, snapshot);
    const cursors = new Map(known);
    const refused: RefusedLeg[] = [];
    let taken = 0;
    for (const { stream, seq, event } of events) {
      const cursor = cursors.get(stream) ?? 0;
      if (seq <= cursor) continue;
      if (seq !== cursor + 1) {
        throw new FatalError(`${stream}: event ${cursor + 1} is gone, and the next is ${seq}`);
      }
      if (event.type === 'legs.changed') {
        refused.push(...book.applyChanges(event.changes));
      }
      cursors.set(stream, seq);
      taken += 1;
    }
    const changes = book.changes();
    const outcome = { events: taken, alerts: changes.alerts, refused };
    return { changes, cursors, outbox: changes.alerts.map(alerted), outcome };
  });
}

function keysOf({ rules }: WatchConservationPorts, events: readonly StreamEvent[]): ConservationKeys {
  const messages = new Set<string>();
  const chainsRead = new Map<ChainId, UnixMilliseconds>();
  let now = 0 as UnixMilliseconds;
  const reach = (instant: UnixMilliseconds): void => {
    if (instant > now) now = instant;
  };
  const changes = events.flatMap(({ event }): readonly LegChanges[] =>
    event.type === 'legs.changed' ? [event.changes] : [],
  );
  for (const { chain, read, added, withdrawn } of changes) {
    if (read !== undefined) {
      const furthest = chainsRead.get(chain);
      if (furthest === undefined || furthest < read.through) chainsRead.set(chain, read.through);
      reach(read.through);
    }
    for (const leg of [...added, ...withdrawn]) {
      const bridgeRules = rules.get(leg.bridge);
      const key = bridgeRules === undefined ? undefined : messageKey(bridgeRules, leg);
      if (key?.ok === true) messages.add(key.value);
    }
    for (const { at } of added) reach(at);
  }
  const streams = [...new Set(events.map(({ stream }) => stream))];
  return { messages: [...messages], chainsRead, now, streams };
}
