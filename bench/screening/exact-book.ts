import {
  foldTerms,
  KinkedLines,
  type AccountTerms,
  type FoldedAccount,
  type Line,
  type Slot,
} from '@causeway/domain/screening';
import { Decimal, maximum, mulDown, mulUp, ONE, sum, ZERO } from '@causeway/domain/units';
import {
  COLLATERALS,
  FAMILIES,
  INSTRUMENTS,
  POSITIONS,
  TIERS,
  type BookColumns,
  type BookMarket,
} from './random-book.js';

const PLACES = 8;
const ROUNDING = new Decimal('0.00000001');
const LEAST = { least: ONE };

/** The same book in decimals: what decides, and what is folded. */
export class ExactBook {
  readonly prices: Decimal[];
  private readonly tiers: readonly KinkedLines[];
  private readonly brackets: readonly KinkedLines[];
  private readonly weights: readonly Decimal[];

  constructor(
    private readonly market: BookMarket,
    private readonly columns: BookColumns,
    /** Shifts of each instrument's price by scenario; none for margin by tiers. */
    private readonly scenarios: readonly (readonly Decimal[])[] = [],
  ) {
    this.prices = Array.from(market.prices, (price) => new Decimal(price));
    this.weights = Array.from(market.weights, (weight) => new Decimal(weight));
    this.tiers = Array.from({ length: INSTRUMENTS }, (_, each) => tiersOf(market, each));
    this.brackets = Array.from({ length: FAMILIES }, (_, family) => bracketOf(market, family));
  }

  /** Sets the price of a slot, here and in the columns. */
  setPrice(slot: Slot, price: Decimal): void {
    this.prices[slot] = price;
    this.market.prices[slot] = price.toNumber();
  }

  priceOf = (slot: Slot): Decimal => this.prices[slot] ?? ZERO;

  /** Whether equity is below the requirement, each step rounded against the account to eight places. */
  isAdverse(account: number): boolean {
    const collateral = this.collateralOf(account).map(({ slot, quantity, bracket, weight }) =>
      mulDown(bracket.at(mulDown(quantity, this.priceOf(slot), PLACES)), weight, PLACES),
    );
    const positions = this.positionsOf(account);
    const profits = positions.map(({ slot, size, entry }) =>
      mulDown(size, this.priceOf(slot).sub(entry), PLACES),
    );
    const equity = sum([...collateral, ...profits]);
    if (this.scenarios.length === 0) {
      const margins = positions.map(({ slot, size, tiers }) =>
        mulUp(tiers.at(mulUp(size.abs(), this.priceOf(slot), PLACES)), ONE, PLACES),
      );
      return equity.lt(sum(margins));
    }
    const losses = this.scenarios.map((shifts) =>
      sum(
        positions.map(({ slot, size }) =>
          mulUp(size.mul(this.priceOf(slot)), (shifts[slot] ?? ZERO).neg(), PLACES),
        ),
      ),
    );
    return equity.lt(losses.reduce(maximum));
  }

  /** The rows of an account. */
  fold(account: number, reach: Decimal): FoldedAccount {
    return foldTerms(this.termsOf(account), LEAST, { valueOf: this.priceOf, reach });
  }

  private termsOf(account: number): AccountTerms {
    const collateral = this.collateralOf(account);
    const positions = this.positionsOf(account);
    return {
      equity: {
        constant: sum(positions.map(({ size, entry }) => size.mul(entry).neg())),
        linear: positions.map(({ slot, size }) => ({ slot, coefficient: size })),
        kinked: collateral.map(({ slot, quantity, weight, bracket }) => ({
          slot,
          quantity,
          factor: weight,
          kinked: bracket,
        })),
      },
      equityRounding: ROUNDING.mul(2 * COLLATERALS + POSITIONS),
      requirements:
        this.scenarios.length === 0
          ? [
              {
                constant: ZERO,
                linear: [],
                kinked: positions.map(({ slot, size, tiers }) => ({
                  slot,
                  quantity: size.abs(),
                  factor: ONE,
                  kinked: tiers,
                })),
              },
            ]
          : this.scenarios.map((shifts) => ({
              constant: ZERO,
              linear: positions.map(({ slot, size }) => ({
                slot,
                coefficient: size.mul(shifts[slot] ?? ZERO).neg(),
              })),
              kinked: [],
            })),
      requirementRounding: ROUNDING.mul(2 * POSITIONS),
      slots: [...collateral, ...positions].map(({ slot }) => slot),
    };
  }

  private collateralOf(account: number) {
    const { families, quantities } = this.columns;
    return Array.from({ length: COLLATERALS }, (_, each) => {
      const place = account * COLLATERALS + each;
      const family = families[place]!;
      return {
        slot: INSTRUMENTS + family,
        quantity: new Decimal(quantities[place]!),
        weight: this.weights[family]!,
        bracket: this.brackets[family]!,
      };
    });
  }

  private positionsOf(account: number) {
    const { instruments, sizes, entries } = this.columns;
    return Array.from({ length: POSITIONS }, (_, each) => {
      const place = account * POSITIONS + each;
      const slot = instruments[place]!;
      const size = new Decimal(sizes[place]!);
      return { slot, size, entry: new Decimal(entries[place]!), tiers: this.tiers[slot]! };
    });
  }
}

function tiersOf({ tierRates, tierDeductions }: BookMarket, instrument: number): KinkedLines {
  const lines = Array.from({ length: TIERS }, (_, tier): Line => {
    const place = instrument * TIERS + tier;
    return { slope: new Decimal(tierRates[place]!), intercept: new Decimal(-tierDeductions[place]!) };
  });
  return new KinkedLines('greatest', lines as [Line, ...Line[]]);
}

function bracketOf({ caps }: BookMarket, family: number): KinkedLines {
  const half = new Decimal(0.5);
  return new KinkedLines('least', [
    { slope: ONE, intercept: ZERO },
    { slope: half, intercept: half.mul(caps[family]!) },
  ]);
}
