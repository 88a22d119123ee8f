import {
  fail,
  ok,
  type BridgeId,
  type ChainId,
  type Failure,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { addPositions, EMPTY_POSITION, type AssetPosition } from './asset-position.js';
import type { BridgeLeg, ChainRead, LegChanges, RecordSpan } from './bridge-leg.js';
import { freezesBridge, type ConservationAlert } from './conservation-alert.js';
import {
  addLeg,
  messageKey,
  unseenMessage,
  withdrawLeg,
  type ConservationMessage,
  type LegCode,
} from './conservation-message.js';
import type { ConservationRules } from './conservation-rules.js';
import { unwatched, watchMessage, type WatchedMessage } from './watch-message.js';

/** The rules of every bridge that is watched. */
export type RulesByBridge = ReadonlyMap<BridgeId, ConservationRules>;

/** What is known before: all of it, or as much as the legs and readings to come may touch. */
export interface ConservationSnapshot {
  readonly messages: ReadonlyMap<string, WatchedMessage>;
  readonly chainsRead: ReadonlyMap<ChainId, RecordSpan>;
  /** How many open alerts keep each bridge frozen. */
  readonly freezing: ReadonlyMap<BridgeId, number>;
  /** The latest instant that any leg or reading has told. */
  readonly now: UnixMilliseconds;
}

/** An alert in its new form, and whether its bridge is frozen then. */
export interface AlertChange {
  readonly alert: ConservationAlert;
  readonly isFrozen: boolean;
}

/** A leg that changes nothing, because its bridge's rules cannot join it to any other. */
export interface RefusedLeg {
  readonly leg: BridgeLeg;
  readonly failure: Failure<LegCode | 'UNWATCHED_BRIDGE'>;
}

/** Everything that a book has changed since its snapshot. */
export interface ConservationChanges {
  readonly messages: readonly WatchedMessage[];
  /** What to add to the positions, by bridge and conserved asset. */
  readonly positions: ReadonlyMap<BridgeId, ReadonlyMap<string, AssetPosition>>;
  readonly alerts: readonly AlertChange[];
  readonly chainsRead: ReadonlyMap<ChainId, RecordSpan>;
  readonly now: UnixMilliseconds;
}

export const EMPTY_CONSERVATION: ConservationSnapshot = Object.freeze({
  messages: new Map(),
  chainsRead: new Map(),
  freezing: new Map(),
  now: 0 as UnixMilliseconds,
});

/**
 * The conservation of the bridges as a state machine: legs and readings in, alerts out. It works on a snapshot and
 * gathers what has changed, one input at a time, so where a batch was cut changes nothing.
 */
export class ConservationBook {
  private readonly messages: Map<string, WatchedMessage>;
  private readonly chainsRead: Map<ChainId, RecordSpan>;
  private readonly freezing: Map<BridgeId, number>;
  private now: UnixMilliseconds;
  private readonly awaiting = new Set<string>();
  private readonly changed = new Set<string>();
  private readonly added = new Map<BridgeId, Map<string, AssetPosition>>();
  private readonly alertChanges: AlertChange[] = [];

  constructor(
    private readonly rules: RulesByBridge,
    snapshot: ConservationSnapshot,
  ) {
    this.messages = new Map(snapshot.messages);
    this.chainsRead = new Map(snapshot.chainsRead);
    this.freezing = new Map(snapshot.freezing);
    this.now = snapshot.now;
    for (const [key, { due }] of this.messages) if (due !== undefined) this.awaiting.add(key);
  }

  /**
   * Takes a leg; one that is known already changes nothing. Answers the alerts it has raised, changed or settled.
   * Refuses a leg of a bridge without rules, and one that its bridge's rules cannot join to any other.
   */
  applyLeg(leg: BridgeLeg): Result<readonly AlertChange[], LegCode | 'UNWATCHED_BRIDGE'> {
    const placed = this.place(leg);
    if (!placed.ok) return placed;
    this.advance(leg.at);
    const { key, rules } = placed.value;
    const before = this.messages.get(key) ?? unwatched(unseenMessage(key, leg));
    const message = addLeg(before.message, leg);
    const first = this.alertChanges.length;
    if (message !== before.message) this.watch(before, message, rules);
    this.watchOverdue();
    return ok(this.alertChanges.slice(first));
  }

  /**
   * Takes all that a record of a chain has changed, at once, so that what a reorganisation withdraws and tells anew is
   * judged as it is in the end. Answers the legs it refuses, as `applyLeg` does.
   */
  applyChanges({ chain, read, added, withdrawn }: LegChanges): readonly RefusedLeg[] {
    const refused: RefusedLeg[] = [];
    const messages = new Map<
      string,
      { readonly message: ConservationMessage; readonly rules: ConservationRules }
    >();
    if (read !== undefined) {
      this.chainsRead.set(chain, read);
      this.advance(read.through);
    }
    const change = (leg: BridgeLeg, step: typeof addLeg): void => {
      const placed = this.place(leg);
      if (!placed.ok) {
        refused.push({ leg, failure: placed.failure });
        return;
      }
      const { key, rules } = placed.value;
      const known = messages.get(key)?.message ?? this.messages.get(key)?.message ?? unseenMessage(key, leg);
      messages.set(key, { message: step(known, leg), rules });
    };
    for (const leg of withdrawn) change(leg, withdrawLeg);
    for (const leg of added) {
      this.advance(leg.at);
      change(leg, addLeg);
    }
    for (const [key, { message, rules }] of messages) {
      const before = this.messages.get(key);
      const isEmpty = message.departures.length === 0 && message.arrivals.length === 0;
      if (before?.message === message || (before === undefined && isEmpty)) continue;
      this.watch(before ?? unwatched({ ...message, departures: [], arrivals: [] }), message, rules);
    }
    this.watchOverdue();
    return refused;
  }

  /** Takes a reading; one that says less than is known changes nothing. Answers as `applyLeg` does. */
  applyRead({ chain, since, through }: ChainRead): readonly AlertChange[] {
    const first = this.alertChanges.length;
    const known = this.chainsRead.get(chain);
    if (through > (known?.through ?? -1)) {
      this.chainsRead.set(chain, { since: since ?? known?.since ?? through, through });
    }
    this.advance(through);
    this.watchOverdue();
    return this.alertChanges.slice(first);
  }

  /**
   * Closes an open alert that an operator has looked into; it opens again only when what is wrong changes.
   * Refuses an alert that is not open or not in the snapshot.
   */
  closeAlert(key: string, id: string, at: UnixMilliseconds): Result<AlertChange, 'ALERT_NOT_OPEN'> {
    const watched = this.messages.get(key);
    const alert = watched?.alerts.get(id);
    if (watched === undefined || alert?.status !== 'open') {
      return fail('ALERT_NOT_OPEN', `${id} is not an open alert`, 'alert');
    }
    const closed: ConservationAlert = { ...alert, status: 'closed', settledAt: at };
    this.messages.set(key, { ...watched, alerts: new Map([...watched.alerts, [id, closed]]) });
    this.changed.add(key);
    return ok(this.changeAlert(alert, closed));
  }

  /** Whether no new credit may be given over a bridge. */
  isFrozen(bridge: BridgeId): boolean {
    return (this.freezing.get(bridge) ?? 0) > 0;
  }

  changes(): ConservationChanges {
    return {
      messages: [...this.changed].sort().map((key) => this.messages.get(key) as WatchedMessage),
      positions: this.added,
      alerts: this.alertChanges,
      chainsRead: this.chainsRead,
      now: this.now,
    };
  }

  /** The message that a leg belongs to, and the rules of its bridge. */
  private place(
    leg: BridgeLeg,
  ): Result<{ readonly key: string; readonly rules: ConservationRules }, LegCode | 'UNWATCHED_BRIDGE'> {
    const rules = this.rules.get(leg.bridge);
    if (rules === undefined) return fail('UNWATCHED_BRIDGE', `${leg.bridge} has no rules`, 'bridge');
    const key = messageKey(rules, leg);
    return key.ok ? ok({ key: key.value, rules }) : key;
  }

  private advance(instant: UnixMilliseconds): void {
    if (instant > this.now) this.now = instant;
  }

  private watchOverdue(): void {
    for (const key of [...this.awaiting].sort()) {
      const watched = this.messages.get(key);
      if (watched?.due === undefined) continue;
      const { message, due } = watched;
      const rules = this.rules.get(message.bridge);
      const readThrough = this.chainsRead.get(message.sourceChain)?.through ?? -1;
      const isOverdue = due.patienceEnd !== undefined && this.now >= due.patienceEnd;
      const isDue = readThrough >= due.readThrough || isOverdue;
      if (rules !== undefined && isDue) this.watch(watched, message, rules);
    }
  }

  private watch(before: WatchedMessage, message: WatchedMessage['message'], rules: ConservationRules): void {
    const { key, bridge, sourceChain } = message;
    const read = this.chainsRead.get(sourceChain);
    const { watched, alerts, positions } = watchMessage(before, message, {
      rules,
      read,
      now: this.now,
    });
    this.messages.set(key, watched);
    this.changed.add(key);
    if (watched.due === undefined) this.awaiting.delete(key);
    else this.awaiting.add(key);
    for (const alert of alerts) this.changeAlert(before.alerts.get(alert.id), alert);
    const added = this.added.get(bridge) ?? new Map<string, AssetPosition>();
    for (const [asset, change] of positions) {
      added.set(asset, addPositions(added.get(asset) ?? EMPTY_POSITION, change));
    }
    this.added.set(bridge, added);
  }

  private changeAlert(before: ConservationAlert | undefined, alert: ConservationAlert): AlertChange {
    const { bridge } = alert;
    const wasFreezing = before !== undefined && freezesBridge(before) ? 1 : 0;
    const isFreezing = freezesBridge(alert) ? 1 : 0;
    this.freezing.set(bridge, (this.freezing.get(bridge) ?? 0) + isFreezing - wasFreezing);
    const change = { alert, isFrozen: this.isFrozen(bridge) };
    this.alertChanges.push(change);
    return change;
  }
}
