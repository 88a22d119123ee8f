import { fail, ok, type BridgeId, type ChainId, type Result } from '@causeway/domain/units';
import { compareLegs, isArrival, type BridgeLeg } from './bridge-leg.js';
import { conservedAsset, type ConservationRules } from './conservation-rules.js';

/** The legs that may explain each other: those of one message id, or of one recipient, asset and amount. */
export interface ConservationMessage {
  readonly key: string;
  readonly bridge: BridgeId;
  readonly sourceChain: ChainId;
  readonly departures: readonly BridgeLeg[];
  readonly arrivals: readonly BridgeLeg[];
}

export type LegCode = 'MISSING_MESSAGE_ID' | 'MISSING_RECIPIENT' | 'NEGATIVE_AMOUNT' | 'MISPLACED_DEPARTURE';

/**
 * The key of the message that a leg belongs to: `<bridge>/<source chain>/<message id>`, as transfers have it, or
 * `<bridge>/<source chain>/<asset>/<recipient>/<amount>` where the bridge has no ids.
 * Refuses a leg that lacks what its bridge's legs are joined by, and one that contradicts itself.
 */
export function messageKey(rules: ConservationRules, leg: BridgeLeg): Result<string, LegCode> {
  const source = `${leg.bridge}/${leg.sourceChain}`;
  if (leg.amount < 0n) return fail('NEGATIVE_AMOUNT', 'an amount is 0 or more', 'amount');
  if (!isArrival(leg) && leg.chain !== leg.sourceChain) {
    return fail('MISPLACED_DEPARTURE', 'a departure happens on the source chain itself', 'sourceChain');
  }
  if (rules.matching !== 'recipient-and-amount') {
    if (leg.messageId !== undefined) return ok(`${source}/${leg.messageId}`);
    return fail('MISSING_MESSAGE_ID', `legs of ${leg.bridge} are joined by their message id`, 'messageId');
  }
  if (leg.recipient === undefined) {
    return fail('MISSING_RECIPIENT', `legs of ${leg.bridge} are joined by recipient and amount`, 'recipient');
  }
  return ok(`${source}/${conservedAsset(rules, leg)}/${leg.recipient}/${leg.amount}`);
}

/** A message of which nothing is known. */
export function unseenMessage(key: string, leg: BridgeLeg): ConservationMessage {
  return { key, bridge: leg.bridge, sourceChain: leg.sourceChain, departures: [], arrivals: [] };
}

/** The message with one more leg, whichever was learned first; the same message when the leg is known already. */
export function addLeg(message: ConservationMessage, leg: BridgeLeg): ConservationMessage {
  const isKnown = [...message.departures, ...message.arrivals].some(({ id }) => id === leg.id);
  if (isKnown) return message;
  return isArrival(leg)
    ? { ...message, arrivals: [...message.arrivals, leg].sort(compareLegs) }
    : { ...message, departures: [...message.departures, leg].sort(compareLegs) };
}

/** The message without a leg; the same message when it has no such leg. */
export function withdrawLeg(message: ConservationMessage, { id }: BridgeLeg): ConservationMessage {
  const isOther = (leg: BridgeLeg): boolean => leg.id !== id;
  const departures = message.departures.filter(isOther);
  const arrivals = message.arrivals.filter(isOther);
  const isSame =
    departures.length === message.departures.length && arrivals.length === message.arrivals.length;
  return isSame ? message : { ...message, departures, arrivals };
}
