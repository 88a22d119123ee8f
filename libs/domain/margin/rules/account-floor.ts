import { maximum, sum, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountBook, AccountRuleDefinition } from '../account-book.js';
import { belowZero, type Complaint } from '../complaint.js';
import { input } from '../explanation.js';

/**
 * `account-floor`: an account that must maintain anything must have at least these amounts, in USD, so that liquidating
 * it pays for itself. Comes last, since it looks at what all rules before it demand together.
 */
export interface AccountFloorRule {
  readonly rule: 'account-floor';
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

export const accountFloor: AccountRuleDefinition<AccountFloorRule> = {
  complaintAbout: ({ initial, maintenance }): Complaint | undefined =>
    belowZero([
      ['/initial', initial],
      ['/maintenance', maintenance],
    ]),
  apply: (rule, book, { account, recorder }) => {
    const maintained = demanded(book, 'maintenanceMargin');
    if (!maintained.gt(0)) return;
    const lacking = (floor: Decimal, figure: string, soFar: Decimal): Decimal => {
      const output = maximum(ZERO, floor.sub(soFar));
      recorder?.step({
        subject: account.account,
        figure,
        formula: 'max(0, floor − demanded)',
        inputs: [input('floor', floor, 'USD'), input('demanded', soFar, 'USD')],
        output,
        unit: 'USD',
      });
      return output;
    };
    const maintenanceMargin = lacking(rule.maintenance, 'maintenance margin up to the floor', maintained);
    const demandedInitially = demanded(book, 'initialMargin');
    const initialMargin = lacking(rule.initial, 'initial margin up to the floor', demandedInitially);
    if (initialMargin.isZero() && maintenanceMargin.isZero()) return;
    book.adjustments.push({
      rule: 'account-floor',
      subject: account.account,
      equity: ZERO,
      initialMargin,
      maintenanceMargin,
    });
  },
};

/** What positions, debts and the rules before this one demand. */
function demanded(
  { positions, debts, adjustments }: AccountBook,
  column: 'initialMargin' | 'maintenanceMargin',
): Decimal {
  const cross = positions.filter(({ isIsolated }) => !isIsolated);
  return sum([...cross, ...debts, ...adjustments].map((each) => each[column]));
}
