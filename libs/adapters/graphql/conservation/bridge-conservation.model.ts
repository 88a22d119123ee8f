import { Field, ObjectType } from '@nestjs/graphql';
import type { BridgePosition } from '@causeway/application/ports';
import type { RecordSpan } from '@causeway/domain/conservation';
import type { BridgeId, ChainId, UnixMilliseconds } from '@causeway/domain/units';
import { BigIntegerField, FlagField, IdField, TimestampField } from '../schema/fields.js';

/** The GraphQL type `BridgePosition`. */
@ObjectType('BridgePosition', {
  description:
    'What a bridge has done with one asset on record, in base units: locked + burned − minted − released = inFlight + fees − awaiting − unexplained − opening.',
})
export class BridgePositionModel {
  @IdField('The asset: a family, or a token no family lists.')
  readonly asset!: string;

  @BigIntegerField('Taken into keeping.')
  readonly locked!: bigint;

  @BigIntegerField('Destroyed.')
  readonly burned!: bigint;

  @BigIntegerField('Made.')
  readonly minted!: bigint;

  @BigIntegerField('Paid out.')
  readonly released!: bigint;

  @BigIntegerField('Departed, and not arrived or returned.')
  readonly inFlight!: bigint;

  @BigIntegerField(
    'Kept of what has arrived; over bridges that fill orders, what senders gave less what was delivered.',
  )
  readonly fees!: bigint;

  @BigIntegerField('Arrived ahead of what was read of the source chain.')
  readonly awaiting!: bigint;

  @BigIntegerField('Arrived without a departure that explains it: what the bridge is short of.')
  readonly unexplained!: bigint;

  @BigIntegerField('Arrived by departures from before the record, as far as anyone can tell.')
  readonly opening!: bigint;
}

/** The GraphQL type `BridgeConservation`. */
@ObjectType('BridgeConservation', {
  description: 'What a bridge holds and owes, as its legs on record add up.',
})
export class BridgeConservationModel {
  @IdField('The bridge.')
  readonly bridge!: string;

  @FlagField('Whether it is frozen: no new in-transit collateral counts over it while an alarm is open.')
  readonly isFrozen!: boolean;

  @Field(() => [BridgePositionModel], { description: 'Asset by asset.' })
  readonly positions!: readonly BridgePositionModel[];
}

/** The GraphQL type `ChainRecord`. */
@ObjectType('ChainRecord', {
  description: 'The span of time of a chain of which the conservation monitor has every leg on record.',
})
export class ChainRecordModel {
  @IdField('The chain.')
  readonly chain!: string;

  @TimestampField('From when on nothing is missing.')
  readonly since!: UnixMilliseconds;

  @TimestampField('Up to when it was read.')
  readonly through!: UnixMilliseconds;
}

/** Every bridge that has a position or is frozen, in the order of the ids. */
export function bridgeConservationModels(
  positions: readonly BridgePosition[],
  frozen: readonly BridgeId[],
): readonly BridgeConservationModel[] {
  const bridges = [...new Set([...positions.map(({ bridge }) => bridge), ...frozen])].sort();
  return bridges.map((bridge) => ({
    bridge,
    isFrozen: frozen.includes(bridge),
    positions: positions
      .filter((row) => row.bridge === bridge)
      .map(({ asset, position }) => ({ asset, ...position })),
  }));
}

/** A chain's record already has the shape the API shows. */
export function chainRecordModel(record: RecordSpan & { readonly chain: ChainId }): ChainRecordModel {
  return record;
}
