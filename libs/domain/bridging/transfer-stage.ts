import type { TransferStep } from './bridge-event.js';
import type { TransferStage } from './transfer.js';

const STAGE_OF_STEP: Readonly<Record<TransferStep, TransferStage>> = {
  initiated: 'initiated',
  attested: 'attested',
  relayed: 'relayed',
  proven: 'in-challenge',
  filled: 'partially-filled',
  finalised: 'finalised',
  // Whoever was paid back may have paid for a part alone, so that a repayment says no more than that the order is.
  repaid: 'initiated',
  cancelled: 'cancelled',
  expired: 'expired',
  refunded: 'refunded',
  failed: 'failed',
};

/**
 * A total order in which a transfer only ever moves up, so that its stage is the highest of the steps seen, in
 * whichever order they were seen. A cancelled, failed or expired transfer may still be refunded.
 */
const ORDER: readonly TransferStage[] = [
  'initiated',
  'attested',
  'relayed',
  'in-challenge',
  'partially-filled',
  'cancelled',
  'expired',
  'failed',
  'refunded',
  'finalised',
];

/** The stage a step leads to. */
export function stageOfStep(step: TransferStep): TransferStage {
  return STAGE_OF_STEP[step];
}

/** The later of two stages. */
export function laterStage(a: TransferStage, b: TransferStage): TransferStage {
  return compareStages(a, b) >= 0 ? a : b;
}

/** Negative when a transfer passes `a` before `b`. */
export function compareStages(a: TransferStage, b: TransferStage): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** Whether the units, or what has not arrived of them, will not arrive by this transfer any more. */
export function endedWithoutArrival(stage: TransferStage): boolean {
  return stage === 'cancelled' || stage === 'expired' || stage === 'failed' || stage === 'refunded';
}

/** Whether the units are back with the sender. */
export function isReturned(stage: TransferStage): boolean {
  return stage === 'expired' || stage === 'refunded';
}

/** Whether the units are where they will stay: arrived, or back with the sender. */
export function isSettled(stage: TransferStage): boolean {
  return stage === 'finalised' || isReturned(stage);
}

/** Whether nothing more can arrive by a transfer in this stage. */
export function isTerminal(stage: TransferStage): boolean {
  return stage === 'finalised' || endedWithoutArrival(stage);
}
