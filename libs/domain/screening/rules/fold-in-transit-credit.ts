import type { CollateralRule, MarginAccount } from '@causeway/domain/margin';
import { Decimal } from '@causeway/domain/units';

type InTransitCreditRule = Extract<CollateralRule, { readonly rule: 'in-transit-credit' }>;

/**
 * `in-transit-credit` depends on the age of a transfer: until when, by the clock that ages count by, no entry of the rules
 * that is bound to an age can begin or cease to apply to a holding of the account. In milliseconds since 1970; undefined
 * when time changes nothing.
 */
export function creditChangesAt(
  rules: readonly InTransitCreditRule[],
  { holdings }: MarginAccount,
  asOf: Decimal,
): Decimal | undefined {
  const instants = rules.flatMap(({ credits }) =>
    credits.flatMap(({ withinSeconds }) =>
      holdings.flatMap(({ transit }) =>
        withinSeconds === undefined || transit?.initiatedAt === undefined
          ? []
          : [withinSeconds.mul(1_000).add(transit.initiatedAt)],
      ),
    ),
  );
  const later = instants.filter((instant) => instant.gte(asOf));
  return later.length === 0 ? undefined : Decimal.min(...later);
}

/** Whether some entry caps what a transfer is credited, which makes the credit no multiple of its value. */
export function isCreditCapped(rules: readonly InTransitCreditRule[]): boolean {
  return rules.some(({ credits }) => credits.some(({ atMost }) => atMost !== undefined));
}
