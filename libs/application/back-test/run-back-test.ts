import {
  USD_PLACES,
  type AssetDirectory,
  type MarginAccount,
  type Position,
  type PriceVector,
} from '@causeway/domain/margin';
import type { Quote } from '@causeway/domain/pricing';
import {
  maximum,
  minimum,
  mulDown,
  mulUp,
  ONE,
  sum,
  ZERO,
  type AccountId,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { PriceBook } from '@causeway/application/margin-engine';
import type {
  AccountOutcome,
  AccountReport,
  BackTestHistory,
  BackTestPolicy,
  BackTestReport,
  ExecutionTerms,
  Reduction,
} from './back-test-types.js';
import { settleInCollateral } from './settle-in-collateral.js';

/**
 * Replays a history under a policy. At each instant the accounts change as the history says, then all quotes of the
 * instant count, then what was decided before is executed, then every account that the quotes concern is evaluated
 * exactly:
 *
 * - An account in breach is to be reduced as the policy plans. The reduction trades at the first quote of the
 *   instrument after the decision, worse than the mark by the slippage: what a price jumps over is lost.
 * - What the trade loses, and the fee, is taken from the arrived collateral. What that cannot pay is a shortfall, which
 *   the insurance fund pays as far as it goes.
 * - A breach that awaits a price decides nothing and is counted.
 * - An account that was liquidated takes no more part in the events of the history, since those were of another account.
 */
export function runBackTest(
  history: BackTestHistory,
  policy: BackTestPolicy,
  terms: ExecutionTerms,
  directory: AssetDirectory,
): BackTestReport {
  const replay = new Replay(history.accounts, policy, terms, directory);
  const events = [...history.events].sort((a, b) => a.at - b.at);
  let next = 0;
  for (const quotes of instantsOf(history.quotes)) {
    const at = quotes[0]?.time ?? (0 as UnixMilliseconds);
    const due: MarginAccount[] = [];
    for (; (events[next]?.at ?? Infinity) <= at; next += 1) {
      const event = events[next];
      if (event !== undefined) due.push(event.account);
    }
    replay.step(at, quotes, due);
  }
  return replay.report(history.quotes);
}

/** Quotes by instant. @throws when they are not in order of time */
function* instantsOf(quotes: readonly Quote[]): Generator<readonly Quote[]> {
  let instant: Quote[] = [];
  for (const quote of quotes) {
    const at = instant[0]?.time ?? quote.time;
    if (quote.time < at) throw new Error('the quotes of a back-test must be in order of time');
    if (quote.time > at) {
      yield instant;
      instant = [];
    }
    instant.push(quote);
  }
  if (instant.length > 0) yield instant;
}

interface Followed {
  account: MarginAccount;
  pending: readonly Reduction[];
  warnedAt?: UnixMilliseconds;
  liquidatedAt?: UnixMilliseconds;
  liquidations: number;
  notionalClosed: Decimal;
  shortfall: Decimal;
}

class Replay {
  private readonly followed = new Map<AccountId, Followed>();
  private readonly exposed = new Map<string, Set<AccountId>>();
  private readonly book: PriceBook;
  private fund: Decimal;
  private fees = ZERO;
  private fundPaid = ZERO;
  private refusals = 0;

  constructor(
    accounts: readonly MarginAccount[],
    private readonly policy: BackTestPolicy,
    private readonly terms: ExecutionTerms,
    private readonly directory: AssetDirectory,
  ) {
    this.book = PriceBook.of([], policy.prices);
    this.fund = terms.insuranceFund;
    for (const account of [...accounts].sort(byAccount)) this.follow(account);
  }

  step(at: UnixMilliseconds, quotes: readonly Quote[], events: readonly MarginAccount[]): void {
    const concerned = new Set<AccountId>();
    for (const account of events) {
      if ((this.followed.get(account.account)?.liquidations ?? 0) > 0) continue;
      this.follow(account);
      concerned.add(account.account);
    }
    const quoted = new Set<string>();
    for (const quote of quotes) {
      for (const symbol of this.book.accept(quote)) {
        quoted.add(symbol);
        for (const id of this.exposed.get(symbol) ?? []) concerned.add(id);
      }
    }
    const prices: PriceVector = { id: String(at), prices: this.book.vector(), limited: this.book.limited() };
    for (const id of [...concerned].sort()) {
      const one = this.followed.get(id);
      if (one === undefined) continue;
      this.execute(one, quoted, prices, at);
      this.assess(one, prices, at);
    }
  }

  report(quotes: readonly Quote[]): BackTestReport {
    const to = this.book.clock();
    const prices: PriceVector = { id: String(to), prices: this.book.vector(), limited: this.book.limited() };
    const followed = [...this.followed.values()].sort((a, b) => byAccount(a.account, b.account));
    const accounts = followed.map((one) => this.accountReport(one, prices));
    const shortfall = sum(accounts.map((one) => one.shortfall));
    return {
      policy: this.policy.name,
      from: quotes[0]?.time ?? to,
      to,
      quotes: quotes.length,
      refusals: this.refusals,
      liquidations: followed.reduce((count, one) => count + one.liquidations, 0),
      notionalClosed: sum(accounts.map((one) => one.notionalClosed)),
      fees: this.fees,
      shortfall,
      fundPaid: this.fundPaid,
      fundAtEnd: this.fund,
      uncovered: shortfall.sub(this.fundPaid),
      valueAtEnd: sum(accounts.map((one) => one.valueAtEnd)),
      accounts,
    };
  }

  private follow(account: MarginAccount): void {
    const known = this.followed.get(account.account);
    if (known === undefined) {
      const nothing = { pending: [], liquidations: 0, notionalClosed: ZERO, shortfall: ZERO };
      this.followed.set(account.account, { account, ...nothing });
    } else {
      known.account = account;
      known.pending = [];
    }
    for (const symbol of this.policy.symbolsOf(account)) {
      this.exposed.set(symbol, (this.exposed.get(symbol) ?? new Set()).add(account.account));
    }
  }

  private assess(one: Followed, prices: PriceVector, at: UnixMilliseconds): void {
    const state = this.policy.evaluate(one.account, prices);
    if (state.band === 'healthy') return;
    if (this.policy.awaitsPrice(state)) {
      if (state.band === 'liquidatable') this.refusals += 1;
      return;
    }
    one.warnedAt ??= at;
    if (state.band !== 'liquidatable' || one.pending.length > 0) return;
    one.pending = this.policy.plan(one.account, state, prices);
  }

  /**
   * Trades what was decided before, at the quotes that came since; an instrument without one waits. All trades of an
   * instant are settled together, so that one leg's profit pays for another's loss.
   */
  private execute(
    one: Followed,
    quoted: ReadonlySet<string>,
    prices: PriceVector,
    at: UnixMilliseconds,
  ): void {
    const ready = one.pending.filter(({ instrument }) => quoted.has(instrument));
    if (ready.length === 0) return;
    one.pending = one.pending.filter(({ instrument }) => !quoted.has(instrument));
    const trades = ready.flatMap((reduction) => this.tradeOf(one.account, reduction, prices) ?? []);
    const notional = sum(trades.map((trade) => trade.notional));
    const fee = mulUp(notional, this.terms.fee, USD_PLACES);
    const reduced = trades.reduce((account, { reduction }) => withReduction(account, reduction), one.account);
    const profit = sum(trades.map((trade) => trade.profit));
    const beyond = sum(trades.map((trade) => trade.beyondLimit));
    const settled = settleInCollateral(reduced, profit.sub(fee), prices, this.directory);
    one.account = settled.account;
    one.notionalClosed = one.notionalClosed.add(notional);
    one.liquidatedAt ??= at;
    one.liquidations += 1;
    this.allocate(one, fee, settled.shortfall, beyond);
  }

  private tradeOf(account: MarginAccount, reduction: Reduction, prices: PriceVector): Trade | undefined {
    const { sizeChange } = reduction;
    const position = account.positions.find((each) => isReducedBy(each, reduction));
    const mark = prices.prices.get(reduction.instrument)?.price;
    if (position === undefined || mark === undefined) return undefined;
    const { slippage } = this.terms;
    const price = mark.mul(sizeChange.isNegative() ? ONE.sub(slippage) : ONE.add(slippage));
    const made = mulDown(sizeChange.neg(), price.sub(position.entryPrice), USD_PLACES);
    const profit = reduction.lossLimit === undefined ? made : maximum(made, reduction.lossLimit.neg());
    return {
      reduction,
      notional: mulUp(sizeChange.abs(), price, USD_PLACES),
      profit,
      beyondLimit: profit.sub(made),
    };
  }

  /** The fee is the last thing an account pays; what it cannot, or need not, pay beyond the fee is for the fund. */
  private allocate(one: Followed, fee: Decimal, unpaid: Decimal, beyondLimit: Decimal): void {
    const unpaidFee = minimum(fee, unpaid);
    const shortfall = unpaid.sub(unpaidFee).add(beyondLimit);
    this.fees = this.fees.add(fee.sub(unpaidFee));
    this.fund = this.fund.add(fee.sub(unpaidFee));
    const paid = minimum(this.fund, shortfall);
    this.fund = this.fund.sub(paid);
    this.fundPaid = this.fundPaid.add(paid);
    one.shortfall = one.shortfall.add(shortfall);
  }

  private accountReport(one: Followed, prices: PriceVector): AccountReport {
    const { account, warnedAt, liquidatedAt, liquidations, notionalClosed, shortfall } = one;
    return {
      account: account.account,
      desk: account.desk,
      outcome: outcomeOf(one),
      ...(warnedAt === undefined ? {} : { warnedAt }),
      ...(liquidatedAt === undefined ? {} : { liquidatedAt }),
      liquidations,
      notionalClosed,
      shortfall,
      valueAtEnd: maximum(ZERO, this.policy.evaluate(account, prices).accountValue),
    };
  }
}

interface Trade {
  readonly reduction: Reduction;
  readonly notional: Decimal;
  /** What becomes the account's, no less than what it can lose. */
  readonly profit: Decimal;
  /** What was lost beyond that. */
  readonly beyondLimit: Decimal;
}

function isReducedBy({ instrument, chain }: Position, reduction: Reduction): boolean {
  return instrument === reduction.instrument && chain === reduction.chain;
}

function withReduction(account: MarginAccount, reduction: Reduction): MarginAccount {
  const positions = account.positions.map((each) =>
    isReducedBy(each, reduction) ? { ...each, size: each.size.add(reduction.sizeChange) } : each,
  );
  return { ...account, positions: positions.filter(({ size }) => !size.isZero()) };
}

function outcomeOf({ shortfall, liquidations, warnedAt }: Followed): AccountOutcome {
  if (shortfall.gt(0)) return 'bankrupt';
  if (liquidations > 0) return 'liquidated';
  return warnedAt === undefined ? 'untouched' : 'warned';
}

function byAccount(a: MarginAccount, b: MarginAccount): number {
  return a.account < b.account ? -1 : 1;
}
