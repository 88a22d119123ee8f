import type { MarginAccount, PositionMargin } from '@causeway/domain/margin';
import { minimum, type Decimal } from '@causeway/domain/units';
import { positionKey } from './least-loss/account-after.js';
import type { EvaluateAccount } from './least-loss/margin-releases.js';
import type { PositionReduction } from './liquidation-case.js';
import { LOT } from './sizing/reduction-limits.js';

/** How far maintenance margin is, and how far it must come down. */
interface MarginToRelease {
  readonly maintenance: Decimal;
  readonly allowed: Decimal;
}

/**
 * Reduces positions of which some are margined together until no more maintenance margin than `allowed` is left, or all
 * are closed. Such positions have no requirement of their own, so that the account is evaluated without them: the one
 * comes first whose closing releases most, then in the given order; hedges, whose closing releases nothing, come last. The
 * requirement is convex in each size, so that the smallest reduction that is enough is found by bisection over lots.
 */
export function reduceTogether(
  account: MarginAccount,
  positions: readonly PositionMargin[],
  { maintenance, allowed }: MarginToRelease,
  evaluate: EvaluateAccount,
): readonly PositionReduction[] {
  const marginOf = (one: MarginAccount) => evaluate(one).maintenanceMargin;
  const ranked = positions
    .map((position) => ({ position, left: marginOf(reduced(account, position, position.size.abs())) }))
    .sort((a, b) => a.left.comparedTo(b.left));
  const hedges: PositionMargin[] = [];
  const reductions: PositionReduction[] = [];
  let current = { account, maintenance };
  const close = (position: PositionMargin, size: Decimal) => {
    const after = reduced(current.account, position, size);
    const left = marginOf(after);
    reductions.push(reductionOf(position, size, current.maintenance.sub(left)));
    current = { account: after, maintenance: left };
  };
  for (const { position } of ranked) {
    if (current.maintenance.lte(allowed)) return reductions;
    const left = marginOf(reduced(current.account, position, position.size.abs()));
    if (left.lte(allowed)) close(position, smallestSize(current.account, position, allowed, marginOf));
    else if (left.lt(current.maintenance)) close(position, position.size.abs());
    else hedges.push(position);
  }
  for (const position of hedges) {
    if (current.maintenance.lte(allowed)) break;
    close(position, position.size.abs());
  }
  return reductions;
}

/** The smallest number of lots after which no more than `allowed` is left, where all of them are enough. */
function smallestSize(
  account: MarginAccount,
  position: PositionMargin,
  allowed: Decimal,
  marginOf: (account: MarginAccount) => Decimal,
): Decimal {
  let enough = BigInt(position.size.abs().div(LOT).ceil().toFixed(0));
  let tooFew = 0n;
  while (enough - tooFew > 1n) {
    const middle = (enough + tooFew) / 2n;
    if (marginOf(reduced(account, position, sizeOf(position, middle))).lte(allowed)) enough = middle;
    else tooFew = middle;
  }
  return sizeOf(position, enough);
}

function sizeOf(position: PositionMargin, lots: bigint): Decimal {
  return minimum(position.size.abs(), LOT.mul(lots.toString()));
}

function reduced(account: MarginAccount, position: PositionMargin, by: Decimal): MarginAccount {
  const key = positionKey(position);
  const positions = account.positions
    .map((one) =>
      positionKey(one) === key ? { ...one, size: one.size.sub(one.size.gt(0) ? by : by.neg()) } : one,
    )
    .filter(({ size }) => !size.isZero());
  return { ...account, positions };
}

function reductionOf(
  { instrument, chain, size, markPrice }: PositionMargin,
  by: Decimal,
  maintenanceReleased: Decimal,
): PositionReduction {
  return { instrument, chain, sizeChange: size.gt(0) ? by.neg() : by, markPrice, maintenanceReleased };
}
