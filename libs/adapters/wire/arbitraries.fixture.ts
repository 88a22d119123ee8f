import fc from 'fast-check';
import type { Latency, SecurityMechanism } from '@causeway/domain/network';
import type { TransferStage } from '@causeway/domain/bridging';
import { Decimal, type TokenAmount, type UnixMilliseconds } from '@causeway/domain/units';

/** An arbitrary for every field of the domain type, so that a field the wire forgets cannot go unnoticed. */
export type FieldArbitraries<Value> = {
  readonly [Field in keyof Value]-?: fc.Arbitrary<NonNullable<Value[Field]>>;
};

/** An arbitrary object of a domain type; the fields named as optional are left out at times. */
export function objectOf<Value>(
  fields: FieldArbitraries<Value>,
  ...optional: (keyof Value)[]
): fc.Arbitrary<Value> {
  const requiredKeys = (Object.keys(fields) as (keyof Value)[]).filter((field) => !optional.includes(field));
  return fc.record(fields, {
    requiredKeys,
    noNullPrototype: true,
  });
}

export const id = <Id extends string>(pattern: RegExp) =>
  fc.stringMatching(pattern) as unknown as fc.Arbitrary<Id>;
export const hexOf = <Text extends string>(digits: number) => id<Text>(new RegExp(`^0x[0-9a-f]{${digits}}$`));
export const slug = <Id extends string>() => id<Id>(/^[a-z0-9][a-z0-9-]{0,20}$/);
export const ticker = <Id extends string>() => id<Id>(/^[A-Za-z][-A-Z0-9.+]{0,10}$/);
export const time = fc.nat().map((value) => value as UnixMilliseconds);
export const chain = fc.nat().map((value) => `eip155:${value}`) as fc.Arbitrary<never>;
export const address = hexOf<never>(40);
export const asset = fc
  .tuple(chain, address)
  .map(([on, at]) => `${on as string}/erc20:${at as string}`) as fc.Arbitrary<never>;
export const hash = hexOf<never>(64);
export const amount = objectOf<TokenAmount>({
  asset,
  raw: fc.bigInt({ min: -(10n ** 77n), max: 2n ** 256n - 1n }),
});
export const unsigned = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
export const decimalAt = (min: bigint, max: bigint) =>
  fc
    .tuple(fc.bigInt({ min, max }), fc.nat(40))
    .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)));
export const decimal = decimalAt(-(10n ** 60n), 10n ** 60n);
export const positive = decimalAt(1n, 10n ** 60n);
export const fraction = fc.nat(1_000_000).map((millionths) => new Decimal(millionths).div(1_000_000));
export const logId = fc
  .tuple(chain, hash, hash, fc.nat())
  .map(
    ([on, block, transaction, at]) => `${on as string}/${block as string}/${transaction as string}/${at}`,
  ) as fc.Arbitrary<never>;
export const transfer = fc
  .tuple(slug(), chain, fc.nat())
  .map(([bridge, on, message]) => `${bridge}/${on as string}/${message}`) as fc.Arbitrary<never>;
export const text = fc.string({ minLength: 1, maxLength: 40 });
export const words = <Word extends string>(...all: Word[]) => fc.constantFrom(...all);
export const stage = words<TransferStage>(
  'initiated',
  'attested',
  'relayed',
  'in-challenge',
  'partially-filled',
  'finalised',
  'cancelled',
  'expired',
  'refunded',
  'failed',
);
export const mechanism = words<SecurityMechanism>(
  'validity-proof',
  'optimistic-challenge',
  'shared-sequencer',
  'issuer-mint-burn',
  'bonded-relayer',
  'external-validators',
);
export const finality = words('latest', 'safe', 'finalised', 'settled');
export const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 3 });
export const mapFrom = <Value>(key: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) =>
  few(fc.tuple(key, value)).map((entries) => new Map(entries));

export const latency = objectOf<Latency>({
  lowerQuartileSeconds: fc.nat(),
  medianSeconds: fc.nat(),
  upperQuartileSeconds: fc.nat(),
});
