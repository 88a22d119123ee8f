import type { AccountRule } from '@causeway/domain/margin';
import type { AccountDemand, AccountFold, FoldedPortfolio } from './account-fold.js';
import { foldPortfolioScenarios } from './fold-portfolio-scenarios.js';
import { foldPriceGrid } from './fold-price-grid.js';
import { foldScenarioGrid } from './fold-scenario-grid.js';
import { hasUnfoldedFloor } from './fold-account-floor.js';

/**
 * Account rules that demand margin and are folded, by name. `isolated-margin` does nothing to an account that has no such
 * position, and one that has is not folded.
 */
const ACCOUNT_FOLDS: { readonly [Name in AccountRule['rule']]?: AccountFold<Name> } = {
  'isolated-margin': () => [],
  'portfolio-scenarios': foldPortfolioScenarios,
  'price-grid': foldPriceGrid,
  'scenario-grid': foldScenarioGrid,
};

/** Rules that are folded for the account as a whole: what equity counts, and what the requirement is at least. */
const OF_THE_WHOLE = new Set(['account-floor', 'profit-haircut']);

/** Names of the account rules that are not folded. */
export function unfoldedAccountRules(rules: readonly AccountRule[]): readonly string[] {
  const names = rules.map(({ rule }) => rule);
  const unknown = names.filter((rule) => ACCOUNT_FOLDS[rule] === undefined && !OF_THE_WHOLE.has(rule));
  const haircuts = names.filter((rule) => rule === 'profit-haircut');
  return [...unknown, ...haircuts.slice(1), ...(hasUnfoldedFloor(rules) ? ['account-floor'] : [])];
}

/** What all account rules demand together; undefined when that cannot be told for this account. */
export function foldAccountRules(
  rules: readonly AccountRule[],
  portfolio: FoldedPortfolio,
): readonly AccountDemand[] | undefined {
  const demands: AccountDemand[] = [];
  for (const rule of rules) {
    if (OF_THE_WHOLE.has(rule.rule)) continue;
    const fold = ACCOUNT_FOLDS[rule.rule] as AccountFold<never> | undefined;
    const demanded = fold?.(rule as never, portfolio);
    if (demanded === undefined) return undefined;
    demands.push(...demanded);
  }
  return demands;
}
