import { decimal, type Decimal } from '@causeway/domain/units';
import { nearestFloat } from './float-bound.js';
import type { FoldedAccount } from './folded-account.js';
import type { TriggerIndex } from './trigger-index.js';

/** Reaches tried in turn, wide first: most accounts are far from a breach, and a wide fold holds for longer. */
const REACHES: readonly Decimal[] = ['0.25', '0.05', '0.005'].map((reach) => decimal(reach));
/** A fold that lets all slots move by this share of its reach is not worth narrowing. */
const WORTHWHILE = 0.4;

/**
 * Folds an account as wide as it can be without giving room away, and puts it into an index.
 *
 * @param fold - the account's rows for a reach
 * @returns whether the account is ruled out; if not, it must be evaluated at every move of its slots
 */
export function putFolded(
  index: TriggerIndex,
  account: number,
  fold: (reach: Decimal) => FoldedAccount,
): boolean {
  let room: number | undefined;
  for (const reach of REACHES) {
    const folded = fold(reach);
    room = index.put(account, folded);
    if (!folded.slots.some(isBoxed)) break;
    if (room !== undefined && room > WORTHWHILE * nearestFloat(reach)) break;
  }
  return room !== undefined;
}

function isBoxed({ lower, upper }: FoldedAccount['slots'][number]): boolean {
  return lower !== undefined || upper !== undefined;
}
