import {
  isValuedAtUnderlying,
  type MarginAccount,
  type MarginState,
  type PriceVector,
} from '@causeway/domain/margin';
import { sum, ZERO, type AccountId, type Decimal, type DeskId } from '@causeway/domain/units';
import {
  spreadContagion,
  type AccountAtRisk,
  type ContagionOutcome,
  type ContagionRules,
  type FamilyStake,
} from './contagion.js';
import { measureExposures, venueOf, type DimensionExposure } from './exposure.js';
import {
  stressedAccount,
  stressedPrices,
  type RiskDirectory,
  type StressScenario,
} from './stress-scenario.js';
import { ACCOUNTS_PER_STEP, finishWork, type WorkSteps } from './work-steps.js';

/** All that stress tests are run on. */
export interface StressBook {
  readonly accounts: readonly MarginAccount[];
  readonly prices: PriceVector;
  /** The exact margin of an account at given prices, under the policy in force. */
  readonly evaluate: (account: MarginAccount, prices: PriceVector) => MarginState;
  /** Whether the policy liquidates an account whose equity is less by `loss` than the state says. */
  readonly isBreachedBy: (state: MarginState, loss: Decimal) => boolean;
  readonly directory: RiskDirectory;
  readonly contagion: ContagionRules;
  /** USD that pay shortfalls before anybody is charged. */
  readonly insuranceFund: Decimal;
}

/** An account that a scenario breaches. */
export interface StressBreach {
  readonly account: AccountId;
  readonly desk: DeskId;
  /** 0: by the scenario itself; later: by what the breaches before led to. */
  readonly round: number;
  readonly equityBefore: Decimal;
  /** After the scenario and before contagion. */
  readonly equityAfter: Decimal;
  readonly maintenanceMargin: Decimal;
}

/** What a scenario would lead to, in USD. */
export interface StressReport {
  readonly scenario: StressScenario;
  readonly priceVector: string;
  readonly accounts: number;
  /** Accounts in breach without the scenario. */
  readonly alreadyBreached: readonly AccountId[];
  /** Accounts that the scenario breaches: by round, then in alphabetical order. */
  readonly breaches: readonly StressBreach[];
  /** What the scenario takes off the equity of all accounts, before contagion; what it gives to some is not set off. */
  readonly equityLost: Decimal;
  readonly contagion: Omit<ContagionOutcome, 'breached'>;
  /** What the accounts in breach had at stake before, by layer, bridge, asset and venue. */
  readonly atStake: readonly DimensionExposure[];
}

/** The book before any scenario, worked out once for all that are run on it. */
export interface MeasuredBook {
  readonly book: StressBook;
  readonly states: readonly MarginState[];
}

/** Evaluates every account of a book as it stands. */
export function measureBook(book: StressBook): MeasuredBook {
  return finishWork(measureBookSteps(book));
}

/** `measureBook` in steps. */
export function* measureBookSteps(book: StressBook): WorkSteps<MeasuredBook> {
  const states: MarginState[] = [];
  for (const account of book.accounts) {
    states.push(book.evaluate(account, book.prices));
    if (states.length % ACCOUNTS_PER_STEP === 0) yield;
  }
  return { book, states };
}

/**
 * Runs a scenario: every account is evaluated exactly as it would stand, then breaches spread to their fixed point
 * (`spreadContagion`). Equal books and scenarios give equal reports, whatever the order of the accounts.
 */
export function runStressTest(measured: MeasuredBook, scenario: StressScenario): StressReport {
  return finishWork(stressTestSteps(measured, scenario));
}

