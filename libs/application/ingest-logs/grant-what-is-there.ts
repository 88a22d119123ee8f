import { balanceOf, type Balances, type Posting, type PostingCause } from '@causeway/domain/ledger';

/**
 * A command's posting decided anew: it moves what was asked for, or less when a desk no longer holds that much
 * because a log on whose strength it was granted has been orphaned. Collateral is never made up.
 */
export function grantWhatIsThere(
  balances: Balances,
  asked: Posting,
  cause: PostingCause,
): readonly Posting[] {
  const { asset, from } = asked;
  const held = from.kind === 'desk' ? balanceOf(balances, from, asset) : asked.raw;
  const raw = held < asked.raw ? held : asked.raw;
  return raw === 0n ? [] : [{ ...asked, raw, cause }];
}
