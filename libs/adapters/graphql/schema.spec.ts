import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  specifiedScalarTypes,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { printApiSchema } from './index.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = buildSchema(await printApiSchema());
});

const isDescribed = ({ description }: { description?: string | null | undefined }): boolean =>
  typeof description === 'string' && description.trim().length > 2;

/** The names of everything in a type that lacks a description. */
function undescribed(type: GraphQLNamedType): string[] {
  const lacking = isDescribed(type) || isRoot(type) ? [] : [type.name];
  if (isEnumType(type)) {
    lacking.push(
      ...type
        .getValues()
        .filter((value) => !isDescribed(value))
        .map(({ name }) => `${type.name}.${name}`),
    );
  }
  if (isInputObjectType(type) || isObjectType(type) || isInterfaceType(type)) {
    for (const field of fieldsOf(type)) {
      if (!isDescribed(field)) lacking.push(`${type.name}.${field.name}`);
      const arguments_: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
      for (const argument of arguments_) {
        if (!isDescribed(argument)) lacking.push(`${type.name}.${field.name}(${argument.name})`);
      }
    }
  }
  return lacking;
}

type FieldOfAny = GraphQLField<unknown, unknown> | GraphQLInputField;

function fieldsOf(type: GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType): FieldOfAny[] {
  return Object.values<FieldOfAny>(type.getFields());
}

function isRoot({ name }: GraphQLNamedType): boolean {
  return ['Query', 'Mutation', 'Subscription'].includes(name);
}

function ownTypes(): readonly GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !specifiedScalarTypes.some(({ name }) => name === type.name),
  );
}

describe('the schema', () => {
  it('describes every type, field, argument and enum value', () => {
    expect(ownTypes().length).toBeGreaterThan(40);
    expect(ownTypes().flatMap(undescribed)).toEqual([]);
  });

  it('has every query, mutation and subscription', () => {
    const names = (type: { getFields(): object } | null | undefined): string[] =>
      Object.keys(type?.getFields() ?? {});
    expect(names(schema.getQueryType())).toEqual([
      'account',
      'accounts',
      'bridgeAlerts',
      'bridgeConservation',
      'bridges',
      'chainRecords',
      'deadLetters',
      'executionPlan',
      'gates',
      'insuranceFund',
      'layers',
      'liquidationCase',
      'liquidationCases',
      'liquidationSettlements',
      'marginExplanation',
      'prices',
      'quote',
      'riskPolicies',
      'riskPolicy',
      'routeFront',
      'settlement',
      'settlements',
      'simulatePolicy',
      'stressTest',
      'systemicActionHistory',
      'systemicActions',
      'systemicRisk',
      'transfer',
      'transfers',
    ]);
    expect(names(schema.getMutationType())).toEqual([
      'acceptQuote',
      'activatePolicy',
      'closeBridgeAlert',
      'openAccount',
      'proposePolicy',
      'reportLeg',
      'retryDeadLetter',
      'setPositions',
      'settleLiquidation',
      'skipDeadLetter',
    ]);
    expect(names(schema.getSubscriptionType())).toEqual([
      'bridgeAlerts',
      'liquidationEvents',
      'marginEvents',
      'settlementEvents',
      'systemicRiskEvents',
      'transferEvents',
    ]);
  });

  it('has no floating point but the measured seconds of latencies', () => {
    const floats = ownTypes().flatMap((type) =>
      isObjectType(type) || isInputObjectType(type)
        ? fieldsOf(type)
            .filter((field) => String(field.type).includes('Float'))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(floats.every((name) => /^(Route)?Latency\.\w+Seconds$/.test(name))).toBe(true);
  });

  it('has only kinds of types that are described above', () => {
    expect(ownTypes().filter((type) => isUnionType(type) || isInterfaceType(type))).toEqual([]);
    expect(
      ownTypes()
        .filter(isScalarType)
        .map(({ name }) => name),
    ).toEqual(['BigInteger', 'Decimal', 'JSON', 'SequenceNumber', 'Timestamp']);
  });
});
