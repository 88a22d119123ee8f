import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { Network } from '@causeway/domain/network';
import type { StressReport, StressScenario } from '@causeway/domain/systemic-risk';
import {
  fail,
  ok,
  parseBridgeId,
  parseChainId,
  sum,
  type BridgeId,
  type ChainId,
  type Decimal,
  type Result,
} from '@causeway/domain/units';
import { CountField, DecimalField, IdField, TextField } from '../schema/fields.js';
import { DecimalScalar } from '../schema/scalars.js';

/** The GraphQL input `PriceShockInput`. */
@InputType('PriceShockInput', { description: 'A price that a scenario moves.' })
export class PriceShockInput {
  @Field(() => String, { description: 'An instrument or an asset family.' })
  readonly symbol!: string;

  @Field(() => DecimalScalar, {
    description: 'The change as a fraction of the price: -0.08 is a loss of 8 %.',
  })
  readonly change!: Decimal;
}

/** The GraphQL input `StressTestInput`. */
@InputType('StressTestInput', { description: 'What is supposed to happen at once.' })
export class StressTestInput {
  @Field(() => [ID], { nullable: true, description: 'Layers that halt.' })
  readonly haltedLayers?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Bridges that fail.' })
  readonly failedBridges?: readonly string[] | null;

  @Field(() => [PriceShockInput], { nullable: true, description: 'Prices that move.' })
  readonly priceShocks?: readonly PriceShockInput[] | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'USD in the insurance fund; 0 without it.' })
  readonly insuranceFund?: Decimal | null;
}

/** The GraphQL type `StressBreach`. */
@ObjectType('StressBreach', { description: 'An account that a scenario breaches.' })
export class StressBreachModel {
  @IdField('The account.')
  readonly account!: string;

  @IdField('Its desk.')
  readonly desk!: string;

  @CountField('0: by the scenario itself; later: by what the breaches before led to.')
  readonly round!: number;

  @DecimalField('Equity without the scenario, in USD.')
  readonly equityBefore!: Decimal;

  @DecimalField('Equity under the scenario, before contagion, in USD.')
  readonly equityAfter!: Decimal;

  @DecimalField('What would have to be maintained, in USD.')
  readonly maintenanceMargin!: Decimal;
}

/** The GraphQL type `PriceDrop`. */
@ObjectType('PriceDrop', { description: 'What forced sales do to a price.' })
export class PriceDropModel {
  @TextField('The asset family.')
  readonly family!: string;

  @DecimalField('The fall as a fraction of the price.')
  readonly drop!: Decimal;
}

/** The GraphQL type `StressTest`. */
@ObjectType('StressTest', {
  description: 'What a scenario would lead to, contagion to its fixed point included.',
})
export class StressTestModel {
  @CountField('Accounts that were tested.')
  readonly accounts!: number;

  @TextField('Name of the set of prices.')
  readonly priceVector!: string;

  @CountField('Accounts in breach without the scenario.')
  readonly alreadyBreached!: number;

  @Field(() => [StressBreachModel], { description: 'Accounts that it would breach, by round and name.' })
  readonly breaches!: readonly StressBreachModel[];

  @DecimalField('What it takes off the equity of all accounts, before contagion, in USD.')
  readonly equityLost!: Decimal;

  @CountField('Rounds until contagion came to rest.')
  readonly rounds!: number;

  @Field(() => [PriceDropModel], { description: 'What forced sales do to prices.' })
  readonly drops!: readonly PriceDropModel[];

  @DecimalField('What accounts in breach would owe beyond everything they have, in USD.')
  readonly shortfall!: Decimal;

  @DecimalField('What the insurance fund would pay of it.')
  readonly fundUsed!: Decimal;

  @DecimalField('What would be charged to accounts that stand.')
  readonly socialised!: Decimal;
}

/** What a stress test is asked for, by names that the network knows. */
export function parseStressScenario(network: Network, input: StressTestInput): Result<StressScenario> {
  const haltedLayers: ChainId[] = [];
  for (const [index, text] of (input.haltedLayers ?? []).entries()) {
    const field = `haltedLayers.${index}`;
    const chain = parseChainId(text, field);
    if (!chain.ok) return chain;
    if (!network.layers.has(chain.value)) return fail('UNKNOWN_CHAIN', `no layer ${text} is known`, field);
    haltedLayers.push(chain.value);
  }
  const failedBridges: BridgeId[] = [];
  for (const [index, text] of (input.failedBridges ?? []).entries()) {
    const field = `failedBridges.${index}`;
    const bridge = parseBridgeId(text, field);
    if (!bridge.ok) return bridge;
    if (!network.bridges.has(bridge.value))
      return fail('UNKNOWN_BRIDGE', `no bridge ${text} is known`, field);
    failedBridges.push(bridge.value);
  }
  const priceShocks = [...(input.priceShocks ?? [])];
  for (const [index, { change }] of priceShocks.entries()) {
    if (change.gte(-1)) continue;
    return fail(
      'INVALID_CHANGE',
      'a price cannot fall by more than all of it',
      `priceShocks.${index}.change`,
    );
  }
  if (input.insuranceFund?.lt(0) === true) {
    return fail('INVALID_AMOUNT', 'must not be below 0', 'insuranceFund');
  }
  return ok({ name: 'stress test', haltedLayers, failedBridges, priceShocks });
}

/** The report of a stress test as the API shows it. */
export function stressTestModel(report: StressReport): StressTestModel {
  const { accounts, priceVector, alreadyBreached, breaches, equityLost, contagion } = report;
  const { rounds, drops, shortfall, fundUsed, socialised } = contagion;
  return {
    ...{ accounts, priceVector, breaches, equityLost, rounds, shortfall, fundUsed },
    alreadyBreached: alreadyBreached.length,
    drops: [...drops].map(([family, drop]) => ({ family, drop })),
    socialised: sum(socialised.values()),
  };
}
