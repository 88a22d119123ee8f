import { Field, ObjectType } from '@nestjs/graphql';
import type { MarginBand, MarginState } from '@causeway/domain/margin';
import type { Network } from '@causeway/domain/network';
import type { Decimal } from '@causeway/domain/units';
import { CountField, DecimalField, IdField, SequenceNumberField, TextField } from '../schema/fields.js';
import { MarginBandEnum } from './margin-enums.js';
import {
  AssetMarginModel,
  HoldingMarginModel,
  holdingMarginModel,
  InTransitMarginModel,
  LayerMarginModel,
  PositionMarginModel,
  ValuationGapModel,
} from './margin-parts.model.js';
import { DebtMarginModel, IsolatedMarginModel, MarginAdjustmentModel } from './margin-adjustments.model.js';

/** The GraphQL type `MarginEvidence`. */
@ObjectType('MarginEvidence', {
  description: 'What a margin figure was computed from, so that anybody can compute it again.',
})
export class MarginEvidenceModel {
  @SequenceNumberField('Version of the account: its count of changes.')
  readonly accountSeq!: number;

  @TextField('Name of the set of prices.')
  readonly priceVector!: string;

  @CountField('Version of the risk policy.')
  readonly policyVersion!: number;
}

/** The GraphQL type `MarginState`. */
@ObjectType('MarginState', {
  description:
    'The aggregated margin of an account over all layers, in USD. Collateral is rounded down, requirements up.',
})
export class MarginStateModel {
  @IdField('The account.')
  readonly account!: string;

  @IdField('The desk that owns the account.')
  readonly desk!: string;

  @Field(() => MarginEvidenceModel, { description: 'What the figures were computed from.' })
  readonly evidence!: MarginEvidenceModel;

  @DecimalField('Market value of all holdings plus unrealised profit less debts, before any haircut.')
  readonly accountValue!: Decimal;

  @DecimalField('Collateral after haircuts and in-transit credit.')
  readonly collateralValue!: Decimal;

  @DecimalField('Market value of what is borrowed.')
  readonly debtValue!: Decimal;

  @DecimalField('Unrealised profit or loss of all positions that are not isolated.')
  readonly unrealisedPnl!: Decimal;

  @DecimalField('collateralValue + unrealisedPnl − what debts take off + adjustments.')
  readonly equity!: Decimal;

  @DecimalField('Equity against initial margin, where collateral has other weights for it.', {
    nullable: true,
  })
  readonly initialEquity?: Decimal;

  @DecimalField('Margin required to open the positions.')
  readonly initialMargin!: Decimal;

  @DecimalField('Margin required to keep the positions.')
  readonly maintenanceMargin!: Decimal;

  @DecimalField(
    'equity − initialMargin, at least 0: what may be used for new positions. What has no price that may be used for credit counts nothing.',
  )
  readonly freeCollateral!: Decimal;

  @DecimalField(
    'The same, with prices that may be used for withdrawing: what may leave as far as margin goes.',
  )
  readonly withdrawableCollateral!: Decimal;

  @DecimalField(
    'equity / maintenanceMargin as the policy rounds it; absent when nothing must be maintained.',
    {
      nullable: true,
    },
  )
  readonly health?: Decimal;

  @Field(() => MarginBandEnum, { description: 'Where health stands against the thresholds of the policy.' })
  readonly band!: MarginBand;

  @Field(() => InTransitMarginModel, { description: 'What is between two layers at this instant.' })
  readonly inTransit!: InTransitMarginModel;

  @Field(() => [HoldingMarginModel], { description: 'Each holding, also those in transit.' })
  readonly holdings!: readonly HoldingMarginModel[];

  @Field(() => [PositionMarginModel], { description: 'Each position.' })
  readonly positions!: readonly PositionMarginModel[];

  @Field(() => [DebtMarginModel], { description: 'Each debt.' })
  readonly debts!: readonly DebtMarginModel[];

  @Field(() => [MarginAdjustmentModel], {
    description: 'What rules over the whole account add to the sums of its parts.',
  })
  readonly adjustments!: readonly MarginAdjustmentModel[];

  @Field(() => [IsolatedMarginModel], {
    description: 'Positions margined by what was set aside for them alone.',
  })
  readonly isolated!: readonly IsolatedMarginModel[];

  @Field(() => [LayerMarginModel], { description: 'Sums over each layer.' })
  readonly layers!: readonly LayerMarginModel[];

  @Field(() => [AssetMarginModel], { description: 'Sums over each asset family.' })
  readonly assets!: readonly AssetMarginModel[];

  @Field(() => [ValuationGapModel], { description: 'What could not be valued, and why.' })
  readonly gaps!: readonly ValuationGapModel[];
}

/** A margin state as the API shows it. */
export function marginStateModel(network: Network, state: MarginState): MarginStateModel {
  const { accountSeq, priceVector, policyVersion, inTransitValue, inTransitCollateralValue, ...figures } =
    state;
  const holdings = figures.holdings.map(holdingMarginModel);
  return {
    ...figures,
    withdrawableCollateral: state.withdrawableCollateral ?? state.freeCollateral,
    holdings,
    evidence: { accountSeq, priceVector, policyVersion },
    inTransit: {
      value: inTransitValue,
      collateralValue: inTransitCollateralValue,
      holdings: holdings.filter(({ bucket }) => bucket === 'in-transit'),
    },
    layers: state.layers.map((layer) => ({
      ...layer,
      name: network.layers.get(layer.chain)?.name ?? layer.chain,
    })),
  };
}
