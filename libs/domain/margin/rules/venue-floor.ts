import type { ChainId, Decimal, InstrumentId } from '@causeway/domain/units';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import { demandFraction, isListed, positionSubject, type PositionLine } from '../position-line.js';

/**
 * `venue-floor`: while a systemic-risk action is in force, a position at its venue demands at least notional × rate, in
 * USD, rounded up, as initial and as maintenance margin. Positions that are margined together are left to the rule
 * that does so, and one that no rule lists is margined in full anyway. Causeway's own.
 */
export interface VenueFloorRule {
  readonly rule: 'venue-floor';
  readonly chain: ChainId;
  readonly instrument: InstrumentId;
  /** Fraction of the notional. */
  readonly rate: Decimal;
}

/** Demands the floor of each position at the venue. */
export function applyVenueFloor(
  { chain, instrument, rate }: VenueFloorRule,
  lines: readonly PositionLine[],
  { recorder }: EvaluationContext,
): void {
  for (const line of lines) {
    const { position } = line;
    if (position.chain !== chain || position.instrument !== instrument || !isListed(line)) continue;
    demandFraction(line, rate, rate);
    recorder?.step({
      subject: positionSubject(line),
      figure: 'maintenance fraction',
      formula: 'rate',
      inputs: [input('rate', rate, 'fraction')],
      output: rate,
      unit: 'fraction',
    });
  }
}
