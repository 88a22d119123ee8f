import { fail, ok, type Result } from '@causeway/domain/units';
import type { BridgeEvent } from './bridge-event.js';
import { findConflict, type ConflictCode } from './conflict.js';
import { isFilled, receivedInParts } from './fills.js';
import { insertByTime, insertHistoryEntry } from './history.js';
import { movesUnits } from './leg-finality.js';
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
 * A transfer that arrives in parts (`filled`) has arrived when they cover the order. What a bridge pays back to
 * those who paid in advance (`repaid`) is kept as evidence and changes nothing else.
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
  const before = transfer ?? unseenTransfer(event);
  if (isKnown(before, event)) return ok({ transfer: before, changed: false });
  const conflict = findConflict(before, event);
  if (conflict !== undefined) return { ok: false, failure: conflict };
  return ok(changeFrom(before, event));
}

function isKnown({ history, repayments = [] }: Transfer, event: BridgeEvent): boolean {
  return [...history, ...repayments].some(({ logId }) => logId === event.logId);
}

/** A transfer of which only the identity is known. */
function unseenTransfer(event: BridgeEvent): Transfer {
  return {
    id: event.transfer,
    bridge: event.bridge,
    sourceChain: event.sourceChain,
    stage: 'initiated',
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
  const destinationChain = before.destinationChain ?? event.destinationChain;
  const placed = destinationChain === undefined ? before : { ...before, destinationChain };
  if (event.step === 'repaid') return mergeRepayment(placed, event);
  const history = insertHistoryEntry(before.history, {
    stage: stageOfStep(event.step),
    at: event.time,
    logId: event.logId,
    eventName: event.eventName,
    ...(movesUnits(event.step) ? presentOnly({ finality: event.finality, proven: event.proven }) : {}),
  });
  const merged = { ...placed, stage: laterStage(before.stage, stageOfStep(event.step)), history };
  switch (event.step) {
    case 'initiated':
      return mergeSourceLeg(merged, event);
    case 'finalised':
      return mergeDestinationLeg(merged, event);
    case 'filled':
      return mergeFill(merged, event);
    default:
      return event.returned === undefined ? merged : { ...merged, returned: event.returned };
  }
}

function mergeRepayment(before: Transfer, { logId, time, eventName }: BridgeEvent): Transfer {
  const repayments = insertByTime(before.repayments ?? [], { logId, at: time, eventName });
  return { ...before, repayments };
}

/** The part that arrived last names the recipient of the transfer; each is paid to its own. */
function mergeFill(before: Transfer, event: BridgeEvent): Transfer {
  if (event.fill === undefined) return before;
  const { logId, time: at, recipient, received, fill } = event;
  const fills = insertByTime(before.fills ?? [], {
    ...{ logId, at, ...fill },
    ...presentOnly({ recipient, received }),
  });
  const last = fills.at(-1);
  const partly: Transfer = {
    ...before,
    ...presentOnly({
      sender: before.sender ?? event.sender,
      sent: before.sent ?? event.sent,
      recipient: last?.recipient ?? before.recipient,
    }),
    fills,
  };
  if (!isFilled(fills)) return partly;
  return {
    ...partly,
    ...presentOnly({ received: receivedInParts(fills) ?? before.received, finalisedAt: last?.at }),
    stage: laterStage(before.stage, 'finalised'),
    destinationSeen: true,
  };
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
      arrivesSilently: event.arrivesSilently,
      arrivesElsewhere: event.arrivesElsewhere,
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
