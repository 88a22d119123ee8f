import {
  ConservationBook,
  messageKey,
  type AlertChange,
  type BridgeLeg,
  type RulesByBridge,
} from '@causeway/domain/conservation';
import type { ChainId, Failure, UnixMilliseconds } from '@causeway/domain/units';
import {
  streamName,
  type ConservationKeys,
  type ConservationStore,
  type OutboxEvent,
} from '@causeway/application/ports';
import type { ConservationInput } from './deliver-legs.js';

/** What the monitor needs from outside. */
export interface WatchConservationPorts {
  readonly conservation: ConservationStore;
  readonly rules: RulesByBridge;
}

/** What a batch did. */
export interface WatchOutcome {
  /** Alerts raised, changed or settled, in order. */
  readonly alerts: readonly AlertChange[];
  /** Legs that the rules cannot join to others; they change nothing. */
  readonly refused: readonly { readonly leg: BridgeLeg; readonly failure: Failure }[];
}

/**
 * Takes a batch of legs and readings, one after another, and publishes each alert with whether its bridge is frozen
 * from there on, all in one transaction. Delivering the same batch again changes nothing.
 */
export async function watchConservation(
  ports: WatchConservationPorts,
  inputs: readonly ConservationInput[],
): Promise<WatchOutcome> {
  return ports.conservation.transact<WatchOutcome>(keysOf(ports.rules, inputs), (snapshot) => {
    const book = new ConservationBook(ports.rules, snapshot);
    const refused: { leg: BridgeLeg; failure: Failure }[] = [];
    for (const input of inputs) {
      if (input.kind === 'read') {
        book.applyRead(input.read);
        continue;
      }
      const taken = book.applyLeg(input.leg);
      if (!taken.ok) refused.push({ leg: input.leg, failure: taken.failure });
    }
    const changes = book.changes();
    return { changes, outbox: changes.alerts.map(alerted), outcome: { alerts: changes.alerts, refused } };
  });
}

/** The event that tells of an alert. */
export function alerted({ alert, isFrozen }: AlertChange): OutboxEvent {
  return {
    stream: streamName('bridge', alert.bridge),
    key: alert.bridge,
    event: { type: 'bridge.alerted', alert, isFrozen },
  };
}

function keysOf(rules: RulesByBridge, inputs: readonly ConservationInput[]): ConservationKeys {
  const messages = new Set<string>();
  const chainsRead = new Map<ChainId, UnixMilliseconds>();
  let now = 0 as UnixMilliseconds;
  for (const input of inputs) {
    if (input.kind === 'read') {
      const { chain, through } = input.read;
      const known = chainsRead.get(chain);
      if (known === undefined || known < through) chainsRead.set(chain, through);
      if (through > now) now = through;
      continue;
    }
    const { leg } = input;
    const bridgeRules = rules.get(leg.bridge);
    const key = bridgeRules === undefined ? undefined : messageKey(bridgeRules, leg);
    if (key?.ok !== true) continue;
    messages.add(key.value);
    if (leg.at > now) now = leg.at;
  }
  return { messages: [...messages], chainsRead, now };
}
