import { Field, ObjectType } from '@nestjs/graphql';
import { encodeRiskPolicy, type JsonObject } from '@causeway/adapters/wire';
import type { PolicyRecord, PolicyStatus } from '@causeway/application/ports';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { Decimal, UnixMilliseconds } from '@causeway/domain/units';
import { documentedEnum } from '../schema/documented-enum.js';
import { CountField, DecimalField, JsonField, TextField, TimestampField } from '../schema/fields.js';

const PolicyStatusEnum = documentedEnum<PolicyStatus>(
  'PolicyStatus',
  'Where a version of the policy stands.',
  {
    proposed: 'Written down; changes no figure.',
    active: 'In effect.',
    superseded: 'Was in effect until a newer version was activated.',
  },
);

/** The GraphQL type `PolicyRule`. */
@ObjectType('PolicyRule', { description: 'A named rule of a policy with its parameters.' })
export class PolicyRuleModel {
  @TextField('Where it stands in the document, as a JSON pointer, e.g. /margin/collateral/0.')
  readonly path!: string;

  @TextField('Its name, e.g. asset-haircut.')
  readonly rule!: string;

  @JsonField('Its parameters, as in the document.')
  readonly parameters!: JsonObject;
}

/** The GraphQL type `RiskPolicy`. */
@ObjectType('RiskPolicy', {
  description: 'A version of the risk policy. Every margin figure names the version it was computed under.',
})
export class RiskPolicyModel {
  @CountField('Version, counted from 1.')
  readonly version!: number;

  @Field(() => PolicyStatusEnum, { description: 'Where this version stands.' })
  readonly status!: PolicyStatus;

  @TextField('What the policy is called.')
  readonly name!: string;

  @TextField('Who proposed it.')
  readonly proposedBy!: string;

  @TimestampField('When it was proposed.')
  readonly proposedAt!: UnixMilliseconds;

  @TextField('Who activated it; absent while it is only proposed.', { nullable: true })
  readonly activatedBy?: string;

  @TimestampField('When it was activated; absent while it is only proposed.', { nullable: true })
  readonly activatedAt?: UnixMilliseconds;

  @Field(() => [PolicyRuleModel], { description: 'The rules for margin, stage by stage, each in its order.' })
  readonly rules!: readonly PolicyRuleModel[];

  @JsonField('All of it, as a document of causeway.margin-policy/2.')
  readonly document!: JsonObject;

  @DecimalField('Health (equity / maintenance margin) below which an account is warned.')
  readonly warningHealth!: Decimal;

  @DecimalField('Health below which an account is liquidated.')
  readonly liquidationHealth!: Decimal;

  @DecimalField('Health that a liquidation aims at.')
  readonly targetHealth!: Decimal;
}

/** A version of the policy as the API shows it. */
export function riskPolicyModel(record: PolicyRecord, policy: RiskPolicy): RiskPolicyModel {
  const document = encodeRiskPolicy(policy);
  const { warning, liquidation, target } = policy.margin.health;
  return {
    ...record,
    document,
    rules: rulesOf(document),
    warningHealth: warning,
    liquidationHealth: liquidation,
    targetHealth: target,
  };
}

const STAGES = ['collateral', 'debts', 'positions', 'account'] as const;

function rulesOf(document: JsonObject): readonly PolicyRuleModel[] {
  const margin = document['margin'] as JsonObject;
  const staged = STAGES.flatMap((stage) =>
    (margin[stage] as readonly JsonObject[]).map((rule, at) => ruleModel(`/margin/${stage}/${at}`, rule)),
  );
  return [...staged, ruleModel('/margin/health', margin['health'] as JsonObject)];
}

function ruleModel(path: string, { rule, ...parameters }: JsonObject): PolicyRuleModel {
  return { path, rule: rule as string, parameters };
}
