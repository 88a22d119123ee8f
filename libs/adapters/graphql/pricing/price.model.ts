import { Field, ObjectType } from '@nestjs/graphql';
import {
  marketClockOf,
  PRICE_ACTIONS,
  priceRulesOf,
  priceStateAt,
  priceValidityOf,
  type PriceAction,
  type PriceFault,
  type PricePolicy,
  type PriceState,
} from '@causeway/domain/pricing';
import type { Decimal, UnixMilliseconds } from '@causeway/domain/units';
import { documentedEnum } from '../schema/documented-enum.js';
import { CountField, DecimalField, FlagField, TextField, TimestampField } from '../schema/fields.js';

export const PriceActionEnum = documentedEnum<PriceAction>('PriceAction', 'What a price is used for.', {
  opening: 'New positions and free collateral: all that gives credit.',
  withdrawing: 'Letting collateral leave.',
  liquidating: 'Deciding about liquidation cases.',
});

export const PriceFaultEnum = documentedEnum<PriceFault>(
  'PriceFault',
  'Why a price may not be used for an action.',
  {
    STALE: 'It is older than the action allows.',
    TOO_FEW_SOURCES: 'Fewer sources than the action asks for have quoted it.',
    UNCERTAIN: 'Its sources disagree, or are unsure themselves, by more than the action allows.',
    FAR_FROM_AVERAGE: 'It is further from its time-weighted average than the action allows.',
    STALENESS_BREAKER: 'It had been stale, and has not been fresh for long enough since.',
    JUMP_BREAKER: 'It had jumped, and has not been near its average for long enough since.',
  },
);

type BreakerKind = 'staleness' | 'jump';

export const PriceBreakerKindEnum = documentedEnum<BreakerKind>('PriceBreakerKind', 'What trips a breaker.', {
  staleness: 'The price was too old.',
  jump: 'The price left the range around its average.',
});

/** The GraphQL type `PriceQuote`. */
@ObjectType('PriceQuote', { description: 'The newest quote of one source.' })
export class PriceQuoteModel {
  @TextField('Who quoted it.')
  readonly source!: string;

  @DecimalField('Price in USD.')
  readonly price!: Decimal;

  @DecimalField('Half the width of the range the source is confident of, where it says so.', {
    nullable: true,
  })
  readonly confidence?: Decimal;

  @TimestampField('When the source observed it.')
  readonly time!: UnixMilliseconds;

  @CountField('Its age by the clock of the market.')
  readonly ageSeconds!: number;

  @FlagField('Whether the price is formed from it, too.')
  readonly isCounted!: boolean;
}

/** The GraphQL type `PriceValidity`. */
@ObjectType('PriceValidity', { description: 'Whether a price may be used for an action.' })
export class PriceValidityModel {
  @Field(() => PriceActionEnum, { description: 'The action.' })
  readonly action!: PriceAction;

  @FlagField('Whether it may be used for it.')
  readonly isUsable!: boolean;

  @Field(() => [PriceFaultEnum], { description: 'Why not; empty when it may be used.' })
  readonly faults!: readonly PriceFault[];
}

/** The GraphQL type `TrippedBreaker`. */
@ObjectType('TrippedBreaker', { description: 'A circuit breaker of a price that has tripped.' })
export class TrippedBreakerModel {
  @Field(() => PriceBreakerKindEnum, { description: 'What has tripped it.' })
  readonly kind!: BreakerKind;

  @TimestampField('Since when it is tripped.')
  readonly since!: UnixMilliseconds;

  @TimestampField('Since when it recovers; null while it does not.', { nullable: true })
  readonly calmSince?: UnixMilliseconds;
}

/** The GraphQL type `Price`. */
@ObjectType('Price', {
  description: 'The price of a symbol, what it is formed from and what it may be used for.',
})
export class PriceModel {
  @TextField('An instrument such as BTC-PERP or an asset family such as USDC.')
  readonly symbol!: string;

  @DecimalField('Price in USD.')
  readonly price!: Decimal;

  @TimestampField('More than half of the quotes it is formed from are at least this recent.')
  readonly time!: UnixMilliseconds;

  @CountField('Its age by the clock of the market, which is the newest time of any quote of any symbol.')
  readonly ageSeconds!: number;

  @DecimalField(
    'Distance in USD within which at least half of its sources lie, each with its own confidence.',
  )
  readonly confidence!: Decimal;

  @DecimalField('Time-weighted average, as of the last quote.')
  readonly average!: Decimal;

  @Field(() => [PriceQuoteModel], { description: 'The newest quote of each source, by name.' })
  readonly quotes!: readonly PriceQuoteModel[];

  @Field(() => [PriceValidityModel], { description: 'What it may be used for.' })
  readonly validity!: readonly PriceValidityModel[];

  @Field(() => [TrippedBreakerModel], { description: 'Its circuit breakers that have tripped.' })
  readonly trippedBreakers!: readonly TrippedBreakerModel[];
}

/** The prices an engine has, under a prices section, as the API shows them: in alphabetical order. */
export function priceModels(
  states: readonly PriceState[],
  policy: PricePolicy | undefined,
): readonly PriceModel[] {
  const now = marketClockOf(states);
  return [...states]
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
    .map((state) => priceModel(state, policy, now));
}

function priceModel(known: PriceState, policy: PricePolicy | undefined, now: UnixMilliseconds): PriceModel {
  const rules = priceRulesOf(policy, known.symbol);
  const state = priceStateAt(known, rules, now);
  const { symbol, mark, average, quotes, stalenessTrip, jumpTrip } = state;
  const validity = priceValidityOf(state, rules, now);
  return {
    symbol,
    price: mark.price,
    time: mark.time,
    ageSeconds: ageOf(mark.time, now),
    confidence: mark.confidence,
    average: average.price,
    quotes: quotes.map(({ source, price, confidence, time }) => ({
      ...{ source, price, time, ageSeconds: ageOf(time, now), isCounted: mark.sources.includes(source) },
      ...(confidence === undefined ? {} : { confidence }),
    })),
    validity: PRICE_ACTIONS.map((action) => ({
      action,
      isUsable: validity[action].length === 0,
      faults: validity[action],
    })),
    trippedBreakers: [
      ...(stalenessTrip === undefined ? [] : [{ kind: 'staleness' as const, ...stalenessTrip }]),
      ...(jumpTrip === undefined ? [] : [{ kind: 'jump' as const, ...jumpTrip }]),
    ],
  };
}

function ageOf(time: UnixMilliseconds, now: UnixMilliseconds): number {
  return Math.floor((now - time) / 1_000);
}
