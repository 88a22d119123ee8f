import { ZERO } from '@causeway/domain/units';
import type { AccountBook, AccountRuleDefinition } from '../account-book.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import { positionSubject, type PositionLine } from '../position-line.js';

/**
 * `isolated-margin`: a position for which the account has set equity aside is margined by that alone: its equity is
 * what was set aside + unrealised profit − funding owed, and no more than what was set aside can be lost on it. The
 * account has that much less equity for its other positions. No other rule over the account margins it, wherever that
 * stands. Without this rule every position is margined across the
 * account. Isolated mode of Hyperliquid and Binance futures.
 */
export interface IsolatedMarginRule {
  readonly rule: 'isolated-margin';
}

export const isolatedMargin: AccountRuleDefinition<IsolatedMarginRule> = {
  complaintAbout: () => undefined,
  claim: (_, { positions }) => {
    for (const line of positions) {
      if (line.position.isolatedMargin === undefined) continue;
      line.isIsolated = true;
      line.isMarginedTogether = false;
    }
  },
  apply: (_, book, context) => {
    for (const line of book.positions) if (line.isIsolated) isolate(line, book, context);
  },
};

function isolate(line: PositionLine, book: AccountBook, { recorder }: EvaluationContext): void {
  const { instrument, chain, isolatedMargin: setAside = ZERO } = line.position;
  const { unrealisedPnl, initialMargin, maintenanceMargin } = line;
  const equity = setAside.add(unrealisedPnl);
  recorder?.step({
    subject: positionSubject(line),
    figure: 'isolated equity',
    formula: 'aside + profit',
    inputs: [input('aside', setAside, 'USD'), input('profit', unrealisedPnl, 'USD')],
    output: equity,
    unit: 'USD',
  });
  const figures = { equity, maintenanceMargin };
  const health = book.health.healthOf(figures);
  book.isolated.push({
    instrument,
    chain,
    equity,
    initialMargin,
    maintenanceMargin,
    ...(health === undefined ? {} : { health }),
    band: book.health.bandOf(figures),
  });
  book.adjustments.push({
    rule: 'isolated-margin',
    subject: positionSubject(line),
    equity: setAside.neg(),
    initialMargin: ZERO,
    maintenanceMargin: ZERO,
  });
}
