import { decimal, type Decimal } from '@causeway/domain/units';
import type { FoldedAccount } from './folded-account.js';
import type { TriggerIndex } from './trigger-index.js';

/** The reach tried first: most accounts are far from a breach, and a wide fold holds for longer. */
const WIDE = decimal('0.25');
const WIDE_SHARE = 0.25;
/** The narrowest, for accounts that are next to a breach. */
const NARROW_SHARE = 0.002;
/** How much wider a reach should be than what all slots may move by together, so that triggers come before its ends. */
const AMPLE = 2.5;
const SHARE_PLACES = 4;

/**
 * Folds an account as wide as can be without giving room away, and puts it into an index.
 *
 * @param fold - the account's rows for a reach
 * @returns whether the account is ruled out; if not, it must be evaluated at every move of its slots
 */
export function putFolded(
  index: TriggerIndex,
  account: number,
  fold: (reach: Decimal) => FoldedAccount,
): boolean {
  const wide = fold(WIDE);
  const room = index.put(account, wide);
  if (wide.isBridged !== true) return room !== undefined;
  const share = Math.max(NARROW_SHARE, AMPLE * (room ?? 0));
  if (share >= WIDE_SHARE) return true;
  return index.put(account, fold(decimal(share.toFixed(SHARE_PLACES)))) !== undefined;
}
