import type { BridgeEvent } from './bridge-event.js';
import { isReturned } from './transfer-stage.js';
import type { Movement, Transfer } from './transfer.js';

/**
 * What the step from `before` to `after` means for the money.
 *
 * A return that was learned before its departure cancels it: neither is posted. A departure learned after an
 * arrival whose logs told no amount posts the departure alone, which can only understate the recipient.
 */
export function movementOf(before: Transfer, after: Transfer, event: BridgeEvent): Movement | undefined {
  if (event.step === 'initiated') {
    if (after.sent === undefined || isReturned(before.stage)) return undefined;
    return { kind: 'departure', amount: after.sent, arrivedAlready: before.destinationSeen };
  }
  if (event.step === 'finalised') {
    if (after.received === undefined) return undefined;
    const departedBefore = before.sourceSeen && before.sent !== undefined;
    return { kind: 'arrival', amount: after.received, departedBefore };
  }
  if (isReturned(after.stage) && !hasReturned(before)) {
    if (!before.sourceSeen || after.sent === undefined) return undefined;
    return { kind: 'return', amount: after.sent };
  }
  return undefined;
}

/** Whether an earlier step gave the units back; a failure after an expiry hides it in the stage alone. */
function hasReturned(transfer: Transfer): boolean {
  return transfer.history.some((entry) => isReturned(entry.stage));
}
