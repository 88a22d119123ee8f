import {
  divUp,
  maximum,
  minimum,
  mulUp,
  ONE,
  sum,
  ZERO,
  type AccountId,
  type Decimal,
} from '@causeway/domain/units';
import { USD_PLACES } from '@causeway/domain/margin';

/** Decimal places of price drops and of shares of a loss; both rounded up. */
export const FRACTION_PLACES = 12;

/** What selling does to the price of a family. */
export interface MarketDepth {
  /** USD of forced sales that a fall of the whole price stands for: 1 % falls for each hundredth of it. */
  readonly depth: Decimal;
  /** The price falls no further than by this fraction. */
  readonly maximumDrop: Decimal;
}

/** How one breach reaches other accounts. */
export interface ContagionRules {
  /** The part of a breached account's collateral that has arrived which its liquidation sells; a fraction of 1. */
  readonly soldFraction: Decimal;
  /** By asset family; the sale of a family that is not listed moves no price. */
  readonly depths: ReadonlyMap<string, MarketDepth>;
}

/** What an account has of one family. */
export interface FamilyStake {
  /** Market value of all of it, in transit or not. */
  readonly value: Decimal;
  /** Market value of what can be sold. */
  readonly sellable: Decimal;
  /** What of the value counts as collateral. */
  readonly counted: Decimal;
}

/** An account after the shock, before any contagion. */
export interface AccountAtRisk {
  readonly account: AccountId;
  /** Whether the account must be liquidated when its equity is less by `loss`; once true, true for every larger loss. */
  readonly isBreachedBy: (loss: Decimal) => boolean;
  /** Market value of the account, unrealised profit and loss included. */
  readonly netValue: Decimal;
  readonly stakes: ReadonlyMap<string, FamilyStake>;
  /** Notional by venue. */
  readonly notionals: ReadonlyMap<string, Decimal>;
}

/** Where contagion comes to rest. */
export interface ContagionOutcome {
  /** The round in which each breached account breached; 0 is the shock itself. */
  readonly breached: ReadonlyMap<AccountId, number>;
  readonly rounds: number;
  /** By how much of its price each family has fallen through forced sales. */
  readonly drops: ReadonlyMap<string, Decimal>;
  /** What breached accounts owe beyond everything they have, in USD. */
  readonly shortfall: Decimal;
  /** What the insurance fund pays of it. */
  readonly fundUsed: Decimal;
  /** What is charged to the accounts that stand, by venue; rounded up for each of them. */
  readonly socialised: ReadonlyMap<string, Decimal>;
}

/**
 * Breaches that follow from breaches, to a fixed point. With B the accounts that have breached:
 *
 * - sold(f) = Σ B: sellable value of family f × soldFraction, and drop(f) = min(maximumDrop, sold(f) / depth(f))
 * - an account loses counted(f) × drop(f) of its equity and value(f) × drop(f) of its market value
 * - the shortfall of B is what its accounts owe beyond their market value; what the insurance fund cannot pay of it is
 *   charged at the venues where they had positions, in proportion to notional, to the accounts there that stand, in
 *   proportion to theirs
 * - every account that these losses breach joins B
 *
 * Each of these only grows with B and B only grows, so that the rounds end after at most as many as there are accounts,
 * at the smallest B that is closed under them: the order of accounts does not matter (`docs/systemic-risk.md` has the
 * proof). The first-round selling pressure and price impact are those of Cont and Schaanning, "Fire sales, indirect
 * contagion and systemic stress testing" (2017), with linear impact.
 */
export function spreadContagion(
  accounts: readonly AccountAtRisk[],
  rules: ContagionRules,
  insuranceFund: Decimal,
): ContagionOutcome {
  const breached = new Map<AccountId, number>();
  const fallen = new FallenAccounts(rules);
  const totals = new Map<string, Decimal>();
  for (const one of accounts) {
    for (const [venue, notional] of one.notionals) addTo(totals, venue, notional);
    if (!one.isBreachedBy(ZERO)) continue;
    breached.set(one.account, 0);
    fallen.add(one);
  }
  for (let round = 1; ; round += 1) {
    const pressure = fallen.pressure(totals, insuranceFund);
    const joining = accounts.filter(
      (one) => !breached.has(one.account) && one.isBreachedBy(lossOf(one, pressure)),
    );
    if (joining.length === 0) {
      const { standing: _, ...rest } = pressure;
      return { breached, rounds: round - 1, ...rest };
    }
    for (const one of joining) {
      breached.set(one.account, round);
      fallen.add(one);
    }
  }
}

