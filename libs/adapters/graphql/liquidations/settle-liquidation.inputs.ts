import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { SettleLiquidationCommand } from '@causeway/application/settle-liquidation';
import type { SeizableBucket } from '@causeway/domain/ledger';
import type { CollateralSale } from '@causeway/domain/liquidation';
import type { Network } from '@causeway/domain/network';
import {
  fail,
  ok,
  parseChainId,
  parseInstrumentId,
  type CaseId,
  type Decimal,
  type Result,
} from '@causeway/domain/units';
import { BucketEnum } from '../accounts/margin-enums.js';
import { parseTokenAmountInput, TokenAmountInput } from '../network/token-amount.model.js';
import { BigIntegerScalar, DecimalScalar } from '../schema/scalars.js';
import { storableId } from '../schema/storable-id.js';

/** The GraphQL input `ClosedPartInput`. */
@InputType('ClosedPartInput', { description: 'A part of a position that was closed for a liquidation.' })
export class ClosedPartInput {
  @Field(() => ID, { description: 'The instrument, e.g. BTC-PERP.' })
  readonly instrument!: string;

  @Field(() => ID, { description: 'The chain of the venue, as a CAIP-2 id.' })
  readonly chain!: string;

  @Field(() => DecimalScalar, { description: 'Signed change of size: negative sells a long.' })
  readonly sizeChange!: Decimal;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Price in USD at which a venue closed it. Left out where nobody took it: opposite positions are closed with it, by rank.',
  })
  readonly price?: Decimal | null;
}

/** The GraphQL input `CollateralSaleInput`. */
@InputType('CollateralSaleInput', { description: 'Seized collateral and what it became.' })
export class CollateralSaleInput {
  @Field(() => TokenAmountInput, { description: 'What was seized.' })
  readonly amount!: TokenAmountInput;

  @Field(() => BucketEnum, { nullable: true, description: 'AVAILABLE, as without it, or RESERVED.' })
  readonly bucket?: SeizableBucket | null;

  @Field(() => BigIntegerScalar, {
    nullable: true,
    description:
      'Base units of the settlement asset that it brought; left out for the settlement asset itself.',
  })
  readonly proceeds?: bigint | null;
}

/** The GraphQL input `SettleLiquidationInput`. */
@InputType('SettleLiquidationInput', { description: 'What was done for a liquidation.' })
export class SettleLiquidationInput {
  @Field(() => ID, { description: 'The case: account / number.' })
  readonly case!: string;

  @Field(() => Int, {
    description: 'Counts the settlements of the case from 1; the same number again is the same settlement.',
  })
  readonly settlement!: number;

  @Field(() => [ClosedPartInput], { description: 'What was closed.' })
  readonly closed!: readonly ClosedPartInput[];

  @Field(() => [CollateralSaleInput], { description: 'What was seized and sold.' })
  readonly sales!: readonly CollateralSaleInput[];
}

/** The command in the domain's terms; a failure names the field, e.g. `closed.0.chain`. */
export function parseSettlement(
  network: Network,
  input: SettleLiquidationInput,
): Result<SettleLiquidationCommand> {
  const closed: SettleLiquidationCommand['closed'][number][] = [];
  for (const [index, part] of input.closed.entries()) {
    const instrument = parseInstrumentId(part.instrument, `closed.${index}.instrument`);
    if (!instrument.ok) return instrument;
    const chain = parseChainId(part.chain, `closed.${index}.chain`);
    if (!chain.ok) return chain;
    const { sizeChange, price } = part;
    const place = { instrument: instrument.value, chain: chain.value, sizeChange };
    closed.push(price === null || price === undefined ? place : { ...place, price });
  }
  const sales: CollateralSale[] = [];
  for (const [index, sale] of input.sales.entries()) {
    const amount = parseTokenAmountInput(network, sale.amount, `sales.${index}.amount`);
    if (!amount.ok) return amount;
    const bucket: string = sale.bucket ?? 'available';
    if (bucket !== 'available' && bucket !== 'reserved') {
      return fail(
        'INVALID_BUCKET',
        'only what is available or reserved can be seized',
        `sales.${index}.bucket`,
      );
    }
    const { asset, raw } = amount.value;
    sales.push({ asset, raw, bucket, proceeds: sale.proceeds ?? raw });
  }
  const { settlement } = input;
  return ok({ case: storableId<CaseId>(input.case, 'case'), settlement, closed, sales });
}
