import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { compareLegs, type BridgeLeg, type RecordSpan } from './bridge-leg.js';
import {
  amountsAgree,
  conservedAsset,
  listedAsset,
  mayPredate,
  type ConservationRules,
} from './conservation-rules.js';
import type { ConservationMessage } from './conservation-message.js';

export type ViolationCode =
  | 'UNEXPLAINED_ARRIVAL'
  | 'SECOND_ARRIVAL'
  | 'AMOUNT_MISMATCH'
  | 'ASSET_MISMATCH'
  | 'RECIPIENT_MISMATCH'
  | 'PREMATURE_EXECUTION';

/** What the record says about an arrival. */
export type Explanation =
  /** Its departure is on record; `isPremature` when it was executed before that departure was final. */
  | { readonly status: 'explained'; readonly departure: BridgeLeg; readonly isPremature: boolean }
  /** Nothing on record explains it, but what would may be unread. */
  | { readonly status: 'awaiting' }
  /** Nothing explains it, but it may have departed before the record of its source chain began. */
  | { readonly status: 'opening' }
  /** Nothing explains it, and nothing that is still unread can. `departure` is what contradicts it. */
  | {
      readonly status: 'unexplained';
      readonly code: Exclude<ViolationCode, 'PREMATURE_EXECUTION'>;
      readonly departure?: BridgeLeg;
    };

/** Each arrival of a message with its explanation, and the departures that explain none: those in flight. */
export interface MessageExplanation {
  readonly arrivals: readonly { readonly arrival: BridgeLeg; readonly explanation: Explanation }[];
  readonly inFlight: readonly BridgeLeg[];
}

/**
 * Joins the arrivals of a message to its departures: each departure explains at most one arrival. The outcome
 * depends on the legs and on how far the source chain was read, never on the order in which the legs were learned.
 *
 * An arrival without a departure is `awaiting` until its source chain was read through the last instant at which
 * its departure could have been sent, the arrival's time less the source's finality window: a departure after that
 * would be a violation itself. What may have departed before the record began is `opening` then, unless a departure
 * on record contradicts it. Arrivals and departures are taken by age, oldest first. Both ends of the span in
 * which a departure fits grow with the arrival's time, so no other choice explains more arrivals.
 */
export function explainArrivals(
  message: ConservationMessage,
  rules: ConservationRules,
  read: RecordSpan | undefined,
): MessageExplanation {
  const record: LegRecord = { rules, read, departures: [...message.departures].sort(compareLegs) };
  const free = new Set(record.departures);
  const ordered = [...message.arrivals].sort(compareLegs);
  const found = new Map<BridgeLeg, Explanation>();
  for (const explain of [explainInTime, explainOtherwise]) {
    for (const arrival of ordered) {
      if (found.has(arrival)) continue;
      const explanation = explain(arrival, [...free], record);
      if (explanation === undefined) continue;
      found.set(arrival, explanation);
      if (explanation.status === 'explained') free.delete(explanation.departure);
    }
  }
  const arrivals = ordered.map((arrival) => ({
    arrival,
    explanation: found.get(arrival) ?? { status: 'awaiting' as const },
  }));
  return { arrivals, inFlight: [...free] };
}

/**
 * The last instant at which a departure can have been sent that was final when the arrival was executed, by the clock
 * of the source chain, which may be ahead of the arrival's. What comes back on the source chain waits for nothing.
 */
export function latestDeparture(arrival: BridgeLeg, rules: ConservationRules): UnixMilliseconds {
  if (arrival.chain === arrival.sourceChain) return arrival.at;
  const finality = rules.finalitySeconds.get(arrival.sourceChain) ?? 0;
  const latest = addSeconds(arrival.at, (rules.clockToleranceSeconds ?? 0) - finality);
  return Math.max(0, latest) as UnixMilliseconds;
}

interface LegRecord {
  readonly rules: ConservationRules;
  readonly read: RecordSpan | undefined;
  readonly departures: readonly BridgeLeg[];
}

/** First of all, every arrival gets a departure that was final in time, so that a thief takes no honest one's. */
function explainInTime(
  arrival: BridgeLeg,
  free: readonly BridgeLeg[],
  { rules }: LegRecord,
): Explanation | undefined {
  const latest = latestDeparture(arrival, rules);
  const departure = free.find(
    (candidate) =>
      candidate.at <= latest &&
      isRecent(candidate, arrival, rules) &&
      disagreement(candidate, arrival, rules) === undefined,
  );
  return departure === undefined ? undefined : { status: 'explained', departure, isPremature: false };
}

function explainOtherwise(arrival: BridgeLeg, free: readonly BridgeLeg[], record: LegRecord): Explanation {
  const { rules, read, departures } = record;
  const isUnique = rules.matching === 'unique-message-id';
  const isRead = read !== undefined && read.through >= latestDeparture(arrival, rules);
  if (!isRead && !(isUnique && departures.length > 0)) return { status: 'awaiting' };

  const early = free.find(
    (candidate) =>
      disagreement(candidate, arrival, rules) === undefined &&
      (isUnique || (candidate.at > latestDeparture(arrival, rules) && candidate.at <= arrival.at)),
  );
  if (early !== undefined) return { status: 'explained', departure: early, isPremature: true };

  const isConclusive = isUnique && departures.length > 0;
  if (!isConclusive && mayPredate(rules, arrival.at, read?.since)) return { status: 'opening' };

  const [contradicting] = free;
  if (contradicting !== undefined) {
    const code = disagreement(contradicting, arrival, rules);
    return code === undefined
      ? { status: 'unexplained', code: 'UNEXPLAINED_ARRIVAL' }
      : { status: 'unexplained', code, departure: contradicting };
  }
  const [spent] = departures;
  return spent === undefined
    ? { status: 'unexplained', code: 'UNEXPLAINED_ARRIVAL' }
    : { status: 'unexplained', code: 'SECOND_ARRIVAL', departure: spent };
}

function isRecent(departure: BridgeLeg, arrival: BridgeLeg, rules: ConservationRules): boolean {
  if (rules.matching !== 'recipient-and-amount') return true;
  return departure.at >= addSeconds(arrival.at, -rules.longestTransferSeconds);
}

function disagreement(
  departure: BridgeLeg,
  arrival: BridgeLeg,
  rules: ConservationRules,
): 'AMOUNT_MISMATCH' | 'ASSET_MISMATCH' | 'RECIPIENT_MISMATCH' | undefined {
  if (rules.deliversOrders === true) return undefined;
  if (!assetsAgree(departure, arrival, rules)) return 'ASSET_MISMATCH';
  if (!amountsAgree(rules, departure.amount, arrival.amount)) return 'AMOUNT_MISMATCH';
  const isNamed = departure.recipient !== undefined && arrival.recipient !== undefined;
  if (rules.recipientsAgree && isNamed && departure.recipient !== arrival.recipient) {
    return 'RECIPIENT_MISMATCH';
  }
  return undefined;
}

/** Of two assets that are both not listed nothing is known, so nothing is held against them. */
function assetsAgree(departure: BridgeLeg, arrival: BridgeLeg, rules: ConservationRules): boolean {
  const isKnown = [departure, arrival].some((leg) => listedAsset(rules, leg) !== undefined);
  return !isKnown || conservedAsset(rules, departure) === conservedAsset(rules, arrival);
}
