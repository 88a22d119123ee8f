import { chainOfAsset, divDown, ONE, ZERO, type Decimal } from '@causeway/domain/units';
import { revalue, settleCollateral, type CollateralLine } from '../collateral-line.js';
import { entriesAt, notAFraction, notPositive } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';

/**
 * `proven-balance`: collateral that a Merkle proof has shown to be there counts in full, the rest of it by a weight of
 * its layer: value × (proven + (amount − proven)·weight) / amount, in USD, rounded down. A weight of 0 requires proof,
 * one just below 1 rewards it. A proof says nothing of what came after, so that it can be asked to be recent.
 * Causeway's own.
 */
export interface ProvenBalanceRule {
  readonly rule: 'proven-balance';
  /** What counts of unproven collateral, a fraction of 1, by layer. */
  readonly unproven: ReadonlyMap<string, Decimal>;
  readonly otherwise: Decimal;
  /** How old the block that was shown may be; absent is any age. */
  readonly withinSeconds?: Decimal;
}

export const provenBalance: RuleDefinition<ProvenBalanceRule, CollateralLine> = {
  complaintAbout: ({ unproven, otherwise, withinSeconds }) =>
    notAFraction(entriesAt('/unproven', unproven)) ??
    notAFraction([['/otherwise', otherwise]]) ??
    notPositive([['/withinSeconds', withinSeconds]]),
  apply: (rule, lines, context) => {
    for (const line of lines) {
      const weight = rule.unproven.get(chainOfAsset(line.holding.amount.asset)) ?? rule.otherwise;
      if (weight.eq(ONE) || line.holding.bucket === 'seized') continue;
      settleCollateral(line, context);
      count(line, provenPart(line, rule.withinSeconds, context), weight, context);
    }
  },
};

/** Base units of the holding that a proof covers, recent enough. */
function provenPart(
  { holding: { amount, proven } }: CollateralLine,
  withinSeconds: Decimal | undefined,
  { asOf }: EvaluationContext,
): Decimal {
  if (proven === undefined || amount.raw <= 0n) return ZERO;
  if (withinSeconds !== undefined) {
    if (asOf === undefined || withinSeconds.lt(Math.ceil((asOf - proven.at) / 1_000))) return ZERO;
  }
  const raw = proven.raw < amount.raw ? proven.raw : amount.raw;
  return ZERO.add(raw.toString());
}

function count(line: CollateralLine, proven: Decimal, weight: Decimal, context: EvaluationContext): void {
  const amount = ZERO.add(line.holding.amount.raw.toString());
  if (amount.isZero()) return;
  const weighted = proven.add(amount.sub(proven).mul(weight));
  const step = {
    figure: 'value as proven',
    formula: 'value × (proven + (amount − proven) × weight) / amount',
    inputs: [
      input('proven', proven, 'tokens'),
      input('amount', amount, 'tokens'),
      input('weight', weight, 'fraction'),
    ],
  };
  revalue(line, (value) => divDown(value.mul(weighted), amount, context.places), step, context);
}
