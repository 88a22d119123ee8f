import { addSeconds, type BridgeId, type UnixMilliseconds } from '@causeway/domain/units';
import type { BridgeLeg, RecordSpan } from './bridge-leg.js';
import type { ConservationMessage } from './conservation-message.js';
import { conservedAsset, mayPredate, type ConservationRules } from './conservation-rules.js';
import type { Explanation, ViolationCode } from './explain-arrivals.js';

/**
 * How sure and how grave an alert is. `alarm`: proven by what is on record, about an asset that backs collateral.
 * `provisional`: the source chain was not read far enough in time. `notice`: about an asset that backs none.
 * Alarms and provisional alerts freeze the bridge.
 */
export type AlertSeverity = 'alarm' | 'provisional' | 'notice';

/**
 * `open` until the record explains the arrival after all (`explained`), its block is orphaned (`withdrawn`), or an
 * operator has looked into it (`closed`).
 */
export type AlertStatus = 'open' | 'explained' | 'withdrawn' | 'closed';

/** An arrival that breaks conservation. Each arrival has at most one alert, which follows what is learned. */
export interface ConservationAlert {
  /** `<bridge>/<id of the arrival's leg>`. */
  readonly id: string;
  readonly bridge: BridgeId;
  readonly code: ViolationCode;
  readonly severity: AlertSeverity;
  readonly status: AlertStatus;
  readonly message: string;
  /** The conserved asset. */
  readonly asset: string;
  readonly arrival: BridgeLeg;
  /** The departure that contradicts the arrival, or that it was executed ahead of. */
  readonly departure?: BridgeLeg;
  /** The time of the leg or of the reading that gave it away. */
  readonly raisedAt: UnixMilliseconds;
  readonly settledAt?: UnixMilliseconds;
}

/** How far things have come when an explanation is judged. */
export interface Judgement {
  readonly rules: ConservationRules;
  readonly message: ConservationMessage;
  /** The record of the message's source chain; undefined when nothing is known of it. */
  readonly read: RecordSpan | undefined;
  /** The latest instant that any leg or reading has told. */
  readonly now: UnixMilliseconds;
}

/** The alert on an arrival, if it deserves one: what is wrong, how sure that is, and how grave. */
export function judgeArrival(
  arrival: BridgeLeg,
  explanation: Explanation,
  { rules, message, read, now }: Judgement,
): ConservationAlert | undefined {
  const violation = violationOf(explanation);
  const end = patienceEnd(arrival, rules, read);
  const isOverdue = explanation.status === 'awaiting' && end !== undefined && now >= end;
  if (violation === undefined && !isOverdue) return undefined;
  const code = violation?.code ?? 'UNEXPLAINED_ARRIVAL';
  const departure = violation?.departure;
  return {
    id: alertId(arrival),
    bridge: arrival.bridge,
    code,
    severity: severityOf(arrival, departure, isOverdue, rules),
    status: 'open',
    message: describe(code, arrival, departure, message, isOverdue),
    asset: conservedAsset(rules, arrival),
    arrival,
    ...(departure === undefined ? {} : { departure }),
    raisedAt: now,
  };
}

/** The id of the one alert that an arrival can have. */
export function alertId({ bridge, id }: BridgeLeg): string {
  return `${bridge}/${id}`;
}

/**
 * When an arrival whose source chain was not read is alerted on all the same; undefined where even then it could be put
 * down to what was before the record.
 */
export function patienceEnd(
  arrival: BridgeLeg,
  rules: ConservationRules,
  read: RecordSpan | undefined,
): UnixMilliseconds | undefined {
  if (mayPredate(rules, arrival.at, read?.since)) return undefined;
  return addSeconds(arrival.at, rules.patienceSeconds);
}

/** Whether an alert keeps its bridge frozen. */
export function freezesBridge({ status, severity }: Pick<ConservationAlert, 'status' | 'severity'>): boolean {
  return status === 'open' && severity !== 'notice';
}

function violationOf(
  explanation: Explanation,
): { readonly code: ViolationCode; readonly departure?: BridgeLeg } | undefined {
  if (explanation.status === 'unexplained') return explanation;
  if (explanation.status === 'explained' && explanation.isPremature) {
    return { code: 'PREMATURE_EXECUTION', departure: explanation.departure };
  }
  return undefined;
}

function severityOf(
  arrival: BridgeLeg,
  departure: BridgeLeg | undefined,
  isOverdue: boolean,
  { assets }: ConservationRules,
): AlertSeverity {
  const isListed = assets.has(arrival.asset) || (departure !== undefined && assets.has(departure.asset));
  if (!isListed) return 'notice';
  return isOverdue ? 'provisional' : 'alarm';
}

function describe(
  code: ViolationCode,
  arrival: BridgeLeg,
  departure: BridgeLeg | undefined,
  { key }: ConservationMessage,
  isOverdue: boolean,
): string {
  const what = `${arrival.kind} of ${arrival.amount} ${arrival.asset} by ${arrival.transactionHash}`;
  const source = departure === undefined ? '' : `the ${departure.kind} ${departure.transactionHash}`;
  switch (code) {
    case 'UNEXPLAINED_ARRIVAL':
      return isOverdue
        ? `${what}: no departure of ${key} is on record, and ${arrival.sourceChain} was not read far enough in time`
        : `${what}: ${arrival.sourceChain} was read, and no departure of ${key} explains it`;
    case 'SECOND_ARRIVAL':
      return `${what}: ${source} of ${key} already explains another arrival`;
    case 'AMOUNT_MISMATCH':
      return `${what}: ${source} of ${key} moved ${departure?.amount}`;
    case 'ASSET_MISMATCH':
      return `${what}: ${source} of ${key} moved ${departure?.asset}`;
    case 'RECIPIENT_MISMATCH':
      return `${what}: ${source} of ${key} was for ${departure?.recipient}, not for ${arrival.recipient}`;
    case 'PREMATURE_EXECUTION':
      return `${what}: executed before ${source} of ${key} was final`;
  }
}
