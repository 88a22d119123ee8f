import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, ONE, ZERO, type Decimal } from '@causeway/domain/units';
import { evaluateExample, termsOfExample, tiers, type ExampleAccount } from './example-book.js';
import { foldTerms, putFolded, TriggerIndex, type HealthRange, type Slot, type SlotMove } from './index.js';

const INSTRUMENTS = 5;
const FAMILIES = 3;
const ACCOUNTS = 40;

/** A book whose accounts are followed by the index on the one hand and all evaluated on the other. */
class FollowedBook {
  readonly index: TriggerIndex;
  readonly accounts = new Map<number, ExampleAccount>();
  /** What the index's suspects were last evaluated to. */
  readonly verdicts = new Map<number, boolean>();
  readonly values = new Map<Slot, Decimal>();
  readonly prices: readonly Slot[];
  readonly funding: readonly Slot[];
  readonly time: Slot;
  evaluations = 0;
  range: HealthRange;

  constructor(
    options: { readonly bucketCount: number; readonly settledPerMove: number },
    range: HealthRange,
  ) {
    this.index = new TriggerIndex(options);
    this.range = range;
    this.prices = Array.from({ length: INSTRUMENTS + FAMILIES }, (_, each) =>
      this.add(
        { kind: 'share', spread: each === 0 ? 0.05 : 1 },
        decimal(['1', '2500.5', '0.037', '64000'][each % 4] ?? '1'),
      ),
    );
    this.funding = Array.from({ length: 2 }, () => this.add({ kind: 'absolute', spread: 50 }, ZERO));
    this.time = this.add({ kind: 'absolute', spread: 10_000 }, decimal('1700000000000'));
  }

  valueOf = (slot: Slot): Decimal => this.values.get(slot) ?? ZERO;

  put(account: number, contents: ExampleAccount): void {
    this.accounts.set(account, contents);
    this.look(account);
  }

  remove(account: number): void {
    this.accounts.delete(account);
    this.verdicts.delete(account);
    this.index.remove(account);
  }

  move(moves: readonly SlotMove[]): void {
    for (const { slot, value = ZERO } of moves) this.values.set(slot, value);
    for (const account of [...this.index.move(moves).suspects]) this.look(account);
  }

  look(account: number): void {
    const contents = this.accounts.get(account);
    if (contents === undefined) throw new Error(`account ${account} is not there any more`);
    this.evaluations += 1;
    this.verdicts.set(account, this.isClear(contents));
    const terms = termsOfExample(contents, this.valueOf);
    putFolded(this.index, account, (reach) => foldTerms(terms, this.range, { valueOf: this.valueOf, reach }));
  }

  isClear(contents: ExampleAccount): boolean {
    const { equity, requirement } = evaluateExample(contents, this.valueOf);
    const { least, most } = this.range;
    return equity.gte(requirement.mul(least)) && (most === undefined || equity.lt(requirement.mul(most)));
  }

  exactVerdicts(): ReadonlyMap<number, boolean> {
    return new Map([...this.accounts].map(([account, contents]) => [account, this.isClear(contents)]));
  }

  private add(spread: Parameters<TriggerIndex['addSlot']>[0], value: Decimal): Slot {
    const slot = this.index.addSlot(spread, value);
    this.values.set(slot, value);
    return slot;
  }
}

const TIERS = [
  tiers(['', '0.05']),
  tiers(['20000', '0.01'], ['100000', '0.025'], ['', '0.1']),
  tiers(['500', '0.03'], ['5000', '0.05'], ['50000', '0.2'], ['', '0.5']),
];
/** A requirement that rises faster than the position's value. */
const STEEP = tiers(['1000', '0.4'], ['', '1.7']);