/** `runStressTest` in steps. */
export function* stressTestSteps(
  { book, states }: MeasuredBook,
  scenario: StressScenario,
): WorkSteps<StressReport> {
  const prices = stressedPrices(book.prices, scenario);
  const touched = new Set(scenario.priceShocks.map(({ symbol }) => symbol));
  const stressed: MarginState[] = [];
  let evaluated = 0;
  for (const [index, account] of book.accounts.entries()) {
    const before = stateAt(states, index);
    const changed = stressedAccount(account, prices, scenario, book.directory);
    if (changed === account && !isTouched(account, before, touched)) {
      stressed.push(before);
      continue;
    }
    stressed.push(book.evaluate(changed, prices));
    evaluated += 1;
    if (evaluated % ACCOUNTS_PER_STEP === 0) yield;
  }
  const outcome = spreadContagion(
    stressed.map((state) => accountAtRisk(state, book)),
    book.contagion,
    book.insuranceFund,
  );
  return reportOf({ book, states }, scenario, stressed, outcome);
}

function reportOf(
  { book, states }: MeasuredBook,
  scenario: StressScenario,
  stressed: readonly MarginState[],
  { breached, ...contagion }: ContagionOutcome,
): StressReport {
  const already = states.filter((state) => book.isBreachedBy(state, ZERO));
  const alreadyBreached = already.map(({ account }) => account).sort();
  const known = new Set(alreadyBreached);
  const losses = stressed.map((after, index) => stateAt(states, index).equity.sub(after.equity));
  return {
    scenario,
    priceVector: book.prices.id,
    accounts: states.length,
    alreadyBreached,
    breaches: stressed
      .flatMap((after, index) => {
        const round = breached.get(after.account);
        if (round === undefined || known.has(after.account)) return [];
        return [breachOf(stateAt(states, index), after, round)];
      })
      .sort((a, b) => a.round - b.round || (a.account < b.account ? -1 : 1)),
    equityLost: sum(losses.filter((loss) => loss.gt(0))),
    contagion,
    atStake: measureExposures(states.filter(({ account }) => breached.has(account))),
  };
}

function breachOf(before: MarginState, after: MarginState, round: number): StressBreach {
  return {
    account: after.account,
    desk: after.desk,
    round,
    equityBefore: before.equity,
    equityAfter: after.equity,
    maintenanceMargin: after.maintenanceMargin,
  };
}

/** What contagion needs of an account after the shock. */
export function accountAtRisk(
  state: MarginState,
  { isBreachedBy }: Pick<StressBook, 'isBreachedBy'>,
): AccountAtRisk {
  const stakes = new Map<string, FamilyStake>();
  for (const { family, bucket, value, collateralValue } of state.holdings) {
    if (bucket === 'seized') continue;
    const { value: whole, sellable, counted } = stakes.get(family) ?? NO_STAKE;
    stakes.set(family, {
      value: whole.add(value),
      sellable: bucket === 'in-transit' ? sellable : sellable.add(value),
      counted: counted.add(collateralValue),
    });
  }
  const notionals = new Map<string, Decimal>();
  for (const position of state.positions) {
    const venue = venueOf(position);
    notionals.set(venue, (notionals.get(venue) ?? ZERO).add(position.notional));
  }
  return {
    account: state.account,
    isBreachedBy: (loss) => isBreachedBy(state, loss),
    netValue: state.accountValue,
    stakes,
    notionals,
  };
}

const NO_STAKE: FamilyStake = { value: ZERO, sellable: ZERO, counted: ZERO };

function isTouched(
  account: MarginAccount,
  { holdings, debts, positions, adjustments }: MarginState,
  symbols: ReadonlySet<string>,
): boolean {
  if (symbols.size === 0) return false;
  return (
    holdings.some(({ family }) => symbols.has(family)) ||
    debts.some(({ family }) => symbols.has(family)) ||
    positions.some(({ instrument }) => symbols.has(instrument)) ||
    adjustments.some((each) => isValuedAtUnderlying(each) && symbols.has(each.subject)) ||
    account.positions.some(({ option }) => option !== undefined && symbols.has(option.underlying))
  );
}

function stateAt(states: readonly MarginState[], index: number): MarginState {
  const state = states[index];
  if (state === undefined) throw new Error('a measured book has a state for each account');
  return state;
}
