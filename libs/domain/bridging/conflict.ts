import type { Failure, TokenAmount } from '@causeway/domain/units';
import type { BridgeEvent } from './bridge-event.js';
import { endedWithoutArrival, stageOfStep } from './transfer-stage.js';
import type { Transfer } from './transfer.js';

export type ConflictCode =
  'CONFLICTING_CHAIN' | 'CONFLICTING_AMOUNT' | 'ALREADY_INITIATED' | 'ALREADY_FINALISED' | 'ALREADY_RETURNED';

/** Why an event cannot be true of this transfer, if it cannot. */
export function findConflict(transfer: Transfer, event: BridgeEvent): Failure<ConflictCode> | undefined {
  return (
    chainConflict(transfer, event) ??
    repeatedLeg(transfer, event) ??
    contradictoryEnd(transfer, event) ??
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
  if (event.step === 'finalised' && transfer.destinationSeen) {
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
