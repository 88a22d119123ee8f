import { arrivedInParts } from './fills.js';
import { isReturned } from './transfer-stage.js';
import type { InFlightOwner, Transfer } from './transfer.js';

/**
 * Who answers for the units of a transfer now. They are the sender's until the source layer's log shows that
 * they left and again when they came back, the recipient's once they arrived, and the bridge's in between and
 * when the transfer was cancelled or failed. Of a transfer that arrives in parts it is who answers for the rest.
 */
export function inFlightOwner(transfer: Transfer): InFlightOwner {
  if (transfer.stage === 'finalised') return 'recipient';
  if (isReturned(transfer.stage)) return 'sender';
  return transfer.sourceSeen ? 'bridge' : 'sender';
}

/**
 * The base units of the amount sent by who answers for them: what has arrived is the recipient's, and the rest is
 * all the in-flight owner's. The three add up to the amount sent; undefined while that is not known.
 */
export function unitOwners(transfer: Transfer): Readonly<Record<InFlightOwner, bigint>> | undefined {
  if (transfer.sent === undefined) return undefined;
  const arrived = arrivedInParts(transfer);
  const owners: Record<InFlightOwner, bigint> = { sender: 0n, recipient: arrived, bridge: 0n };
  owners[inFlightOwner(transfer)] += transfer.sent.raw - arrived;
  return owners;
}
