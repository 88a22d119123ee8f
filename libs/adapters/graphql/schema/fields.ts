import { Field, ID, Int } from '@nestjs/graphql';
import type { GraphQLScalarType } from 'graphql';
import {
  BigIntegerScalar,
  DecimalScalar,
  JsonScalar,
  SequenceNumberScalar,
  TimestampScalar,
} from './scalars.js';

/** Whether a field may be absent, and its description, which every field must have. */
type DescribedField = (description: string, options?: { readonly nullable?: boolean }) => PropertyDecorator;

function scalarField(type: GraphQLScalarType | typeof ID | typeof String): DescribedField {
  return (description, options = {}) =>
    Field(() => type, { description, nullable: options.nullable ?? false });
}

/** A field of exact decimal text. */
export const DecimalField = scalarField(DecimalScalar);
/** A field of base units. */
export const BigIntegerField = scalarField(BigIntegerScalar);
/** A field of a JSON document. */
export const JsonField = scalarField(JsonScalar);
/** A field of an instant in UTC. */
export const TimestampField = scalarField(TimestampScalar);
/** A field of a place in a sequence. */
export const SequenceNumberField = scalarField(SequenceNumberScalar);
/** A field of an identifier. */
export const IdField = scalarField(ID);
/** A field of text. */
export const TextField = scalarField(String);
/** A field that is true or false. */
export const FlagField: DescribedField = (description, options = {}) =>
  Field(() => Boolean, { description, nullable: options.nullable ?? false });
/** A field of a small whole number. */
export const CountField: DescribedField = (description, options = {}) =>
  Field(() => Int, { description, nullable: options.nullable ?? false });
