import type { MarginAccount } from '@causeway/domain/margin';
import { maximum, ONE, sum, ZERO, type AccountId, type Decimal } from '@causeway/domain/units';
import type { BreachColumns } from './breach-columns.js';
import { FallenAccounts, FRACTION_PLACES, lossOf, type AccountAtRisk, type Pressure } from './contagion.js';
import { MAXIMUM_AFFECTED, type FailureOutcome } from './failures.js';
import type { PagedBook } from './paged-book.js';
import { directImpact, type RiskPart } from './risk-parts.js';
import { screeningFloat } from './screening-float.js';
import { stressedAccount, stressedPrices, type StressScenario } from './stress-scenario.js';
import { accountAtRisk } from './stress-test.js';
import { ACCOUNTS_PER_STEP } from './work-steps.js';

/** Relative error of a sum of floats, less than what columns allow for theirs. */
const SUM_ERROR = 2 ** -44;

/** Accounts that are asked for at once. */
const ACCOUNTS_PER_QUESTION = 500;

/**
 * Work on a book that is not in memory: it yields the names of accounts that it must see, none where it merely may be
 * interrupted, and goes on with those accounts; one that is no more is left out.
 */
export type BookSteps<Outcome> = Generator<readonly AccountId[], Outcome, readonly MarginAccount[]>;

/**
 * `runStressTest` on a book of which only columns are in memory, for what thresholds are held against. Accounts that can
 * bear more than the scenario and contagion can take from them are ruled out; each other is seen and evaluated exactly, in
 * every round in which it may breach. The sums over the accounts that stand are those of all less those that have breached.
 * So the outcome is that of evaluating every account in every round.
 */
export function* screenedStressSteps(book: PagedBook, scenario: StressScenario): BookSteps<FailureOutcome> {
  const { columns, basis } = book;
  const run = new ScreenedRun(book, scenario);
  const totals = book.venueTotals(scenario);
  const fallen = new FallenAccounts(basis.contagion);
  const affected: AccountId[] = [];
  let breaches = 0;
  let pressure = NO_PRESSURE;
  for (;;) {
    const joined: AccountId[] = [];
    let evaluated = 0;
    let isSettled = true;
    for (const indices of run.suspects(pressure)) {
      const names = indices.map((index) => columns.nameOf(index));
      const seen = new Map((yield names).map((account) => [account.account, account]));
      for (const index of indices) {
        const account = seen.get(columns.nameOf(index));
        const breach = account && run.breachOf(index, account, pressure);
        evaluated += 1;
        if (evaluated % ACCOUNTS_PER_STEP === 0) yield [];
        if (breach === undefined) continue;
        isSettled = false;
        fallen.add(breach);
        if (!columns.isBreached(index)) joined.push(breach.account);
      }
    }
    breaches += joined.length;
    if (affected.length < MAXIMUM_AFFECTED)
      affected.push(...firstOf(joined, MAXIMUM_AFFECTED - affected.length));
    if (isSettled) return { breaches, shortfall: pressure.shortfall, affected };
    pressure = fallen.pressure(totals, basis.insuranceFund);
    yield [];
  }
}

const NO_PRESSURE: Pressure = {
  drops: new Map(),
  shortfall: ZERO,
  fundUsed: ZERO,
  socialised: new Map(),
  standing: new Map(),
};

function firstOf(names: readonly AccountId[], maximumNames: number): readonly AccountId[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1)).slice(0, maximumNames);
}

/** One scenario on a book of columns: what each account can still bear, and who has breached. */
class ScreenedRun {
  private readonly columns: BreachColumns;
  private readonly rooms: Float64Array;
  private readonly hasBreached: Uint8Array;
  /** 1 where the room is that of the account after the scenario, so that contagion alone counts against it. */
  private readonly isAfter: Uint8Array;
  private readonly direct: Float64Array;
  private readonly prices;
  /** What is at stake is at most this multiple of what it was before the scenario. */
  private readonly growth: Decimal;

