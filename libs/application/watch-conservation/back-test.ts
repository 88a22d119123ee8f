import {
  ConservationBook,
  EMPTY_CONSERVATION,
  isArrival,
  type AlertChange,
  type AssetPosition,
  type ConservationAlert,
  type LegCode,
  type RulesByBridge,
} from '@causeway/domain/conservation';
import { fail, ok, type BridgeId, type Result } from '@causeway/domain/units';
import type { ConservationInput } from './deliver-legs.js';

/** What became of an alert, and how long after its arrival was delivered it was raised. */
export interface TestedAlert {
  /** As it was raised. */
  readonly first: ConservationAlert;
  /** As it stood at the end. */
  readonly last: ConservationAlert;
  /** The place of the arrival among the legs delivered, from 1. */
  readonly arrivalOrdinal: number;
  /** How many legs were delivered after the arrival before the alert; 0 is in the arrival's own event. */
  readonly legsLater: number;
  /** Milliseconds of the record's time from the arrival's delivery to the alert. */
  readonly millisecondsLater: number;
}

/** What a monitor would have made of a recorded ledger. */
export interface BackTest {
  readonly legs: number;
  readonly arrivals: number;
  readonly alerts: readonly TestedAlert[];
  readonly positions: ReadonlyMap<BridgeId, ReadonlyMap<string, AssetPosition>>;
}

/** Plays inputs to a monitor that knows nothing yet. Refuses a leg that its bridge's rules cannot join to others. */
export function backTest(
  rules: RulesByBridge,
  inputs: readonly ConservationInput[],
): Result<BackTest, LegCode | 'UNWATCHED_BRIDGE'> {
  const book = new ConservationBook(rules, EMPTY_CONSERVATION);
  const record = new AlertRecord();
  for (const input of inputs) {
    if (input.kind === 'read') {
      record.reach(input.read.through);
      record.follow(book.applyRead(input.read));
      continue;
    }
    const { leg } = input;
    record.deliver(leg.id, leg.at);
    const changes = book.applyLeg(leg);
    if (!changes.ok) return fail(changes.failure.code, `${leg.id}: ${changes.failure.message}`);
    record.follow(changes.value);
  }
  const legs = inputs.flatMap((input) => (input.kind === 'leg' ? [input.leg] : []));
  const arrivals = legs.filter(isArrival).length;
  return ok({ legs: legs.length, arrivals, alerts: record.alerts(), positions: book.changes().positions });
}

interface Delivered {
  readonly ordinal: number;
  readonly time: number;
}

/** Keeps what became of each alert, and when relative to the delivery of its arrival. */
class AlertRecord {
  private readonly delivered = new Map<string, Delivered>();
  private readonly tested = new Map<string, TestedAlert>();
  private ordinal = 0;
  private time = 0;

  reach(time: number): void {
    this.time = Math.max(this.time, time);
  }

  deliver(leg: string, at: number): void {
    this.reach(at);
    this.ordinal += 1;
    if (!this.delivered.has(leg)) this.delivered.set(leg, { ordinal: this.ordinal, time: this.time });
  }

  follow(changes: readonly AlertChange[]): void {
    for (const { alert } of changes) {
      const known = this.tested.get(alert.id);
      const arrival = this.delivered.get(alert.arrival.id);
      if (known !== undefined || arrival === undefined) {
        if (known !== undefined) this.tested.set(alert.id, { ...known, last: alert });
        continue;
      }
      this.tested.set(alert.id, {
        first: alert,
        last: alert,
        arrivalOrdinal: arrival.ordinal,
        legsLater: this.ordinal - arrival.ordinal,
        millisecondsLater: this.time - arrival.time,
      });
    }
  }

  alerts(): readonly TestedAlert[] {
    return [...this.tested.values()];
  }
}
