import { maximum, mulDown, type Decimal } from '@causeway/domain/units';
import { entriesAt, notAFraction } from '../complaint.js';
import { input } from '../explanation.js';
import { demandAmount, positionSubject, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';
import { recordLineFigure } from './line-figure.js';
import { recordPremiumWeight, sizePremiumLiabilityWeight } from './sqrt-size-weight.js';

/** Margin ratios of a market and how they grow with size; fractions of 1. */
export interface SqrtSizeMargin {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
  /** By how much the ratio grows with each square root of a contract; zero leaves it as it is. */
  readonly imf: Decimal;
}

/**
 * `sqrt-size-margin`: a position demands value × max(ratio, ratio − ⌊ratio/5⌋ + ⌊imf·√size⌋), where value and product are
 * rounded down at the policy's decimal places and the ratio at 4. Drift v2 perpetual markets
 * (drift-labs/protocol-v2 programs/drift/src/math/margin.rs calculate_perp_position_value_and_pnl).
 */
export interface SqrtSizeMarginRule {
  readonly rule: 'sqrt-size-margin';
  /** By instrument. */
  readonly markets: ReadonlyMap<string, SqrtSizeMargin>;
}

export const sqrtSizeMargin: RuleDefinition<SqrtSizeMarginRule, PositionLine> = {
  complaintAbout: ({ markets }) => {
    for (const [path, { initial, maintenance, imf }] of entriesAt('/markets', markets)) {
      const complaint = notAFraction([
        [`${path}/initial`, initial],
        [`${path}/maintenance`, maintenance],
        [`${path}/imf`, imf],
      ]);
      if (complaint !== undefined) return complaint;
      if (maintenance.isZero()) {
        return {
          path: `${path}/maintenance`,
          message: 'must be above 0: a position must maintain something',
        };
      }
      if (maximum(initial, maintenance).eq(initial)) continue;
      return { path: `${path}/initial`, message: 'must be at least the maintenance ratio' };
    }
    return undefined;
  },
  apply: ({ markets }, lines, context) => {
    for (const line of lines) {
      const { instrument, size } = line.position;
      const market = markets.get(instrument);
      if (market === undefined) continue;
      const value = mulDown(size.abs(), line.markPrice, context.places);
      const [initial, maintenance] = [market.initial, market.maintenance].map((least) => {
        const ratio = sizePremiumLiabilityWeight(size, market.imf, least);
        return { ratio, margin: mulDown(value, ratio, context.places) };
      }) as [SizedMargin, SizedMargin];
      demandAmount(line, initial.margin, maintenance.margin);
      if (context.recorder === undefined) continue;
      recordLineFigure(line, context, {
        figure: 'value of the position',
        formula: 'abs(size) × mark',
        inputs: [input('size', size, 'contracts'), input('mark', line.markPrice, 'USD/token')],
        output: value,
        direction: 'down',
      });
      for (const [column, weight, { ratio, margin }] of [
        ['initial', market.initial, initial],
        ['maintenance', market.maintenance, maintenance],
      ] as const) {
        const figure = `${column} margin ratio by size`;
        const subject = positionSubject(line);
        recordPremiumWeight(context.recorder, {
          subject,
          figure,
          size,
          imf: market.imf,
          weight,
          output: ratio,
        });
        recordLineFigure(line, context, {
          figure: `${column} margin by size`,
          formula: 'value × ratio',
          inputs: [input('value', value, 'USD'), input('ratio', ratio, 'ratio')],
          output: margin,
          direction: 'down',
        });
      }
    }
  },
};

interface SizedMargin {
  readonly ratio: Decimal;
  readonly margin: Decimal;
}
