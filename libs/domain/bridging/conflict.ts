import type { Failure, TokenAmount } from '@causeway/domain/units';
import type { BridgeEvent } from './bridge-event.js';
import { arrivedInParts, filledOf } from './fills.js';
import { hasReturned } from './history.js';
import { endedWithoutArrival, isReturned, stageOfStep } from './transfer-stage.js';
import type { Fill, Transfer } from './transfer.js';

export const CONFLICT_CODES = [
  'CONFLICTING_CHAIN',
  'CONFLICTING_AMOUNT',
  'ALREADY_INITIATED',
  'ALREADY_FINALISED',
  'ALREADY_RETURNED',
] as const;
export type ConflictCode = (typeof CONFLICT_CODES)[number];

/** Why an event cannot be true of this transfer, if it cannot. */
export function findConflict(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  return (
    chainConflict(transfer, event) ??
    repeatedLeg(transfer, event) ??
    contradictoryEnd(transfer, event) ??
    fillConflict(transfer, event) ??
    returnConflict(transfer, event) ??
    amountConflict(transfer, event)
  );
}

function chainConflict(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  if (event.sourceChain !== transfer.sourceChain) {
    return conflict('CONFLICTING_CHAIN', 'sourceChain', transfer.sourceChain, event.sourceChain);
  }
  const { destinationChain } = transfer;
  if (
    destinationChain !== undefined &&
    event.destinationChain !== undefined &&
    destinationChain !== event.destinationChain
  ) {
    return conflict('CONFLICTING_CHAIN', 'destinationChain', destinationChain, event.destinationChain);
  }
  return undefined;
}

function repeatedLeg(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  if (event.step === 'initiated' && transfer.sourceSeen) {
    return {
      code: 'ALREADY_INITIATED',
      field: 'step',
      message: `${transfer.id} was initiated by another log; one message id stands for one transfer`,
    };
  }
  if ((event.step === 'finalised' || event.step === 'filled') && transfer.destinationSeen) {
    return {
      code: 'ALREADY_FINALISED',
      field: 'step',
      message: `${transfer.id} has arrived by another log; one departure explains one arrival`,
    };
  }
  return undefined;
}

function contradictoryEnd(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  const next = stageOfStep(event.step);
  if (event.step === 'repaid') return undefined;
  if (next === 'finalised' && endedWithoutArrival(transfer.stage)) {
    return {
      code: 'ALREADY_RETURNED',
      field: 'step',
      message: `${transfer.id} is ${transfer.stage} and cannot arrive`,
    };
  }
  if (endedWithoutArrival(next) && transfer.stage === 'finalised') {
    return {
      code: 'ALREADY_FINALISED',
      field: 'step',
      message: `${transfer.id} has arrived and cannot become ${next}`,
    };
  }
  return undefined;
}

/** An order has one size; what arrives of it, in parts or whole, is no more than that, nor more than was not returned. */
function fillConflict(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  const { fills = [], stage } = transfer;
  if (event.step === 'finalised' && fills.length > 0) {
    return conflict('CONFLICTING_AMOUNT', 'fill', 'a part of the order', 'the whole');
  }
  if (event.step !== 'filled') return undefined;
  const { fill } = event;
  const ordered = fills[0]?.ordered ?? fill?.ordered;
  const filled = filledOf(fills) + (fill?.filled ?? 0n);
  if (fill === undefined || ordered !== fill.ordered || fill.filled <= 0n || filled > ordered) {
    const told = fill === undefined ? 'no amount' : `${fill.filled} of ${fill.ordered}`;
    return conflict('CONFLICTING_AMOUNT', 'fill', `${filledOf(fills)} of ${ordered ?? 'an order'}`, told);
  }
  if (endedWithoutArrival(stage) && filled === ordered) {
    return conflict('ALREADY_RETURNED', 'fill', stage, 'all of it');
  }
  if (!hasReturned(transfer)) return undefined;
  const partly = { ...transfer, fills: [{ filled, ordered }] };
  return exceedsSent(partly, transfer.returned)
    ? conflict('ALREADY_RETURNED', 'fill', describeReturn(transfer.returned), `${filled} of ${ordered}`)
    : undefined;
}

/** A return tells the same amount as every other, or none, and then it is of the whole. */
function returnConflict(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  if (!isReturned(stageOfStep(event.step))) return undefined;
  const { returned } = transfer;
  const isOther = returned?.raw !== event.returned?.raw || returned?.asset !== event.returned?.asset;
  if ((hasReturned(transfer) && isOther) || exceedsSent(transfer, event.returned)) {
    const known = hasReturned(transfer) ? describeReturn(returned) : 'filled in part';
    return conflict('CONFLICTING_AMOUNT', 'returned', known, describeReturn(event.returned));
  }
  return undefined;
}

/** Whether the parts that arrived and what returned are more than what was sent; a return of the whole leaves no room. */
function exceedsSent(
  { sent, fills = [] }: { readonly sent?: TokenAmount; readonly fills?: readonly Fill[] },
  returned: TokenAmount | undefined,
): boolean {
  if (fills.length === 0) return false;
  if (returned === undefined) return true;
  return returned.asset === sent?.asset && arrivedInParts({ sent, fills }) + returned.raw > sent.raw;
}

function describeReturn(returned: TokenAmount | undefined): string {
  return returned === undefined ? 'the whole' : describe(returned);
}

function amountConflict(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  const isLeg = event.step === 'initiated' || event.step === 'finalised';
  if (!isLeg || transfer.sent === undefined || event.sent === undefined) return undefined;
  if (transfer.sent.raw === event.sent.raw && transfer.sent.asset === event.sent.asset) return undefined;
  return conflict('CONFLICTING_AMOUNT', 'sent', describe(transfer.sent), describe(event.sent));
}

function describe(amount: TokenAmount): string {
  return `${amount.raw} of ${amount.asset}`;
}

function conflict(code: ConflictCode, field: string, known: string, told: string): Failure<ConflictCode> {
  return { code, field, message: `${field} is ${known} by the logs seen before and ${told} by this one` };
}
