import { divDown, toDecimal, tokenAmount, ZERO, type Decimal } from '@causeway/domain/units';
import { revalue, settleCollateral, type CollateralLine } from '../collateral-line.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';

/**
 * `withheld-credit`: of collateral that came to a subject while its new credit was frozen, only the part that counted
 * before does: value × credited / quantity, in USD, rounded down. Causeway's own.
 */
export interface WithheldCreditRule {
  readonly rule: 'withheld-credit';
}

/** Takes off each line what is withheld of it (`Holding.withheld`). */
export function applyWithheldCredit(lines: readonly CollateralLine[], context: EvaluationContext): void {
  for (const line of lines) {
    const { withheld } = line.holding;
    if (withheld === undefined || line.quantity.isZero()) continue;
    settleCollateral(line, context);
    const credited = creditedQuantity(line, withheld, context);
    const { quantity } = line;
    const step = {
      figure: 'collateral value',
      formula: 'value × credited / quantity',
      inputs: [input('credited', credited, 'tokens'), input('quantity', quantity, 'tokens')],
    };
    revalue(line, (value) => divDown(value.mul(credited), quantity, context.places), step, context);
  }
}

function creditedQuantity(
  { holding: { amount } }: CollateralLine,
  withheld: bigint,
  { directory }: EvaluationContext,
): Decimal {
  const decimals = directory.assetOf(amount.asset)?.decimals;
  if (decimals === undefined || withheld >= amount.raw) return ZERO;
  return toDecimal(tokenAmount(amount.asset, amount.raw - withheld), decimals);
}
