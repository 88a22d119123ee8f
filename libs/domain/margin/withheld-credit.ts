import type { BridgeId, TransferId } from '@causeway/domain/units';
import type { Holding, MarginAccount } from './account.js';

/**
 * The account with the credit of each transfer over a frozen bridge withheld, but for those that had it already: a
 * freeze gives no new credit and takes none away, since taking it would liquidate accounts on an alert that may prove
 * false. `before` is the account as it was last valued.
 */
export function withholdNewCredit(
  account: MarginAccount,
  before: MarginAccount | undefined,
  frozenBridges: ReadonlySet<BridgeId>,
): MarginAccount {
  if (frozenBridges.size === 0) return account;
  const credited = new Set<TransferId>(
    (before?.holdings ?? []).flatMap(({ transit }) =>
      transit === undefined || transit.isCreditWithheld === true ? [] : [transit.transfer],
    ),
  );
  return mapTransits(account, (transit) =>
    frozenBridges.has(transit.bridge) && !credited.has(transit.transfer)
      ? { ...transit, isCreditWithheld: true }
      : transit,
  );
}

/** The account with credit over a bridge given again; the same account when none was withheld. */
export function restoreCredit(account: MarginAccount, bridge: BridgeId): MarginAccount {
  const isWithheld = account.holdings.some(
    ({ transit }) => transit?.bridge === bridge && transit.isCreditWithheld === true,
  );
  if (!isWithheld) return account;
  return mapTransits(account, (transit) => {
    const { isCreditWithheld: _, ...restored } = transit;
    return transit.bridge === bridge ? restored : transit;
  });
}

function mapTransits(
  account: MarginAccount,
  change: (transit: NonNullable<Holding['transit']>) => NonNullable<Holding['transit']>,
): MarginAccount {
  const holdings = account.holdings.map((holding) =>
    holding.transit === undefined ? holding : { ...holding, transit: change(holding.transit) },
  );
  return { ...account, holdings };
}