  constructor(
    private readonly book: PagedBook,
    private readonly scenario: StressScenario,
  ) {
    const { columns, linear, basis } = book;
    this.columns = columns;
    this.rooms = columns.copyOfRooms();
    this.hasBreached = new Uint8Array(columns.accounts);
    this.isAfter = new Uint8Array(columns.accounts);
    const { liquidation } = basis.margin.health;
    this.direct = Float64Array.from(columns.partKinds, (part) =>
      directImpact(part, scenario, linear, liquidation),
    );
    this.prices = stressedPrices(basis.prices, scenario);
    this.growth = scenario.priceShocks.reduce((most, { change }) => maximum(most, ONE.add(change)), ONE);
  }

  /** The accounts that have not breached and that the scenario and the pressure may breach, some at a time. */
  *suspects(pressure: Pressure): Generator<readonly number[]> {
    const spread = Float64Array.from(this.columns.partKinds, (part) =>
      spreadImpact(part, pressure, this.growth),
    );
    const both = this.direct.map((impact, kind) => impact + (spread[kind] ?? 0));
    const constant = roundingOf(pressure);
    let suspects: number[] = [];
    for (let index = 0; index < this.rooms.length; index += 1) {
      if (this.hasBreached[index] === 1) continue;
      const factors = this.isAfter[index] === 1 ? spread : both;
      if (!this.columns.mayBreach(index, this.rooms[index] ?? NaN, factors, constant)) continue;
      suspects.push(index);
      if (suspects.length < ACCOUNTS_PER_QUESTION) continue;
      yield suspects;
      suspects = [];
    }
    if (suspects.length > 0) yield suspects;
  }

  /** The account after the scenario where the pressure breaches it; undefined where it stands. */
  breachOf(index: number, account: MarginAccount, pressure: Pressure): AccountAtRisk | undefined {
    const { basis } = this.book;
    const changed = stressedAccount(account, this.prices, this.scenario, basis.directory);
    const state = basis.evaluate(changed, this.prices);
    const atRisk = accountAtRisk(state, basis);
    if (atRisk.isBreachedBy(lossOf(atRisk, pressure))) {
      this.hasBreached[index] = 1;
      return atRisk;
    }
    const parts = this.columns.partsOf(index);
    if (hasNoMoreAtStake(atRisk, parts, this.growth)) {
      this.isAfter[index] = 1;
      this.rooms[index] = this.columns.roomOf(this.book.roomOf(state), parts.length);
    }
    return undefined;
  }
}

/** What contagion takes at most of an account for each USD of a part. */
function spreadImpact(part: RiskPart, { drops, socialised, standing }: Pressure, growth: Decimal): number {
  switch (part.kind) {
    case 'holding':
      return screeningFloat((drops.get(part.family) ?? ZERO).mul(growth));
    case 'position': {
      const charged = socialised.get(part.venue);
      if (charged === undefined) return 0;
      const notional = standing.get(part.venue);
      if (notional === undefined) return Infinity;
      return (screeningFloat(charged) / screeningFloat(notional)) * screeningFloat(growth);
    }
    default:
      return 0;
  }
}

/** USD that roundings of `lossOf` can add to what an account loses: one of each figure, and of each share of a charge. */
function roundingOf({ drops, socialised }: Pressure): number {
  const units = drops.size + 2 * socialised.size;
  return units * 1e-7 + 2 * screeningFloat(sum(socialised.values())) * 10 ** -FRACTION_PLACES;
}

/** Whether what contagion can take an account's by is at most what its columns say. */
function hasNoMoreAtStake(
  { stakes, notionals }: AccountAtRisk,
  parts: readonly { readonly part: RiskPart; readonly amount: number }[],
  growth: Decimal,
): boolean {
  const known = new Map<string, number>();
  for (const { part, amount } of parts) {
    if (part.kind !== 'holding' && part.kind !== 'position') continue;
    const key = part.kind === 'holding' ? part.family : part.venue;
    known.set(key, (known.get(key) ?? 0) + amount);
  }
  const most = (key: string) => (known.get(key) ?? 0) * screeningFloat(growth) * (1 + SUM_ERROR);
  return (
    [...stakes].every(([family, { counted }]) => screeningFloat(counted) <= most(family)) &&
    [...notionals].every(([venue, notional]) => screeningFloat(notional) <= most(venue))
  );
}
