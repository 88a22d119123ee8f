import type {
  CollateralRule,
  HoldingMargin,
  MarginAccount,
  MarginPolicy,
  MarginState,
  PositionMargin,
} from '@causeway/domain/margin';
import { Decimal, ONE, sum, ZERO } from '@causeway/domain/units';
import type { AccountTerms, KinkedTerm, LinearTerm, TermSum } from './account-terms.js';
import type { Slot } from './folded-account.js';
import { KinkedLines, type Line } from './kinked-lines.js';
import { collateralFactor, unfoldedCollateralRules } from './rules/fold-collateral.js';
import { imposedFactor, imposedFloors } from './rules/fold-imposed.js';
import { foldDebt, unfoldedDebtRules } from './rules/fold-debt.js';
import { creditChangesAt, isCreditCapped } from './rules/fold-in-transit-credit.js';
import { NOT_CONVEX } from './rules/position-fold.js';
import { POSITION_FOLDS } from './rules/position-folds.js';

type InTransitCreditRule = Extract<CollateralRule, { readonly rule: 'in-transit-credit' }>;

/** Where prices, and the time that ages count by, lie in an index. */
export interface MarginSlots {
  readonly ofSymbol: (symbol: string) => Slot;
  /** Absent when nobody moves the time: accounts that it can change are not folded then. */
  readonly ofTime?: () => Slot;
}

/** Rules that do nothing to an account that has no such position. */
const PER_POSITION_ACCOUNT_RULES = new Set(['isolated-margin']);
/** Rules by which health is equity / maintenance margin, rounded by less than a hundred-millionth. */
const FOLDED_HEALTH = new Set(['health-factor', 'health-ratio']);
/** Perennial's figures have six decimal places, whatever the policy's quote unit has. */
const COARSEST_PLACES = 6;
/** An instrument that no rule lists gives no leverage. */
const UNLISTED: Line = { slope: ONE, intercept: ZERO };
/** Times that what a holding counts for may be rounded: its value, before and after a credit, and at the end. */
const HOLDING_ROUNDINGS = 4;

interface FoldedPosition {
  readonly slot: Slot;
  readonly instrument: string;
  readonly chain: string;
  readonly size: Decimal;
  readonly entryPrice: Decimal;
}

interface FoldedDebt {
  readonly slot: Slot;
  readonly quantity: Decimal;
  readonly deduction: Decimal;
  readonly requirement: Decimal;
}

/** What maintenance margin under one policy comes to as a sum of terms. Prepared once for a policy. */
export class MarginTerms {
  /** Names of the policy's rules that are not folded; with any, no account is. */
  readonly unfoldedRules: readonly string[];
  private readonly unit: Decimal;
  private readonly demands = new Map<string, KinkedLines>();
  private readonly credits: readonly InTransitCreditRule[];

  constructor(private readonly policy: MarginPolicy) {
    this.unit = ONE.div(new Decimal(10).pow(Math.min(policy.places, COARSEST_PLACES)));
    this.credits = policy.collateral.filter((rule) => rule.rule === 'in-transit-credit');
    this.unfoldedRules = unfoldedRulesOf(policy);
  }

  /**
   * The terms of an account, from its state at present prices; undefined when it has a part that is not folded: a price
   * that is missing, an option, a position margined apart or together with others, a capped credit. That the terms come to
   * the state's own equity and requirement at present, up to rounding, is checked, so that they cannot lack a rule.
   */
  termsOf(account: MarginAccount, state: MarginState, slots: MarginSlots): AccountTerms | undefined {
    if (this.unfoldedRules.length > 0 || this.hasUnfoldedPart(account, state)) return undefined;
    const positions = positionsOf(account, slots);
    const demands = this.demandsOf(positions);
    const asOf = state.asOf === undefined ? undefined : new Decimal(state.asOf);
    const limit = asOf === undefined ? undefined : creditChangesAt(this.credits, account, asOf);
    const until = limit === undefined ? [] : [{ slot: slots.ofTime?.(), value: limit }];
    if (demands === undefined || until.some(({ slot }) => slot === undefined)) return undefined;
    const owed = state.debts.map(({ family }) => family);
    const collateral = state.holdings.map((holding) => this.collateralTerm(holding, owed, slots));
    const debts = state.debts.map((debt): FoldedDebt => ({
      slot: slots.ofSymbol(debt.family),
      quantity: debt.quantity,
      ...foldDebt(this.policy.debts[0], debt),
    }));
    const equity = equityOf(collateral, debts, positions);
    const limits = until.flatMap(({ slot, value }) => (slot === undefined ? [] : [{ slot, value }]));
    const terms: AccountTerms = {
      equity,
      equityRounding: this.unit.mul(HOLDING_ROUNDINGS * collateral.length + debts.length + positions.length),
      requirements: [requirementOf(debts, demands)],
      requirementRounding: this.unit.mul(
        sum([
          ...debts.map(({ requirement }) => requirement.add(1)),
          ...demands.map(({ kinked }) => steepest(kinked)),
        ]),
      ),
      slots: [...new Set([...equity.linear, ...limits].map(({ slot }) => slot))],
      ...(limits.length === 0 ? {} : { until: limits }),
    };
    return agrees(terms, state, pricesOf(state, slots)) ? terms : undefined;
  }

