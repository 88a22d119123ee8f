import { isReturned } from './transfer-stage.js';
import type { InFlightOwner, Transfer } from './transfer.js';

/**
 * Who answers for the units of a transfer now. They are the sender's until the source layer's log shows that
 * they left and again when they came back, the recipient's once they arrived, and the bridge's in between and
 * when the transfer failed.
 */
export function inFlightOwner(transfer: Transfer): InFlightOwner {
  if (transfer.stage === 'finalised') return 'recipient';
  if (isReturned(transfer.stage)) return 'sender';
  return transfer.sourceSeen ? 'bridge' : 'sender';
}
