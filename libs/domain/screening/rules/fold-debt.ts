import { sizePremiumLiabilityWeight, type DebtRule } from '@causeway/domain/margin';
import { ONE, ZERO, type Decimal } from '@causeway/domain/units';

/** What a dollar of debt takes off equity, and what it adds to the requirement. */
export interface DebtFold {
  readonly deduction: Decimal;
  readonly requirement: Decimal;
}

const FOLDED = new Set(['liability-weight', 'reserve-debt', 'sqrt-size-liability-weight']);

/** Names of the debt rules that are not folded; one is, if it is the only one. */
export function unfoldedDebtRules(rules: readonly DebtRule[]): readonly string[] {
  return rules.filter(({ rule }, index) => index > 0 || !FOLDED.has(rule)).map(({ rule }) => rule);
}

/**
 * How a debt is folded: by factors that its size and the rule give it, and prices do not change.
 *
 * @param owed - all that the account owes of the family, in tokens
 */
export function foldDebt(rule: DebtRule | undefined, family: string, owed: Decimal): DebtFold {
  switch (rule?.rule) {
    case undefined:
      return { deduction: ONE, requirement: ZERO };
    case 'liability-weight': {
      const weight = rule.weights.get(family)?.maintenance ?? ONE;
      return rule.against === 'requirement'
        ? { deduction: ZERO, requirement: weight }
        : { deduction: ONE, requirement: weight.sub(ONE) };
    }
    case 'reserve-debt':
      return { deduction: ZERO, requirement: ONE };
    case 'sqrt-size-liability-weight': {
      const market = rule.markets.get(family);
      const weight =
        market === undefined ? ONE : sizePremiumLiabilityWeight(owed, market.imf, market.maintenance);
      return { deduction: ZERO, requirement: weight };
    }
  }
}
