import type { AccountId, Decimal } from '@causeway/domain/units';
import type { LossAllocation } from '../liquidation-policy.js';
import { allocateUnits } from './allocate-units.js';

/** An account with positions in the instruments of a loss. */
export interface LossBearer {
  readonly account: AccountId;
  /** Notional of those positions in USD. */
  readonly notional: Decimal;
  /** Base units of the settlement asset that it has available. */
  readonly available: bigint;
}

/** Notionals have at most 80 decimal places: those of a size and of a price. */
const WEIGHT_PLACES = 80;

/**
 * Divides a loss over all accounts with a position in what lost it, by notional, to the base unit, none beyond what it
 * has available. Drift v2 does it by size through its funding index, rounded up, and keeps what is over
 * (`calculate_funding_rate_deltas_to_resolve_bankruptcy`); here nothing is over.
 */
export function socialise(
  {
    lossAllocation,
    bearers,
  }: { readonly lossAllocation: LossAllocation; readonly bearers: readonly LossBearer[] },
  loss: bigint,
): readonly { readonly account: AccountId; readonly raw: bigint }[] {
  if (lossAllocation.method !== 'socialise') return [];
  const { borne } = allocateUnits(
    loss,
    bearers.map(({ account, notional, available }) => ({
      id: account,
      weight: BigInt(notional.mul(`1e${WEIGHT_PLACES}`).toFixed(0)),
      capacity: available,
    })),
  );
  return bearers
    .map(({ account }) => ({ account, raw: borne.get(account) ?? 0n }))
    .filter(({ raw }) => raw > 0n)
    .sort((a, b) => (a.account < b.account ? -1 : 1));
}