  private hasUnfoldedPart(account: MarginAccount, state: MarginState): boolean {
    const { gaps, adjustments, isolated, positions } = state;
    return (
      // A fact of the market that is missing raises initial margin alone under every rule that is folded.
      gaps.some(({ code }) => code !== 'MISSING_FACT') ||
      adjustments.length > 0 ||
      isolated.length > 0 ||
      account.holdings.some(({ withheld }) => withheld !== undefined) ||
      account.positions.some(
        ({ option, isolatedMargin }) => option !== undefined || isolatedMargin !== undefined,
      ) ||
      positions.some(({ isMarginedTogether }) => isMarginedTogether === true) ||
      // A reserve's debt is rounded up to whole base units of its token, which come to what the token is worth.
      (this.policy.debts.some(({ rule }) => rule === 'reserve-debt') &&
        account.debts?.some(({ index }) => index !== undefined) === true) ||
      (isCreditCapped(this.credits) && account.holdings.some(({ transit }) => transit !== undefined))
    );
  }

  private collateralTerm(holding: HoldingMargin, owed: readonly string[], slots: MarginSlots): LinearTerm {
    const factor = collateralFactor(this.policy.collateral, holding, owed).mul(
      imposedFactor(this.policy.imposed, holding),
    );
    return { slot: slots.ofSymbol(holding.family), coefficient: holding.quantity.mul(factor) };
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

function unfoldedRulesOf({ collateral, debts, positions, account, health }: MarginPolicy): readonly string[] {
  const others = [
    ...positions.filter(({ rule }) => POSITION_FOLDS[rule] === undefined),
    ...account.filter(({ rule }) => !PER_POSITION_ACCOUNT_RULES.has(rule)),
    ...(FOLDED_HEALTH.has(health.rule) ? [] : [health]),
  ];
  return [
    ...unfoldedCollateralRules(collateral),
    ...unfoldedDebtRules(debts),
    ...others.map(({ rule }) => rule),
  ];
}

function positionsOf({ positions }: MarginAccount, slots: MarginSlots): readonly FoldedPosition[] {
  return positions
    .filter(({ size }) => !size.isZero())
    .map(({ instrument, chain, size, entryPrice }) => ({
      slot: slots.ofSymbol(instrument),
      instrument,
      chain,
      size,
      entryPrice,
    }));
}

function equityOf(
  collateral: readonly LinearTerm[],
  debts: readonly FoldedDebt[],
  positions: readonly FoldedPosition[],
): TermSum {
  return {
    constant: sum(positions.map(({ size, entryPrice }) => size.mul(entryPrice).neg())),
    linear: [
      ...collateral,
      ...debts.map(({ slot, quantity, deduction }) => ({ slot, coefficient: quantity.mul(deduction).neg() })),
      ...positions.map(({ slot, size }) => ({ slot, coefficient: size })),
    ],
    kinked: [],
  };
}

function requirementOf(debts: readonly FoldedDebt[], demands: readonly KinkedTerm[]): TermSum {
  return {
    constant: ZERO,
    linear: debts.map(({ slot, quantity, requirement }) => ({
      slot,
      coefficient: quantity.mul(requirement),
    })),
    kinked: demands,
  };
}

/** Units by which what is demanded may differ from its lines: by the notional's rounding, and by its own. */
function steepest({ lines }: KinkedLines): Decimal {
  return Decimal.max(...lines.map(({ slope }) => slope)).add(2);
}

function pricesOf(
  { holdings, debts, positions }: MarginState,
  slots: MarginSlots,
): ReadonlyMap<Slot, Decimal> {
  return new Map([
    ...[...holdings, ...debts].map(({ family, price }) => [slots.ofSymbol(family), price] as const),
    ...positions.map(
      ({ instrument, markPrice }: PositionMargin) => [slots.ofSymbol(instrument), markPrice] as const,
    ),
  ]);
}

/** Whether terms come to the figures of the state, up to rounding. */
function agrees(terms: AccountTerms, state: MarginState, prices: ReadonlyMap<Slot, Decimal>): boolean {
  const [requirement] = terms.requirements;
  if (requirement === undefined) return false;
  const equityOff = valueOf(terms.equity, prices).sub(state.equity).abs();
  const requirementOff = valueOf(requirement, prices).sub(state.maintenanceMargin).abs();
  return equityOff.lte(terms.equityRounding) && requirementOff.lte(terms.requirementRounding);
}

function valueOf({ constant, linear, kinked }: TermSum, prices: ReadonlyMap<Slot, Decimal>): Decimal {
  const at = (slot: Slot) => prices.get(slot) ?? ZERO;
  return sum([
    constant,
    ...linear.map(({ slot, coefficient }) => coefficient.mul(at(slot))),
    ...kinked.map(({ slot, quantity, factor, kinked: lines }) =>
      factor.mul(lines.at(quantity.mul(at(slot)))),
    ),
  ]);
}
