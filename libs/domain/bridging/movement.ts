import { tokenAmount } from '@causeway/domain/units';
import type { BridgeEvent } from './bridge-event.js';
import { arrivedInParts } from './fills.js';
import { hasReturned } from './history.js';
import { isReturned } from './transfer-stage.js';
import type { Movement, Transfer } from './transfer.js';

/**
 * What the step from `before` to `after` means for the money.
 *
 * A return that was learned before its departure cancels it: of what it gave back, neither is posted. A departure
 * learned after an arrival whose logs told no amount posts the departure alone, which can only understate the
 * recipient.
 */
export function movementOf(before: Transfer, after: Transfer, event: BridgeEvent): Movement | undefined {
  if (event.step === 'initiated') return departureOf(before, after);
  if (event.step === 'filled') return partialArrivalOf(before, after, event);
  if (event.step === 'finalised') {
    if (after.received === undefined) return undefined;
    const departedBefore = before.sourceSeen && before.sent !== undefined;
    return { kind: 'arrival', amount: after.received, departedBefore };
  }
  if (isReturned(after.stage) && !hasReturned(before)) {
    if (!before.sourceSeen || after.sent === undefined) return undefined;
    return { kind: 'return', amount: after.returned ?? after.sent };
  }
  return undefined;
}

function departureOf(
  before: Transfer,
  { sent, fills, returned, arrivesElsewhere }: Transfer,
): Movement | undefined {
  if (sent === undefined) return undefined;
  if (!hasReturned(before)) {
    const arrivedPart = arrivedInParts({ sent, ...(fills && { fills }) });
    const arrivedAlready = before.destinationSeen || arrivesElsewhere === true;
    return {
      ...{ kind: 'departure', amount: sent, arrivedAlready },
      ...(arrivedPart > 0n && !arrivedAlready && { arrivedPart }),
    };
  }
  const gone = returned?.asset === sent.asset ? sent.raw - returned.raw : 0n;
  if (gone <= 0n) return undefined;
  return { kind: 'departure', amount: tokenAmount(sent.asset, gone), arrivedAlready: true };
}

function partialArrivalOf(before: Transfer, after: Transfer, event: BridgeEvent): Movement | undefined {
  if (event.received === undefined) return undefined;
  return {
    kind: 'arrival',
    amount: event.received,
    departedBefore: before.sourceSeen && before.sent !== undefined,
    arrivedPart: arrivedInParts(after) - arrivedInParts(before),
    ...(event.recipient && { recipient: event.recipient }),
  };
}