/** What accounts that have breached do to those that stand. */
export type Pressure = Omit<ContagionOutcome, 'breached' | 'rounds'> & {
  /** Notional of the accounts that stand, by venue; only where there is some. */
  readonly standing: ReadonlyMap<string, Decimal>;
};

/** The accounts that have breached, as sums: of each only what it can owe is kept, where it can owe anything. */
export class FallenAccounts {
  private readonly sellable = new Map<string, Decimal>();
  private readonly notionals = new Map<string, Decimal>();
  private readonly owing: AccountAtRisk[] = [];
  /** Prices fall no further. */
  private readonly deepest: ReadonlyMap<string, Decimal>;

  constructor(private readonly rules: ContagionRules) {
    this.deepest = new Map([...rules.depths].map(([family, { maximumDrop }]) => [family, maximumDrop]));
  }

  /** Adds an account that has breached; each once. */
  add(one: AccountAtRisk): void {
    for (const [family, { sellable }] of one.stakes) addTo(this.sellable, family, sellable);
    for (const [venue, notional] of one.notionals) addTo(this.notionals, venue, notional);
    if (!shortfallOf(one, this.deepest).isZero()) this.owing.push(one);
  }

  /** Steps 1 to 3 of `spreadContagion`, given the notional of all accounts by venue. */
  pressure(totals: ReadonlyMap<string, Decimal>, insuranceFund: Decimal): Pressure {
    const drops = this.drops();
    const shortfalls = this.owing.map((one) => ({ one, shortfall: shortfallOf(one, drops) }));
    const shortfall = sum(shortfalls.map((each) => each.shortfall));
    const fundUsed = minimum(insuranceFund, shortfall);
    const uncovered = shortfall.isZero() ? ZERO : divUp(shortfall.sub(fundUsed), shortfall, FRACTION_PLACES);
    const socialised = new Map<string, Decimal>();
    for (const each of shortfalls) {
      const charged = mulUp(each.shortfall, uncovered, USD_PLACES);
      if (charged.isZero()) continue;
      for (const [venue, share] of sharesOf(each.one.notionals)) {
        addTo(socialised, venue, mulUp(charged, share, USD_PLACES));
      }
    }
    const standing = new Map<string, Decimal>();
    for (const [venue, total] of totals) {
      const left = total.sub(this.notionals.get(venue) ?? ZERO);
      if (left.gt(0)) standing.set(venue, left);
    }
    return { drops, shortfall, fundUsed, socialised, standing };
  }

  private drops(): ReadonlyMap<string, Decimal> {
    const drops = new Map<string, Decimal>();
    for (const [family, { depth, maximumDrop }] of this.rules.depths) {
      const sellable = this.sellable.get(family) ?? ZERO;
      if (sellable.isZero()) continue;
      const sold = mulUp(sellable, this.rules.soldFraction, USD_PLACES);
      drops.set(family, minimum(maximumDrop, divUp(sold, depth, FRACTION_PLACES)));
    }
    return drops;
  }
}

function shortfallOf({ netValue, stakes }: AccountAtRisk, drops: ReadonlyMap<string, Decimal>): Decimal {
  const fall = sum(
    [...drops].map(([family, drop]) => mulUp(stakes.get(family)?.value ?? ZERO, drop, USD_PLACES)),
  );
  return maximum(ZERO, fall.sub(netValue));
}

/** What an account that stands loses of its equity. */
export function lossOf(
  { stakes, notionals }: AccountAtRisk,
  { drops, socialised, standing }: Pressure,
): Decimal {
  let loss = ZERO;
  for (const [family, drop] of drops) {
    loss = loss.add(mulUp(stakes.get(family)?.counted ?? ZERO, drop, USD_PLACES));
  }
  for (const [venue, charged] of socialised) {
    const notional = notionals.get(venue);
    if (notional === undefined || notional.isZero()) continue;
    const share = divUp(notional, standing.get(venue) ?? notional, FRACTION_PLACES);
    loss = loss.add(mulUp(charged, minimum(ONE, share), USD_PLACES));
  }
  return loss;
}

function sharesOf(notionals: ReadonlyMap<string, Decimal>): readonly (readonly [string, Decimal])[] {
  const whole = sum(notionals.values());
  if (whole.isZero()) return [];
  return [...notionals].map(([venue, notional]) => [venue, divUp(notional, whole, FRACTION_PLACES)] as const);
}

/** Adds to one of several totals. */
export function addTo(totals: Map<string, Decimal>, key: string, value: Decimal): void {
  totals.set(key, (totals.get(key) ?? ZERO).add(value));
}
