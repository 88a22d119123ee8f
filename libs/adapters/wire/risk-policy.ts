import { z } from 'zod';
import type { RiskPolicy } from '@causeway/domain/policy';
import { ok, type PolicyVersion, type Result } from '@causeway/domain/units';
import { isObject, type JsonObject } from './json.js';
import { firstMarginPolicyFields, firstMarginPolicyFormat, translatedPolicy } from './margin-policy-1.js';
import { liquidationSection } from './liquidation-section.js';
import { marginSection } from './margin-section.js';
import { pricesSection } from './prices-section.js';
import type { RiskPolicyDocument } from './risk-policy-document.js';
import { policyVersion, storableText } from './scalars.js';
import { systemicRiskSection } from './systemic-risk-section.js';
import { wireFormat, type WireCode } from './wire-format.js';

/** The sections of a policy; each further one has its file beside `margin-section.ts`. */
const riskPolicyFields = z.object({
  name: storableText.max(200),
  margin: marginSection,
  prices: pricesSection.exactOptional(),
  systemicRisk: systemicRiskSection.exactOptional(),
  liquidation: liquidationSection.exactOptional(),
});

export const riskPolicyFormat = wireFormat<RiskPolicyDocument>(
  'causeway.margin-policy/2',
  'A risk policy: named margin rules in order, each with its parameters',
  'refused',
  riskPolicyFields,
  'pointer',
);

/** A document as version `version` of the policy. */
function policyOfDocument({ margin, ...document }: RiskPolicyDocument, version: PolicyVersion): RiskPolicy {
  return { version, ...document, margin: { version, ...margin } };
}

/** A policy as a document, without its version. */
function documentOfPolicy({ version: _, ...policy }: RiskPolicy): RiskPolicyDocument {
  const { version: __, ...margin } = policy.margin;
  return { ...policy, margin };
}

/**
 * Reads a policy document as version `version` of the policy. One of the first edition, `causeway.margin-policy/1`, is
 * translated to the rules that give the same figures. Whether its numbers make sense together is for
 * `validateRiskPolicy` of the policy library to say.
 */
export function decodeRiskPolicy(json: unknown, version: PolicyVersion): Result<RiskPolicy, WireCode> {
  if (isObject(json) && json['schema'] === firstMarginPolicyFormat.name) {
    const first = firstMarginPolicyFormat.decode(json);
    return first.ok ? ok(policyOfDocument(translatedPolicy(first.value), version)) : first;
  }
  const document = riskPolicyFormat.decode(json);
  return document.ok ? ok(policyOfDocument(document.value, version)) : document;
}

/** Writes a policy as a document of the present edition, without its version. */
export function encodeRiskPolicy(policy: RiskPolicy): JsonObject {
  return riskPolicyFormat.encode(documentOfPolicy(policy));
}

/** A policy with its version inside, as its activation tells it. */
export const versionedRiskPolicy = z.codec(
  z.object({ version: policyVersion, ...riskPolicyFields.shape }),
  z.custom<RiskPolicy>(),
  {
    decode: ({ version, ...document }) => policyOfDocument(document, version),
    encode: (policy) => ({ version: policy.version, ...documentOfPolicy(policy) }),
  },
);

/** The same of a policy of the first edition; only read. */
export const firstVersionedPolicy = z.codec(
  z.object({ version: policyVersion, ...firstMarginPolicyFields.shape }),
  z.custom<RiskPolicy>(),
  {
    decode: ({ version, ...first }) => policyOfDocument(translatedPolicy(first), version),
    encode: () => {
      throw new Error('policies are written in the present edition');
    },
  },
);
