import { Field, Float, ObjectType } from '@nestjs/graphql';
import type { Bridge, SecurityMechanism } from '@causeway/domain/network';
import { IdField, TextField } from '../schema/fields.js';
import { SecurityMechanismEnum } from './network-enums.js';

/** The GraphQL type `Latency`. */
@ObjectType('Latency', {
  description: 'Measured time from the source transaction to the destination transaction, in seconds.',
})
export class LatencyModel {
  @Field(() => Float, { description: 'A quarter of the transfers arrive within this time.' })
  readonly lowerQuartileSeconds!: number;

  @Field(() => Float, { description: 'Half of the transfers arrive within this time.' })
  readonly medianSeconds!: number;

  @Field(() => Float, { description: 'Three quarters of the transfers arrive within this time.' })
  readonly upperQuartileSeconds!: number;
}

/** The GraphQL type `RouteLatency`. */
@ObjectType('RouteLatency', { description: 'A latency measured between two layers.' })
export class RouteLatencyModel extends LatencyModel {
  @IdField('The chain a transfer leaves.')
  readonly from!: string;

  @IdField('The chain a transfer arrives on.')
  readonly to!: string;
}

/** The GraphQL type `Bridge`. */
@ObjectType('Bridge', { description: 'A bridge protocol: who guarantees it and how long it takes.' })
export class BridgeModel {
  @IdField('Id of the bridge, e.g. across.')
  readonly id!: string;

  @TextField('Name of the protocol.')
  readonly name!: string;

  @Field(() => SecurityMechanismEnum, { description: 'What must hold for the bridge not to lose the money.' })
  readonly mechanism!: SecurityMechanism;

  @Field(() => LatencyModel, { description: 'The latency assumed where no route was measured.' })
  readonly typicalLatency!: LatencyModel;

  @Field(() => [RouteLatencyModel], { description: 'Latencies measured between two layers.' })
  readonly routes!: readonly RouteLatencyModel[];

  @Field(() => [String], { description: 'Where these facts come from.' })
  readonly sources!: readonly string[];
}

/** A bridge as the API shows it. */
export function bridgeModel({ bridge, ...facts }: Bridge): BridgeModel {
  return { id: bridge, ...facts };
}
