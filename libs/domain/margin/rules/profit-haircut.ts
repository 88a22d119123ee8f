import { mulUp, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountRuleDefinition } from '../account-book.js';
import { entriesAt, notAFraction, type Complaint } from '../complaint.js';
import { input } from '../explanation.js';
import { positionSubject } from '../position-line.js';

/** How much of an unrealised profit does not count. Fractions of 1, initial at least maintenance. */
export interface ProfitHaircut {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

/**
 * `profit-haircut`: of the unrealised profit of a position a part does not count: profit × haircut is taken off equity,
 * in USD, rounded up, and what new risk may not count on beyond that is added to initial margin. A loss counts in full,
 * and a profit on one position does not soften it for another. Unrealised asset weight of Drift v2 (`math/margin.rs`,
 * `calculate_unrealized_asset_weight`).
 */
export interface ProfitHaircutRule {
  readonly rule: 'profit-haircut';
  readonly haircuts: ReadonlyMap<string, ProfitHaircut>;
  /** Of an instrument that is not listed; absent is none. */
  readonly otherwise?: ProfitHaircut;
}

export const profitHaircut: AccountRuleDefinition<ProfitHaircutRule> = {
  complaintAbout: ({ haircuts, otherwise }) => {
    const all = [...entriesAt('/haircuts', haircuts)];
    for (const [path, haircut] of otherwise === undefined
      ? all
      : [...all, ['/otherwise', otherwise] as const]) {
      const complaint = complaintAboutHaircut(path, haircut);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ haircuts, otherwise }, { positions, adjustments }, { places, recorder }) => {
    for (const line of positions) {
      const haircut = haircuts.get(line.position.instrument) ?? otherwise;
      if (haircut === undefined || line.isIsolated || !line.unrealisedPnl.gt(0)) continue;
      const subject = positionSubject(line);
      const lost = mulUp(line.unrealisedPnl, haircut.maintenance, places);
      const lostInitially = mulUp(line.unrealisedPnl, haircut.initial, places);
      for (const [figure, part, output] of [
        ['profit that does not count', haircut.maintenance, lost],
        ['profit that does not count initially', haircut.initial, lostInitially],
      ] as const) {
        recorder?.step({
          subject,
          figure,
          formula: 'profit × haircut',
          inputs: [input('profit', line.unrealisedPnl, 'USD'), input('haircut', part, 'fraction')],
          rounding: { direction: 'up', places },
          output,
          unit: 'USD',
        });
      }
      adjustments.push({
        rule: 'profit-haircut',
        subject,
        equity: lost.neg(),
        initialMargin: lostInitially.sub(lost),
        maintenanceMargin: ZERO,
      });
    }
  },
};

function complaintAboutHaircut(path: string, { initial, maintenance }: ProfitHaircut): Complaint | undefined {
  const complaint = notAFraction([
    [`${path}/initial`, initial],
    [`${path}/maintenance`, maintenance],
  ]);
  if (complaint !== undefined || initial.gte(maintenance)) return complaint;
  const message = `${initial.toFixed()} must be at least the maintenance haircut ${maintenance.toFixed()}`;
  return { path: `${path}/initial`, message };
}
