import type { Decimal } from '@causeway/domain/units';
import { belowZero, entriesAt } from '../complaint.js';
import { input } from '../explanation.js';
import { demandAmount, positionSubject, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';

/** The least margin of an open position, in USD. */
export interface MarginFloor {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

/**
 * `margin-floor`: an open position demands at least these amounts, however small it is, so that closing it is worth
 * somebody's while. Perennial v2 maintenance = max(N·ratio, floor) (`types/RiskParameter.sol`, `minMaintenance`).
 */
export interface MarginFloorRule {
  readonly rule: 'margin-floor';
  /** By instrument. */
  readonly floors: ReadonlyMap<string, MarginFloor>;
}

export const marginFloor: RuleDefinition<MarginFloorRule, PositionLine> = {
  complaintAbout: ({ floors }) => {
    for (const [path, { initial, maintenance }] of entriesAt('/floors', floors)) {
      const complaint = belowZero([
        [`${path}/initial`, initial],
        [`${path}/maintenance`, maintenance],
      ]);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ floors }, lines, { recorder }) => {
    for (const line of lines) {
      const floor = floors.get(line.position.instrument);
      if (floor === undefined) continue;
      demandAmount(line, floor.initial, floor.maintenance);
      if (recorder === undefined) continue;
      for (const [figure, amount] of [
        ['least initial margin', floor.initial],
        ['least maintenance margin', floor.maintenance],
      ] as const) {
        recorder.step({
          subject: positionSubject(line),
          figure,
          formula: 'floor',
          inputs: [input('floor', amount, 'USD')],
          output: amount,
          unit: 'USD',
        });
      }
    }
  },
};
