import type { PriceAction } from '@causeway/domain/pricing';
import { minimum, ZERO, type Decimal } from '@causeway/domain/units';
import type { MarginAccount, Position } from './account.js';
import type { AssetDirectory } from './asset-directory.js';
import { isValuedAtUnderlying } from './awaiting-price.js';
import { input, type Recorder } from './explanation.js';
import type { MarginState, ValuationGap } from './margin-state.js';
import type { PriceVector } from './prices.js';

/** What a state is limited with. */
export interface PriceLimits {
  readonly account: MarginAccount;
  readonly market: PriceVector;
  readonly directory: AssetDirectory;
  readonly recorder: Recorder | undefined;
  /** The state of another account at the same prices, without limits. */
  readonly evaluate: (account: MarginAccount) => MarginState;
}

/**
 * A state under what its prices may be used for:
 *
 * - A price that may not be used for liquidation is a gap, and what awaits a price decides nothing. So is an option that
 *   is margined together with others at such a price of its underlying.
 * - One that may not be used for credit gives none: free collateral is that of the account without the collateral it
 *   values and without the profits it shows, or nothing where it values a debt. Equity, margin and health keep it, since
 *   to leave it out there would liquidate by a price that is merely too old to lend on.
 * - What may be withdrawn is worked out likewise, by the demands on withdrawing.
 */
export function limitedByPrices(state: MarginState, limits: PriceLimits): MarginState {
  const { market, account } = limits;
  const isFaulty = (symbol: string, action: PriceAction) =>
    (market.prices.get(symbol)?.validity?.[action].length ?? 0) > 0;
  const revalued = revaluedOptions(account, state, market);
  const used = [...new Set([...symbolsOf(state), ...revalued.map(({ underlying }) => underlying)])]
    .filter((symbol) => market.limited?.has(symbol) === true)
    .sort();
  if (used.length === 0) return state;
  const faulty = (action: PriceAction) => used.filter((symbol) => isFaulty(symbol, action));
  const undecided = new Set([
    ...faulty('liquidating'),
    ...revalued.flatMap(({ instrument, underlying }) =>
      isFaulty(underlying, 'liquidating') ? [instrument] : [],
    ),
  ]);
  const gaps: readonly ValuationGap[] = [
    ...[...undecided].map((subject) => ({ code: 'PRICE_NOT_FOR_LIQUIDATION' as const, subject })),
    ...faulty('opening').map((subject) => ({ code: 'PRICE_NOT_FOR_CREDIT' as const, subject })),
  ];
  const freeCollateral = freeWithout(new Set(faulty('opening')), 'free collateral', state, limits);
  const withdrawable = freeWithout(new Set(faulty('withdrawing')), 'withdrawable collateral', state, limits);
  return {
    ...state,
    freeCollateral,
    ...(withdrawable.eq(freeCollateral) ? {} : { withdrawableCollateral: withdrawable }),
    gaps: [...state.gaps, ...gaps],
  };
}

/** A position that owes what it has lost at the marks and has won nothing. */
export function withoutProfit(position: Position, prices: PriceVector): Position {
  const mark = prices.prices.get(position.instrument)?.price;
  if (mark === undefined) return position;
  const profit = position.size.mul(mark.sub(position.entryPrice));
  return profit.gt(0) ? { ...position, entryPrice: mark } : position;
}

function freeWithout(
  symbols: ReadonlySet<string>,
  figure: string,
  state: MarginState,
  { account, market, directory, recorder, evaluate }: PriceLimits,
): Decimal {
  if (symbols.size === 0) return state.freeCollateral;
  const isUnlent = state.debts.some(({ family }) => symbols.has(family));
  const lent = isUnlent
    ? ZERO
    : evaluate(creditedAccount(account, symbols, market, directory)).freeCollateral;
  const free = minimum(state.freeCollateral, lent);
  recorder?.enter('price-validity', '/prices');
  recorder?.step({
    subject: account.account,
    figure,
    formula: 'min(all, credited)',
    inputs: [input('all', state.freeCollateral, 'USD'), input('credited', lent, 'USD')],
    output: free,
    unit: 'USD',
  });
  return free;
}

/** The account as credit sees it: without the collateral that the symbols value and the profits that they show. */
export function creditedAccount(
  account: MarginAccount,
  symbols: ReadonlySet<string>,
  market: PriceVector,
  directory: AssetDirectory,
): MarginAccount {
  return {
    ...account,
    holdings: account.holdings.filter(({ amount }) => {
      const family = directory.assetOf(amount.asset)?.family;
      return family === undefined || !symbols.has(family);
    }),
    positions: account.positions.map((position) =>
      symbols.has(position.instrument) ? withoutProfit(position, market) : position,
    ),
  };
}

/** Options that a rule revalues at the mark of their underlying: where an index price is told, that counts instead. */
function revaluedOptions(
  { positions }: MarginAccount,
  state: MarginState,
  { facts }: PriceVector,
): readonly { readonly instrument: string; readonly underlying: string }[] {
  const together = new Set<string>(
    state.positions.flatMap(({ instrument, isMarginedTogether }) =>
      isMarginedTogether === true ? [instrument] : [],
    ),
  );
  return positions.flatMap(({ instrument, option }) =>
    option === undefined ||
    !together.has(instrument) ||
    facts?.get(option.underlying)?.indexPrice !== undefined
      ? []
      : [{ instrument, underlying: option.underlying }],
  );
}

/** The symbols whose prices the state was worked out from, each once, in alphabetical order. */
function symbolsOf({ holdings, positions, debts, adjustments }: MarginState): readonly string[] {
  const held = holdings.filter(({ bucket }) => bucket !== 'seized');
  const symbols = [
    ...held.map(({ family }) => family),
    ...debts.map(({ family }) => family),
    ...positions.map(({ instrument }) => instrument),
    ...adjustments.filter(isValuedAtUnderlying).map(({ subject }) => subject),
  ];
  return [...new Set<string>(symbols)].sort();
}
