import { z } from 'zod';
import type { PublishedEvent } from '@causeway/application/ports';
import { fail, ok, type Result } from '@causeway/domain/units';
import { allocationEvidenceFields } from './allocation-evidence.js';
import { conservationAlertFields } from './conservation-alert.js';
import { legChangesFields } from './bridge-leg.js';
import { isObject, parseJson, type JsonObject } from './json.js';
import { liquidationCaseFields } from './liquidation-case.js';
import { marginAccountFields } from './margin-account.js';
import { marginStateFields } from './margin-state.js';
import { firstVersionedPolicy, versionedRiskPolicy } from './risk-policy.js';
import { unixMilliseconds } from './scalars.js';
import { settlementFields } from './settlement.js';
import { systemicRiskChangeFields } from './systemic-actions.js';
import { transferFields } from './transfer.js';
import { wireFormat, type WireCode, type WireFormat } from './wire-format.js';

type EventType = PublishedEvent['type'];
type Payload<Type extends EventType> = Omit<Extract<PublishedEvent, { readonly type: Type }>, 'type'>;

const cause = z.object({ reference: z.string().min(1), at: unixMilliseconds });

/** The payload format of each type of published event. */
export const publishedEventFormats: { readonly [Type in EventType]: WireFormat<Payload<Type>> } = {
  'account.changed': wireFormat<Payload<'account.changed'>>(
    'causeway.account-changed/1',
    'An account after a change, and what caused it',
    'ignored',
    z.object({ account: marginAccountFields, cause }),
  ),
  'margin.changed': wireFormat<Payload<'margin.changed'>>(
    'causeway.margin-changed/1',
    'The margin of an account after a change worth telling',
    'ignored',
    z.object({ state: marginStateFields, at: unixMilliseconds }),
  ),
  'liquidation.changed': wireFormat<Payload<'liquidation.changed'>>(
    'causeway.liquidation-changed/1',
    'A liquidation case that was opened, advanced or closed',
    'ignored',
    z.object({ case: liquidationCaseFields }),
  ),
  'liquidation.settled': wireFormat<Payload<'liquidation.settled'>>(
    'causeway.liquidation-settled/1',
    'A settlement of a liquidation, and how every unit of it was allocated',
    'ignored',
    z.object({ evidence: allocationEvidenceFields }),
  ),
  'settlement.changed': wireFormat<Payload<'settlement.changed'>>(
    'causeway.settlement-changed/1',
    'The settlement of an accepted quote after a change',
    'ignored',
    z.object({ settlement: settlementFields, at: unixMilliseconds }),
  ),
  'transfer.changed': wireFormat<Payload<'transfer.changed'>>(
    'causeway.transfer-changed/1',
    'A transfer after a step, and the log that caused it',
    'ignored',
    z.object({ transfer: transferFields, cause }),
  ),
  'policy.activated': wireFormat<Payload<'policy.activated'>>(
    'causeway.policy-activated/2',
    'The risk policy that is in force from here on',
    'ignored',
    z.object({ policy: versionedRiskPolicy, at: unixMilliseconds }),
  ),
  'legs.changed': wireFormat<Payload<'legs.changed'>>(
    'causeway.legs-changed/1',
    'What one record of a chain says of the legs of bridges on it, and how far the chain is on record',
    'ignored',
    z.object({ changes: legChangesFields }),
  ),
  'bridge.alerted': wireFormat<Payload<'bridge.alerted'>>(
    'causeway.bridge-alerted/1',
    'An alert on a bridge after a change, and whether the bridge is frozen from here on',
    'ignored',
    z.object({ alert: conservationAlertFields, isFrozen: z.boolean() }),
  ),
  'systemic-risk.changed': wireFormat<Payload<'systemic-risk.changed'>>(
    'causeway.systemic-risk-changed/1',
    'Systemic-risk actions that were triggered or ended, and all that are in force from here on',
    'ignored',
    systemicRiskChangeFields,
  ),
};

/** How activations were told before policies had rules. Logs hold them, so they are still read. */
const firstPolicyActivatedFormat = wireFormat<Payload<'policy.activated'>>(
  'causeway.policy-activated/1',
  'The risk policy of the first edition that is in force from here on',
  'ignored',
  z.object({ policy: firstVersionedPolicy, at: unixMilliseconds }),
);

/** An event as it is stored and published: its type, and a payload that names its own schema. */
export interface EncodedEvent {
  readonly type: EventType;
  readonly payload: JsonObject;
}

/** The wire form of an event. Equal events have equal JSON text. */
export function encodeEvent(event: PublishedEvent): EncodedEvent {
  const { type, ...payload } = event;
  const format = publishedEventFormats[type] as WireFormat<typeof payload>;
  return { type, payload: format.encode(payload) };
}

/** Reads an event back; fields that a later version added are ignored. */
export function decodeEvent(type: string, payload: unknown): Result<PublishedEvent, WireCode> {
  if (!isEventType(type)) {
    return fail('UNSUPPORTED_SCHEMA', `${JSON.stringify(type)} is not a type of event`, 'type');
  }
  const decoded = formatOf(type, payload).decode(payload);
  return decoded.ok ? ok({ type, ...decoded.value } as PublishedEvent) : decoded;
}

/** The value of an event's record: the payload alone, whose schema says what type of event it is. */
export function encodeEventText(event: PublishedEvent): string {
  return JSON.stringify(encodeEvent(event).payload);
}

/** Reads the value of an event's record. */
export function decodeEventText(text: string): Result<PublishedEvent, WireCode> {
  const json = parseJson(text);
  if (!json.ok) return json;
  if (!isObject(json.value)) return fail('INVALID_DOCUMENT', 'expected a JSON object');
  const schema = json.value['schema'];
  const type = TYPE_BY_SCHEMA.get(schema);
  if (type === undefined) {
    return fail('UNSUPPORTED_SCHEMA', `${JSON.stringify(schema)} is not the schema of an event`, 'schema');
  }
  return decodeEvent(type, json.value);
}

const TYPE_BY_SCHEMA: ReadonlyMap<unknown, EventType> = new Map([
  ...Object.entries(publishedEventFormats).map(([type, format]) => [format.name, type as EventType] as const),
  [firstPolicyActivatedFormat.name, 'policy.activated'],
]);

function formatOf(type: EventType, payload: unknown): Pick<WireFormat<object>, 'decode'> {
  const isFirst = isObject(payload) && payload['schema'] === firstPolicyActivatedFormat.name;
  if (isFirst && type === 'policy.activated') return firstPolicyActivatedFormat;
  return publishedEventFormats[type];
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(publishedEventFormats, type);
}
