import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { Network } from '@causeway/domain/network';
import type { Position } from '@causeway/domain/margin';
import { fail, ok, parseChainId, parseInstrumentId, type Decimal, type Result } from '@causeway/domain/units';
import { TokenAmountInput } from '../network/token-amount.model.js';
import { IdField, SequenceNumberField } from '../schema/fields.js';
import { DecimalScalar } from '../schema/scalars.js';

/** The GraphQL input `OpenAccountInput`. */
@InputType('OpenAccountInput', { description: 'An account to open.' })
export class OpenAccountInput {
  @Field(() => ID, { description: 'Id of the account: lower-case letters, digits and dashes.' })
  readonly account!: string;

  @Field(() => ID, { description: 'Desk that owns the account: lower-case letters, digits and dashes.' })
  readonly desk!: string;

  @Field(() => [String], {
    description:
      'Addresses whose bridge traffic belongs to the account. An address belongs to one account only.',
  })
  readonly wallets!: readonly string[];

  @Field(() => [TokenAmountInput], { description: 'Collateral that the account holds from the start.' })
  readonly deposits!: readonly TokenAmountInput[];
}

/** The GraphQL input `PositionInput`. */
@InputType('PositionInput', { description: 'A position as the venue reports it.' })
export class PositionInput {
  @Field(() => ID, { description: 'The instrument, e.g. BTC-PERP.' })
  readonly instrument!: string;

  @Field(() => ID, { description: 'The chain of the venue, as a CAIP-2 id.' })
  readonly chain!: string;

  @Field(() => DecimalScalar, {
    description: 'Signed size: positive long, negative short; 0 closes the position.',
  })
  readonly size!: Decimal;

  @Field(() => DecimalScalar, { description: 'Price in USD at which the position was entered.' })
  readonly entryPrice!: Decimal;
}

/** The GraphQL input `SetPositionsInput`. */
@InputType('SetPositionsInput', { description: 'Positions of an account as its venues report them.' })
export class SetPositionsInput {
  @Field(() => ID, { description: 'The account.' })
  readonly account!: string;

  @Field(() => [PositionInput], {
    description: 'Each replaces the position of the same instrument and chain; others stay as they are.',
  })
  readonly positions!: readonly PositionInput[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a venue has executed them already: then gates do not hold back what adds to risk, because it is a fact.',
  })
  readonly areExecuted?: boolean | null;
}

/** The GraphQL type `AccountChange`. */
@ObjectType('AccountChange', {
  description:
    'A change of an account that was accepted. Its margin follows as a margin event with this accountSeq or a later one.',
})
export class AccountChangeModel {
  @IdField('The account.')
  readonly account!: string;

  @SequenceNumberField('Version of the account that contains the change.')
  readonly accountSeq!: number;
}

/** Positions in the domain's terms; a failure names the field, e.g. `positions.0.chain`. */
export function parsePositions(
  network: Network,
  inputs: readonly PositionInput[],
): Result<readonly Position[]> {
  const positions: Position[] = [];
  for (const [index, input] of inputs.entries()) {
    const field = `positions.${index}`;
    const instrument = parseInstrumentId(input.instrument, `${field}.instrument`);
    if (!instrument.ok) return instrument;
    const chain = parseChainId(input.chain, `${field}.chain`);
    if (!chain.ok) return chain;
    if (!network.layers.has(chain.value)) {
      const message = `${chain.value} is not a layer of this network; see the query \`layers\``;
      return fail('UNKNOWN_CHAIN', message, `${field}.chain`);
    }
    const { size, entryPrice } = input;
    positions.push({ instrument: instrument.value, chain: chain.value, size, entryPrice });
  }
  return ok(positions);
}
