import { z } from 'zod';
import type { MarginPolicy } from '@causeway/domain/margin';
import { ok, type PolicyVersion, type Result } from '@causeway/domain/units';
import type { JsonObject } from './json.js';
import { securityMechanism, transferStage } from './network-words.js';
import { decimal, mapOf, storableText } from './scalars.js';
import { wireFormat, type WireCode } from './wire-format.js';

/**
 * A policy as people write it: the version is given when it is proposed. Whether its numbers make sense together is
 * for `validatePolicy` of the margin library to say.
 */
export type MarginPolicyDocument = Omit<MarginPolicy, 'version'>;

/** The fields of a policy, with or without its version around them. */
export const marginPolicyFields = z.object({
  name: storableText.max(200),
  assetHaircuts: mapOf(/^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/, 'an asset family such as USDC', decimal),
  layerHaircuts: mapOf(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/, 'a chain id such as eip155:10', decimal),
  defaultLayerHaircut: decimal,
  inTransitCredits: z.array(
    z.object({ mechanism: securityMechanism, stage: transferStage, credit: decimal }),
  ),
  instruments: mapOf(
    /^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/,
    'an instrument id such as BTC-PERP',
    z.object({ initialMarginFraction: decimal, maintenanceMarginFraction: decimal }),
  ),
  warningHealth: decimal,
  liquidationHealth: decimal,
  targetHealth: decimal,
});

export const marginPolicyFormat = wireFormat<MarginPolicyDocument>(
  'causeway.margin-policy/1',
  'A risk policy: haircuts, in-transit credits, margin rates and thresholds',
  'refused',
  marginPolicyFields,
);

/** Reads a policy document as version `version` of the policy. */
export function decodeMarginPolicy(json: unknown, version: PolicyVersion): Result<MarginPolicy, WireCode> {
  const document = marginPolicyFormat.decode(json);
  return document.ok ? ok({ version, ...document.value }) : document;
}

/** Writes a policy as a document, without its version. */
export function encodeMarginPolicy(policy: MarginPolicy): JsonObject {
  const { version: _, ...document } = policy;
  return marginPolicyFormat.encode(document);
}
