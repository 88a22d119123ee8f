import { fail, ok, type Result } from '@causeway/domain/units';
import type { BridgeEvent } from './bridge-event.js';
import { findConflict, type ConflictCode } from './conflict.js';
import { insertHistoryEntry } from './history.js';
import { movementOf } from './movement.js';
import { laterStage, stageOfStep } from './transfer-stage.js';
import type { Movement, Transfer } from './transfer.js';

export type BridgeEventCode = 'UNTRUSTED_EMITTER' | ConflictCode;

/** What an event did to a transfer, and what the ledger must post for it. */
export interface TransferChange {
  readonly transfer: Transfer;
  readonly movement?: Movement;
  /** False when the event was known already. */
  readonly changed: boolean;
}

/**
 * The transfer after an event. Events may come in any order and more than once: the same events always end in
 * the same transfer. `undefined` is a transfer nothing is known of yet.
 *
 * The source leg (`initiated`) decides sender and amount sent, the destination leg (`finalised`) recipient and
 * amount received; what the other leg says fills gaps. Units that arrive without the logs of either leg telling
 * an amount move nothing.
 *
 * Refuses, and leaves the transfer as it was: an event whose emitter is no known contract, legs that contradict
 * each other, a second leg of the same kind, arrival after a return, and a return after arrival.
 * @throws Error when the event belongs to another transfer
 */
export function applyBridgeEvent(
  transfer: Transfer | undefined,
  event: BridgeEvent,
): Result<TransferChange, BridgeEventCode> {
  if (transfer !== undefined && transfer.id !== event.transfer) {
    throw new Error(`event of ${event.transfer} applied to ${transfer.id}`);
  }
  if (event.emitter !== 'known-contract') {
    return fail(
      'UNTRUSTED_EMITTER',
      `${event.eventName} on ${event.chain} comes from no known contract of ${event.bridge}; add the contract to the network to follow its transfers`,
      'emitter',
    );
  }
  if (transfer === undefined) return ok(changeFrom(unseenTransfer(event), event));
  if (transfer.history.some((entry) => entry.logId === event.logId)) return ok({ transfer, changed: false });
  const conflict = findConflict(transfer, event);
  if (conflict !== undefined) return { ok: false, failure: conflict };
  return ok(changeFrom(transfer, event));
}

/** A transfer of which only the identity is known. */
function unseenTransfer(event: BridgeEvent): Transfer {
  return {
    id: event.transfer,
    bridge: event.bridge,
    sourceChain: event.sourceChain,
    stage: stageOfStep(event.step),
    sourceSeen: false,
    destinationSeen: false,
    history: [],
  };
}

function changeFrom(before: Transfer, event: BridgeEvent): TransferChange {
  const after = mergeFacts(before, event);
  const movement = movementOf(before, after, event);
  return movement === undefined
    ? { transfer: after, changed: true }
    : { transfer: after, movement, changed: true };
}

function mergeFacts(before: Transfer, event: BridgeEvent): Transfer {
  const history = insertHistoryEntry(before.history, {
    stage: stageOfStep(event.step),
    at: event.time,
    logId: event.logId,
    eventName: event.eventName,
  });
  const merged: Transfer = { ...before, stage: laterStage(before.stage, stageOfStep(event.step)), history };
  const destinationChain = before.destinationChain ?? event.destinationChain;
  const placed = destinationChain === undefined ? merged : { ...merged, destinationChain };
  if (event.step === 'initiated') return mergeSourceLeg(placed, event);
  if (event.step === 'finalised') return mergeDestinationLeg(placed, event);
  return placed;
}

function mergeSourceLeg(before: Transfer, event: BridgeEvent): Transfer {
  return {
    ...before,
    ...presentOnly({
      sender: event.sender ?? before.sender,
      sent: event.sent ?? before.sent,
      recipient: before.recipient ?? event.recipient,
      received: before.received ?? event.received,
      fillDeadline: event.fillDeadline ?? before.fillDeadline,
      sourceFinality: event.finality,
    }),
    sourceSeen: true,
    initiatedAt: event.time,
  };
}

function mergeDestinationLeg(before: Transfer, event: BridgeEvent): Transfer {
  return {
    ...before,
    ...presentOnly({
      sender: before.sender ?? event.sender,
      sent: before.sent ?? event.sent,
      recipient: event.recipient ?? before.recipient,
      received: event.received ?? before.received,
      fillDeadline: before.fillDeadline ?? event.fillDeadline,
      destinationFinality: event.finality,
    }),
    destinationSeen: true,
    finalisedAt: event.time,
  };
}

/** The same facts without those that are undefined, which exact optional properties do not admit. */
function presentOnly<Facts extends object>(
  facts: Facts,
): { [Key in keyof Facts]?: Exclude<Facts[Key], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Facts]?: Exclude<Facts[Key], undefined>;
  };
}