const share = fc.integer({ min: 1, max: 10_000 }).map((each) => decimal(String(each)).div(10_000));
const contents = fc.record({
  collateral: fc.array(
    fc.record({ place: fc.nat(FAMILIES - 1), value: share, weight: share, cap: fc.option(share) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  positions: fc.array(
    fc.record({
      place: fc.nat(INSTRUMENTS - 1),
      value: share,
      isLong: fc.boolean(),
      tiers: fc.constantFrom(...TIERS, STEEP),
      funding: fc.option(fc.nat(1)),
    }),
    { maxLength: 3 },
  ),
  debt: fc.option(fc.record({ place: fc.nat(FAMILIES - 1), value: share })),
  scenarios: fc.constantFrom(0, 0, 0, 16),
  credit: fc.option(fc.nat(30)),
  /** Where to put the surplus, if not where it falls. */
  surplus: fc.constantFrom(undefined, undefined, '0', '0.00000001', '-0.00000001', '0.000001', '10', '5000'),
});
type Contents = typeof contents extends fc.Arbitrary<infer Value> ? Value : never;

function accountOf(book: FollowedBook, made: Contents): ExampleAccount {
  const worth = (slot: Slot, value: Decimal, scale: number): Decimal =>
    value.mul(scale).div(book.valueOf(slot)).toDecimalPlaces(10);
  const slotOf = (place: number): Slot => book.prices[place] ?? 0;
  const account: ExampleAccount = {
    cash: ZERO,
    collateral: made.collateral.map(({ place, value, weight, cap }) => {
      const slot = slotOf(INSTRUMENTS + place);
      const capped = cap === null ? {} : { cap: cap.mul(20_000) };
      return { slot, quantity: worth(slot, value, 10_000), weight, ...capped };
    }),
    debts: made.debt === null ? [] : [debtOf(slotOf(INSTRUMENTS + made.debt.place), made.debt.value)],
    positions: made.positions.map(({ place, value, isLong, tiers: lines, funding }) => {
      const slot = slotOf(place);
      const size = worth(slot, value, isLong ? 80_000 : -80_000);
      const paid =
        funding === null ? {} : { funding: { slot: book.funding[funding] ?? 0, entry: decimal('0.5') } };
      return { slot, size, entry: book.valueOf(slot).mul('1.01').toDecimalPlaces(6), tiers: lines, ...paid };
    }),
    scenarios: Array.from({ length: made.scenarios }, (_, scenario) =>
      made.positions.map(({ place }) => decimal(String(((scenario * 7 + place * 3) % 33) - 16)).div(100)),
    ),
    ...(made.credit === null
      ? {}
      : {
          credit: {
            slot: book.time,
            until: book.valueOf(book.time).add(made.credit * 1_000),
            amount: decimal('300'),
          },
        }),
  };
  function debtOf(slot: Slot, value: Decimal): ExampleAccount['debts'][number] {
    return { slot, principal: worth(slot, value, 3_000) };
  }
  if (made.surplus === undefined) return account;
  const { equity, requirement } = evaluateExample(account, book.valueOf);
  const cash = requirement.mul(book.range.least).add(made.surplus).sub(equity).toDecimalPlaces(30);
  return { ...account, cash };
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('tick' as const),
        place: fc.nat(),
        basisPoints: fc.integer({ min: -30, max: 30 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('gap' as const),
        place: fc.nat(),
        percent: fc.integer({ min: -60, max: 180 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('crash' as const),
        percent: fc.integer({ min: -25, max: 25 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('funding' as const),
        place: fc.nat(),
        hundredths: fc.integer({ min: -400, max: 400 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('time' as const), seconds: fc.integer({ min: 0, max: 20 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('account' as const),
        account: fc.nat(ACCOUNTS - 1),
        contents,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('leave' as const), account: fc.nat(ACCOUNTS - 1) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('policy' as const),
        hundredths: fc.integer({ min: 100, max: 140 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('settle' as const), limit: fc.nat(50) }) },
  ),
  { minLength: 10, maxLength: 60 },
);
type Step = typeof steps extends fc.Arbitrary<(infer Value)[]> ? Value : never;

function take(book: FollowedBook, step: Step): void {
  const changed = (slot: Slot, share: Decimal): SlotMove => ({
    slot,
    value: book.valueOf(slot).mul(ONE.add(share)).toDecimalPlaces(12),
  });
  const priceAt = (place: number): Slot => book.prices[place % book.prices.length] ?? 0;
  switch (step.kind) {
    case 'tick':
      return book.move([changed(priceAt(step.place), decimal(String(step.basisPoints)).div(10_000))]);
    case 'gap':
      return book.move([changed(priceAt(step.place), decimal(String(step.percent)).div(100))]);
    case 'crash':
      return book.move(book.prices.map((slot) => changed(slot, decimal(String(step.percent)).div(100))));
    case 'funding': {
      const slot = book.funding[step.place % 2] ?? 0;
      return book.move([{ slot, value: book.valueOf(slot).add(decimal(String(step.hundredths)).div(100)) }]);
    }
    case 'time':
      return book.move([{ slot: book.time, value: book.valueOf(book.time).add(step.seconds * 1_000) }]);
    case 'account':
      return book.put(step.account, accountOf(book, step.contents));
    case 'leave':
      return book.remove(step.account);
    case 'policy':
      book.range = { ...book.range, least: decimal(String(step.hundredths)).div(100) };
      for (const account of book.accounts.keys()) book.look(account);
      return;
    case 'settle':
      book.index.settle(step.limit);
  }
}

describe('TriggerIndex', () => {
  it.each([
    ['one-sided, settled at once', { bucketCount: 8_192, settledPerMove: 1_000 }, { least: ONE }],
    ['one-sided, settled late, few buckets', { bucketCount: 16, settledPerMove: 1 }, { least: ONE }],
    [
      'within a range of health',
      { bucketCount: 512, settledPerMove: 4 },
      { least: ONE, most: decimal('1.7') },
    ],
  ] as const)('leaves out no account whose exact verdict changes: %s', (_, options, range) => {
    let evaluations = 0;
    let accounts = 0;
    fc.assert(
      fc.property(fc.array(contents, { minLength: 1, maxLength: ACCOUNTS }), steps, (all, path) => {
        const book = new FollowedBook(options, range);
        all.forEach((made, account) => book.put(account, accountOf(book, made)));
        book.evaluations = 0;
        for (const step of path) {
          take(book, step);
          expect(book.verdicts).toEqual(book.exactVerdicts());
          accounts += book.accounts.size;
        }
        evaluations += book.evaluations;
      }),
      { numRuns: 30 },
    );
    expect(evaluations).toBeLessThan(accounts / 2);
  });
});
