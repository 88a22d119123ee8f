import type { MarginAccount, MarginState, PositionMargin } from '@causeway/domain/margin';
import { decimal, ZERO, type Decimal } from '@causeway/domain/units';
import { positionKey } from './account-after.js';

/** The margin of an account under the policy and prices of a plan. */
export type EvaluateAccount = (account: MarginAccount) => Pick<MarginState, 'equity' | 'maintenanceMargin'>;

/** What reducing a position by a size releases of maintenance margin, in USD; negative where it was a hedge. */
export interface MarginRelease {
  readonly size: Decimal;
  readonly released: Decimal;
}

/** How much of a position that is margined together is closed to see what that releases. */
const LOOKED_AT = ['0.25', '0.5', '0.75', '1'].map(decimal);

/**
 * What reducing a position releases, at sizes that rise to the whole of it; in between the chord. A position that is
 * margined by itself releases its requirement in proportion. One that is margined together with others has none of its
 * own: the account is evaluated without parts of it, as dYdX v4 differences an account. Such a requirement, the worst of
 * scenarios that are linear in the size, is convex in it, so that a chord never claims more than is released.
 */
export function marginReleases(
  position: PositionMargin,
  account: MarginAccount,
  { maintenanceMargin }: Pick<MarginState, 'maintenanceMargin'>,
  evaluate: EvaluateAccount,
): readonly MarginRelease[] {
  const held = position.size.abs();
  if (position.isMarginedTogether !== true) return [{ size: held, released: position.maintenanceMargin }];
  return LOOKED_AT.map((share) => {
    const left = evaluate(withoutPart(account, positionKey(position), share));
    return { size: held.mul(share), released: maintenanceMargin.sub(left.maintenanceMargin) };
  });
}

/** What is released at a size within the releases, on the chord. */
export function releasedAt(releases: readonly MarginRelease[], size: Decimal): Decimal {
  let before: MarginRelease = { size: ZERO, released: ZERO };
  for (const release of releases) {
    if (size.eq(release.size)) return release.released;
    if (size.lt(release.size))
      return before.released.add(size.sub(before.size).mul(slopeOf(before, release)));
    before = release;
  }
  return before.released;
}

function slopeOf(before: MarginRelease, after: MarginRelease): Decimal {
  return after.released.sub(before.released).div(after.size.sub(before.size));
}

function withoutPart(account: MarginAccount, key: string, share: Decimal): MarginAccount {
  const positions = account.positions
    .map((one) => (positionKey(one) === key ? { ...one, size: one.size.sub(one.size.mul(share)) } : one))
    .filter(({ size }) => !size.isZero());
  return { ...account, positions };
}
