import { ONE, type Decimal } from '@causeway/domain/units';
import { entriesAt, notPositive, type Complaint } from '../complaint.js';
import { input } from '../explanation.js';
import { demandFraction, positionSubject, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';

/** Margin rates, as fractions of notional. */
export interface MarginRates {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

/**
 * `margin-rates`: a position demands notional × rate, in USD, rounded up. dYdX v4 IMR = ceil(N·IMF) and MMR = ceil(N·MMF)
 * (`protocol/lib/margin/risk.go`) without scaling by open interest.
 */
export interface MarginRatesRule {
  readonly rule: 'margin-rates';
  /** By instrument. */
  readonly rates: ReadonlyMap<string, MarginRates>;
}

export const marginRates: RuleDefinition<MarginRatesRule, PositionLine> = {
  complaintAbout: ({ rates }) => {
    for (const [path, each] of entriesAt('/rates', rates)) {
      const complaint = complaintAboutRates(path, each);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ rates }, lines, { recorder }) => {
    for (const line of lines) {
      const listed = rates.get(line.position.instrument);
      if (listed === undefined) continue;
      demandFraction(line, listed.initial, listed.maintenance);
      if (recorder === undefined) continue;
      for (const [figure, rate] of [
        ['initial fraction', listed.initial],
        ['maintenance fraction', listed.maintenance],
      ] as const) {
        recorder.step({
          subject: positionSubject(line),
          figure,
          formula: 'rate',
          inputs: [input('rate', rate, 'fraction')],
          output: rate,
          unit: 'fraction',
        });
      }
    }
  },
};

/** 0 < maintenance ≤ initial ≤ 1. */
export function complaintAboutRates(
  path: string,
  { initial, maintenance }: MarginRates,
): Complaint | undefined {
  const complaint = notPositive([[`${path}/maintenance`, maintenance]]);
  if (complaint !== undefined) {
    return { ...complaint, message: `${complaint.message}: a position must maintain something` };
  }
  if (!initial.gte(maintenance)) {
    const message = `${initial.toFixed()} must be at least the maintenance rate ${maintenance.toFixed()}`;
    return { path: `${path}/initial`, message };
  }
  if (initial.lte(ONE)) return undefined;
  return {
    path: `${path}/initial`,
    message: `${initial.toFixed()} is above 1, more than the whole notional`,
  };
}
