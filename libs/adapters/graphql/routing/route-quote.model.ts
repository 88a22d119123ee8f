import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { routeQuoteFormat } from '@causeway/adapters/wire';
import type { Network, SecurityMechanism } from '@causeway/domain/network';
import type { RouteQuote } from '@causeway/domain/routing';
import { tokenAmount, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
import { LatencyModel } from '../network/bridge.model.js';
import { SecurityMechanismEnum } from '../network/network-enums.js';
import { TokenAmountInput, TokenAmountModel, tokenAmountModel } from '../network/token-amount.model.js';
import { DecimalField, IdField, TextField, TimestampField } from '../schema/fields.js';
import { DecimalScalar } from '../schema/scalars.js';

/** The GraphQL input `ExposureCapInput`. */
@InputType('ExposureCapInput', { description: 'The most that a route may bring over one bridge.' })
export class ExposureCapInput {
  @Field(() => ID, { description: 'The bridge.' })
  readonly bridge!: string;

  @Field(() => DecimalScalar, {
    description:
      'In whole units of the asset that is given. What goes over the bridge in another asset counts as the input that it takes to have it there at the best marginal rates.',
  })
  readonly maximumInput!: Decimal;
}

/** The GraphQL input `QuoteInput`. */
@InputType('QuoteInput', {
  description:
    'What is asked of the router: either `input` and `output`, for the most output, or `inputAsset` and `outputAmount`, for the least input.',
})
export class QuoteInput {
  @Field(() => TokenAmountInput, { nullable: true, description: 'What is given, exactly.' })
  readonly input?: TokenAmountInput | null;

  @Field(() => ID, { nullable: true, description: 'The asset that is wanted for it, as a CAIP-19 id.' })
  readonly output?: string | null;

  @Field(() => ID, { nullable: true, description: 'The asset that is given, as a CAIP-19 id.' })
  readonly inputAsset?: string | null;

  @Field(() => TokenAmountInput, { nullable: true, description: 'What is wanted for it, at least.' })
  readonly outputAmount?: TokenAmountInput | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Latest arrival, in seconds from now, by upper-quartile latency.',
  })
  readonly deadlineSeconds?: number | null;

  @Field(() => SecurityMechanismEnum, {
    nullable: true,
    description: 'The weakest mechanism that is acceptable anywhere on the route.',
  })
  readonly minimumSecurity?: SecurityMechanism | null;

  @Field(() => [ID], { nullable: true, description: 'Bridges that may be used; all where it is left out.' })
  readonly allowedBridges?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Bridges that must not be used.' })
  readonly forbiddenBridges?: readonly string[] | null;

  @Field(() => [ExposureCapInput], {
    nullable: true,
    description: 'The most that may go over single bridges.',
  })
  readonly exposureCaps?: readonly ExposureCapInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The most legs that the route may have, all its branches together.',
  })
  readonly maximumLegs?: number | null;
}

/** The GraphQL type `RouteLeg`. */
@ObjectType('RouteLeg', { description: 'One step of a route with its exact amounts.' })
export class RouteLegModel {
  @TextField('The edge of the liquidity graph that is used.')
  readonly edge!: string;

  @Field(() => TokenAmountModel, { description: 'What goes in.' })
  readonly input!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'What comes out.' })
  readonly output!: TokenAmountModel;
}

/** The GraphQL type `RouteCertificate`. */
@ObjectType('RouteCertificate', {
  description:
    'Proof of how good a route is, in the output when the input was given, and in the input when the output was.',
})
export class RouteCertificateModel {
  @Field(() => TokenAmountModel, {
    description: 'What the route yields; or, when the output was given, what every route takes at least.',
  })
  readonly lower!: TokenAmountModel;

  @Field(() => TokenAmountModel, {
    description: 'What no route exceeds; or, when the output was given, what the route takes.',
  })
  readonly upper!: TokenAmountModel;

  @DecimalField('(upper − lower) / upper, rounded up.')
  readonly gap!: Decimal;
}

/** The GraphQL type `RouteQuote`. */
@ObjectType('RouteQuote', { description: 'An executable route with exact amounts.' })
export class RouteQuoteModel {
  @IdField('Identifies graph version, request and time: equal ones have equal quotes.')
  readonly id!: string;

  @TimestampField('When it was computed.')
  readonly quotedAt!: UnixMilliseconds;

  @TimestampField('When it ends: after half a minute, or when an edge it uses becomes stale.')
  readonly expiresAt!: UnixMilliseconds;

  @IdField('The version of the liquidity graph that it was computed on.')
  readonly graphVersion!: string;

  @Field(() => TokenAmountModel, { description: 'What is given.' })
  readonly input!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'What arrives, after all fees and costs.' })
  readonly output!: TokenAmountModel;

  @Field(() => [RouteLegModel], {
    description:
      'The steps, in an order in which each has its input when it begins; branches may share assets.',
  })
  readonly legs!: readonly RouteLegModel[];

  @Field(() => LatencyModel, { description: 'How long the slowest way through the route takes.' })
  readonly latency!: LatencyModel;

  @Field(() => SecurityMechanismEnum, { description: 'The weakest mechanism on the route.' })
  readonly security!: SecurityMechanism;

  @Field(() => RouteCertificateModel, { description: 'How good the route is, proven.' })
  readonly certificate!: RouteCertificateModel;

  @TextField(
    'All of it as a document `causeway.route-quote/1`: to the byte what `causeway route` prints for this graph, request and time.',
  )
  readonly document!: string;
}

/** A quote as the API shows it. */
export function routeQuoteModel(network: Network, quote: RouteQuote): RouteQuoteModel {
  const { route, certificate, ...identity } = quote;
  return {
    ...identity,
    input: tokenAmountModel(network, route.input),
    output: tokenAmountModel(network, route.output),
    legs: route.legs.map(({ edge, from, to, input, output }) => ({
      edge,
      input: tokenAmountModel(network, tokenAmount(from, input)),
      output: tokenAmountModel(network, tokenAmount(to, output)),
    })),
    latency: route.latency,
    security: route.security,
    certificate: {
      lower: tokenAmountModel(network, certificate.lower),
      upper: tokenAmountModel(network, certificate.upper),
      gap: certificate.gap,
    },
    document: routeQuoteFormat.encodeText(quote),
  };
}
