import {
  chainOfAsset,
  mulUp,
  ONE,
  toDecimal,
  ZERO,
  type AssetFamily,
  type Decimal,
} from '@causeway/domain/units';
import type { Debt } from './account.js';
import type { EvaluationContext } from './evaluation-context.js';
import { input } from './explanation.js';
import type { DebtMargin } from './margin-state.js';
import { markPriceOf } from './prices.js';

/** A debt while debt rules work on it. What no rule weighs is taken off equity at its value. */
export interface DebtLine {
  readonly debt: Debt;
  readonly family: AssetFamily;
  readonly quantity: Decimal;
  /** Zero when there is none. */
  readonly price: Decimal;
  /** Quantity × price, rounded up. */
  readonly value: Decimal;
  /** What is taken off equity. */
  deduction: Decimal;
  initialMargin: Decimal;
  maintenanceMargin: Decimal;
}

/** What a debt is called in explanations. */
export function debtSubject({ debt }: DebtLine): string {
  return `${debt.principal.asset} (debt)`;
}

/**
 * A line for a debt: principal × index × price, rounded up once. Undefined when the network does not know the asset.
 * A debt without a price is listed at zero and reported as a gap, and the account then has no free collateral.
 */
export function debtLine(debt: Debt, context: EvaluationContext): DebtLine | undefined {
  const { market, directory, places, gaps, recorder } = context;
  const { asset } = debt.principal;
  const known = directory.assetOf(asset);
  if (known === undefined) {
    gaps.push({ code: 'UNKNOWN_ASSET', subject: asset });
    return undefined;
  }
  const price = markPriceOf(market, known.family);
  if (price === undefined) gaps.push({ code: 'MISSING_PRICE', subject: known.family });
  const principal = toDecimal(debt.principal, known.decimals);
  const quantity = debt.index === undefined ? principal : principal.mul(debt.index);
  const value = price === undefined ? ZERO : mulUp(quantity, price, places);
  const line: DebtLine = {
    debt,
    family: known.family,
    quantity,
    price: price ?? ZERO,
    value,
    deduction: value,
    initialMargin: ZERO,
    maintenanceMargin: ZERO,
  };
  recorder?.step({
    subject: debtSubject(line),
    figure: 'debt value',
    formula: 'principal × index × price',
    inputs: [
      input('principal', principal, 'tokens'),
      input('index', debt.index ?? ONE, 'ratio'),
      input('price', line.price, 'USD/token'),
    ],
    rounding: { direction: 'up', places },
    output: value,
    unit: 'USD',
  });
  return line;
}

/** What a line came to. */
export function debtMargin(line: DebtLine): DebtMargin {
  const { debt, family, quantity, price, value, deduction, initialMargin, maintenanceMargin } = line;
  const { asset } = debt.principal;
  const chain = chainOfAsset(asset);
  return { asset, chain, family, quantity, price, value, deduction, initialMargin, maintenanceMargin };
}
