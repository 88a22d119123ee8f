import type { MarginAccount, MarginPolicy } from '@causeway/domain/margin';
import { Decimal, ONE, sum, ZERO } from '@causeway/domain/units';
import type { KinkedTerm, TermSum } from './account-terms.js';
import type { Slot } from './folded-account.js';
import { KinkedLines, type Line } from './kinked-lines.js';
import type { MarginSlots } from './margin-slots.js';
import type { AccountDemand, FoldedHolding, FoldedPosition } from './rules/account-fold.js';
import { foldAccountRules } from './rules/account-folds.js';
import { floorOf, isPositiveDemand } from './rules/fold-account-floor.js';
import { imposedFloors } from './rules/fold-imposed.js';
import { NOT_CONVEX } from './rules/position-fold.js';
import { POSITION_FOLDS } from './rules/position-folds.js';
import { sumsOfEach } from './rules/worst-of-moves.js';

/** An instrument that no rule lists gives no leverage. */
const UNLISTED: Line = { slope: ONE, intercept: ZERO };
/** Each alternative is a row; an account of more is evaluated at every move. */
const MOST_ALTERNATIVES = 64;

/** A debt: what a token of it takes off equity, and what it asks for. */
export interface FoldedDebt {
  readonly slot: Slot;
  readonly quantity: Decimal;
  readonly deduction: Decimal;
  readonly requirement: Decimal;
}

/** What maintenance margin is demanded for. */
export interface FoldedParts {
  readonly holdings: readonly FoldedHolding[];
  readonly debts: readonly FoldedDebt[];
  readonly positions: readonly FoldedPosition[];
}

/** What an account must have: the greatest of some sums, and the units of the quote by which rounding may move it. */
export interface FoldedRequirement {
  readonly alternatives: readonly TermSum[];
  readonly rounding: Decimal;
}

/** What maintenance margin one policy demands, as sums of terms. Prepared once for a policy. */
export class RequirementTerms {
  private readonly demands = new Map<string, KinkedLines>();
  private readonly floor: Decimal | undefined;

  constructor(
    private readonly policy: MarginPolicy,
    private readonly holdingRoundings: number,
  ) {
    this.floor = floorOf(policy.account);
  }

  /**
   * What an account must have; undefined when it is not folded.
   *
   * @param prices - by slot; those of further symbols that rules read are added
   */
  of(
    { mode = 'cross' }: MarginAccount,
    { holdings, debts, positions }: FoldedParts,
    slots: MarginSlots,
    prices: Map<Slot, Decimal>,
  ): FoldedRequirement | undefined {
    const together = foldAccountRules(this.policy.account, {
      positions,
      holdings,
      mode,
      holdingRoundings: this.holdingRoundings,
      slotOf: (symbol) => knownSlot(symbol, slots, prices),
    });
    if (together === undefined) return undefined;
    const margined = new Set(together.flatMap((demand) => demand.margined));
    const demands = this.demandsOf(positions.filter((position) => !margined.has(position)));
    if (demands === undefined) return undefined;
    const alternatives = alternativesOf(debts, demands, together);
    if (alternatives === undefined) return undefined;
    const rounding = roundingOf(debts, demands, together);
    if (this.floor === undefined || isNothing(debts, demands, together)) return { alternatives, rounding };
    // The floor is for accounts that must have anything; whether one must may not depend on prices.
    if (!isAlwaysPositive(debts, demands, together)) return undefined;
    const floor: TermSum = { constant: this.floor, linear: [], kinked: [] };
    return { alternatives: [...alternatives, floor], rounding };
  }

  private demandsOf(positions: readonly FoldedPosition[]): readonly KinkedTerm[] | undefined {
    const demands = positions.flatMap((position): KinkedTerm[] => {
      const kinked = this.demandOf(position);
      const { slot, size } = position;
      return kinked === undefined ? [] : [{ slot, quantity: size.abs(), factor: ONE, kinked }];
    });
    return demands.length < positions.length ? undefined : demands;
  }

  /** What all rules together demand of a notional: the greatest of their lines; undefined when that is none. */
  private demandOf({ instrument, chain, size }: FoldedPosition): KinkedLines | undefined {
    const venue = `${chain}/${instrument}`;
    const known = this.demands.get(venue);
    if (known !== undefined) return known;
    const listed = this.policy.positions.flatMap(
      (rule) => POSITION_FOLDS[rule.rule]?.(rule as never, instrument, size) ?? [],
    );
    const demands = listed.filter((demand) => demand !== NOT_CONVEX);
    if (demands.length < listed.length) return undefined;
    const [first = UNLISTED, ...others] = demands.flatMap(({ lines }) => lines);
    const floors = imposedFloors(this.policy.imposed, chain, instrument);
    const demand = new KinkedLines('greatest', [first, ...others, ...floors]);
    if (demands.every(({ dependsOnSize }) => dependsOnSize !== true)) this.demands.set(venue, demand);
    return demand;
  }
}

function knownSlot(symbol: string, slots: MarginSlots, prices: Map<Slot, Decimal>): Slot | undefined {
  const price = slots.priceOf(symbol);
  if (price === undefined) return undefined;
  const slot = slots.ofSymbol(symbol);
  prices.set(slot, price);
  return slot;
}

/** What debts and positions ask for one by one, and with it each combination of what rules ask for together. */
function alternativesOf(
  debts: readonly FoldedDebt[],
  demands: readonly KinkedTerm[],
  together: readonly AccountDemand[],
): readonly TermSum[] | undefined {
  const apart: TermSum = {
    constant: ZERO,
    linear: debts.map(({ slot, quantity, requirement }) => ({
      slot,
      coefficient: quantity.mul(requirement),
    })),
    kinked: demands,
  };
  const count = together.reduce((product, { alternatives }) => product * alternatives.length, 1);
  if (count > MOST_ALTERNATIVES) return undefined;
  return together.reduce<readonly TermSum[]>(
    (sums, { alternatives }) => sumsOfEach(sums, alternatives),
    [apart],
  );
}

function isNothing(
  debts: readonly FoldedDebt[],
  demands: readonly KinkedTerm[],
  together: readonly AccountDemand[],
): boolean {
  return demands.length + together.length === 0 && debts.every(({ requirement }) => requirement.isZero());
}

function isAlwaysPositive(
  debts: readonly FoldedDebt[],
  demands: readonly KinkedTerm[],
  together: readonly AccountDemand[],
): boolean {
  return (
    debts.some(({ quantity, requirement }) => quantity.gt(0) && requirement.gt(0)) ||
    demands.some(({ kinked }) => isPositiveDemand(kinked)) ||
    together.some((demand) => demand.isAlwaysPositive)
  );
}

function roundingOf(
  debts: readonly FoldedDebt[],
  demands: readonly KinkedTerm[],
  together: readonly AccountDemand[],
): Decimal {
  return sum([
    ...debts.map(({ requirement }) => requirement.add(1)),
    ...demands.map(({ kinked }) => steepest(kinked)),
    ...together.map(({ rounding }) => rounding),
  ]);
}

/** Units by which what is demanded may differ from its lines: by the notional's rounding, and by its own. */
function steepest({ lines }: KinkedLines): Decimal {
  return Decimal.max(...lines.map(({ slope }) => slope)).add(2);
}
