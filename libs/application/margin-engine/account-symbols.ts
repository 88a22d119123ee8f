import type { AccountRule, AssetDirectory, MarginAccount, MarginPolicy } from '@causeway/domain/margin';
import { TIME } from './account-screen.js';

/**
 * The symbols whose prices the margin of an account depends on under a policy, and `TIME` where time alone can change
 * it: those of its positions, collateral and debts, and of the underlyings at whose price rules value positions.
 */
export function symbolsOfAccount(
  account: MarginAccount,
  policy: MarginPolicy | undefined,
  directory: AssetDirectory,
): ReadonlySet<string> {
  const { positions, holdings, debts = [] } = account;
  const assets = [
    ...holdings.map(({ amount }) => amount.asset),
    ...debts.map(({ principal }) => principal.asset),
  ];
  return new Set<string>([
    ...positions.map(({ instrument }) => instrument),
    ...assets.flatMap((asset) => directory.assetOf(asset)?.family ?? []),
    ...positions.flatMap(({ option }) => option?.underlying ?? []),
    ...(policy?.account.flatMap((rule) => underlyingsOf(rule, account)) ?? []),
    ...(changesWithTime(account) ? [TIME] : []),
  ]);
}

/** The symbols at whose price a rule values the positions of an account, whatever their own marks. */
function underlyingsOf(rule: AccountRule, { positions, holdings }: MarginAccount): readonly string[] {
  switch (rule.rule) {
    case 'price-grid':
      return rule.grids
        .filter(({ instruments }) => positions.some(({ instrument }) => instruments.includes(instrument)))
        .map(({ underlying }) => underlying);
    case 'portfolio-scenarios':
      return positions.length + holdings.length === 0 ? [] : [rule.underlying];
    default:
      return [];
  }
}

/** Whether time alone can change the margin of an account: credit is clawed back, proofs grow old, options expire. */
function changesWithTime({ positions, holdings }: Pick<MarginAccount, 'positions' | 'holdings'>): boolean {
  return (
    positions.some(({ option }) => option !== undefined) ||
    holdings.some(({ transit, proven }) => transit?.initiatedAt !== undefined || proven !== undefined)
  );
}
