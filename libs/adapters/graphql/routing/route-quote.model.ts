import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Network, SecurityMechanism } from '@causeway/domain/network';
import type { RouteQuote, RouteRequest } from '@causeway/domain/routing';
import {
  fail,
  ok,
  parseBridgeId,
  tokenAmount,
  type BridgeId,
  type Decimal,
  type Result,
} from '@causeway/domain/units';
import { LatencyModel } from '../network/bridge.model.js';
import { SecurityMechanismEnum } from '../network/network-enums.js';
import {
  parseKnownAsset,
  parseTokenAmountInput,
  TokenAmountInput,
  TokenAmountModel,
  tokenAmountModel,
} from '../network/token-amount.model.js';
import { DecimalField, IdField, TextField } from '../schema/fields.js';

/** The GraphQL input `QuoteInput`. */
@InputType('QuoteInput', { description: 'What is asked of the router.' })
export class QuoteInput {
  @Field(() => TokenAmountInput, { description: 'What is given.' })
  readonly input!: TokenAmountInput;

  @Field(() => ID, { description: 'The asset that is wanted, as a CAIP-19 id.' })
  readonly output!: string;

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

  @Field(() => [ID], { nullable: true, description: 'Bridges that must not be used.' })
  readonly forbiddenBridges?: readonly string[] | null;

  @Field(() => Int, { nullable: true, description: 'The most legs that the route may have.' })
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
@ObjectType('RouteCertificate', { description: 'Proof of how good a route is.' })
export class RouteCertificateModel {
  @Field(() => TokenAmountModel, { description: 'Upper bound on the output of any route.' })
  readonly upperBound!: TokenAmountModel;

  @DecimalField('Distance of the output from the bound, as a fraction of the bound.')
  readonly gap!: Decimal;
}

/** The GraphQL type `RouteQuote`. */
@ObjectType('RouteQuote', { description: 'An executable route with exact amounts.' })
export class RouteQuoteModel {
  @IdField('The version of the liquidity graph that it was computed on.')
  readonly graphVersion!: string;

  @Field(() => TokenAmountModel, { description: 'What is given.' })
  readonly input!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'What arrives, after all fees and costs.' })
  readonly output!: TokenAmountModel;

  @Field(() => [RouteLegModel], { description: 'The steps, in order.' })
  readonly legs!: readonly RouteLegModel[];

  @Field(() => LatencyModel, { description: 'How long the whole route takes.' })
  readonly latency!: LatencyModel;

  @Field(() => SecurityMechanismEnum, { description: 'The weakest mechanism on the route.' })
  readonly security!: SecurityMechanism;

  @Field(() => RouteCertificateModel, {
    nullable: true,
    description: 'How good the route is, where the solver proves it.',
  })
  readonly certificate?: RouteCertificateModel;
}

/** A quote as the API shows it. */
export function routeQuoteModel(network: Network, quote: RouteQuote): RouteQuoteModel {
  const { route, graphVersion, certificate } = quote;
  return {
    graphVersion,
    input: tokenAmountModel(network, route.input),
    output: tokenAmountModel(network, route.output),
    legs: route.legs.map(({ edge, from, to, input, output }) => ({
      edge,
      input: tokenAmountModel(network, tokenAmount(from, input)),
      output: tokenAmountModel(network, tokenAmount(to, output)),
    })),
    latency: route.latency,
    security: route.security,
    ...(certificate === undefined
      ? {}
      : {
          certificate: {
            gap: certificate.gap,
            upperBound: tokenAmountModel(network, certificate.upperBound),
          },
        }),
  };
}

/** The request in the domain's terms; a failure names the field. */
export function parseRouteRequest(network: Network, request: QuoteInput): Result<RouteRequest> {
  const input = parseTokenAmountInput(network, request.input, 'input.input');
  if (!input.ok) return input;
  const output = parseKnownAsset(network, request.output, 'input.output');
  if (!output.ok) return output;
  const forbiddenBridges = parseBridges(network, request.forbiddenBridges ?? []);
  if (!forbiddenBridges.ok) return forbiddenBridges;
  const { deadlineSeconds, minimumSecurity, maximumLegs } = request;
  const unusable = [
    ['deadlineSeconds', deadlineSeconds] as const,
    ['maximumLegs', maximumLegs] as const,
  ].find(([, limit]) => typeof limit === 'number' && limit < 1);
  if (unusable !== undefined) {
    return fail('INVALID_LIMIT', `${unusable[0]} must be at least 1`, `input.${unusable[0]}`);
  }
  return ok({
    input: input.value,
    output: output.value,
    forbiddenBridges: forbiddenBridges.value,
    ...(typeof deadlineSeconds === 'number' ? { deadlineSeconds } : {}),
    ...(minimumSecurity ? { minimumSecurity } : {}),
    ...(typeof maximumLegs === 'number' ? { maximumLegs } : {}),
  });
}

function parseBridges(network: Network, texts: readonly string[]): Result<readonly BridgeId[]> {
  const bridges: BridgeId[] = [];
  for (const [index, text] of texts.entries()) {
    const field = `input.forbiddenBridges.${index}`;
    const bridge = parseBridgeId(text, field);
    if (!bridge.ok) return bridge;
    if (!network.bridges.has(bridge.value)) {
      return fail(
        'UNKNOWN_BRIDGE',
        `${text} is not a bridge of this network; see the query \`bridges\``,
        field,
      );
    }
    bridges.push(bridge.value);
  }
  return ok(bridges);
}
