import type {
  CollateralRule,
  HoldingMargin,
  MarginAccount,
  MarginPolicy,
  MarginState,
} from '@causeway/domain/margin';
import { Decimal, maximum, ONE, sum, ZERO } from '@causeway/domain/units';
import type { AccountTerms, KinkedTerm, TermSum } from './account-terms.js';
import type { Slot } from './folded-account.js';
import type { KinkedLines } from './kinked-lines.js';
import type { MarginSlots } from './margin-slots.js';
import { RequirementTerms, type FoldedDebt } from './requirement-terms.js';
import type { FoldedHolding, FoldedPosition } from './rules/account-fold.js';
import { unfoldedAccountRules } from './rules/account-folds.js';
import { collateralFactor, unfoldedCollateralRules } from './rules/fold-collateral.js';
import { bracketLines, foldBrackets } from './rules/fold-concentration-brackets.js';
import { foldDebt, unfoldedDebtRules } from './rules/fold-debt.js';
import { imposedFactor } from './rules/fold-imposed.js';
import { creditChangesAt, isCreditCapped } from './rules/fold-in-transit-credit.js';
import { foldProfit, profitHaircutOf } from './rules/fold-profit-haircut.js';
import { POSITION_FOLDS } from './rules/position-folds.js';

type InTransitCreditRule = Extract<CollateralRule, { readonly rule: 'in-transit-credit' }>;

/** Rules by which health is equity / maintenance margin, rounded by less than a hundred-millionth. */
const FOLDED_HEALTH = new Set(['health-factor', 'health-ratio']);
/** Gaps of what raises initial margin alone, counts nothing at any price, or is margined in full. */
const FOLDED_GAPS = new Set(['MISSING_FACT', 'UNKNOWN_ASSET', 'UNKNOWN_INSTRUMENT']);
/** Perennial's figures have six decimal places, whatever the policy's quote unit has. */
const COARSEST_PLACES = 6;
/**
 * Times that what a holding counts for may be rounded: its value, before and after a credit, its brackets, its share of
 * them, and at the end.
 */
const HOLDING_ROUNDINGS = 6;
/** Times that the profit of a position may be rounded: itself, and what of it does not count. */
const PROFIT_ROUNDINGS = 2;

/** What maintenance margin under one policy comes to as a sum of terms. Prepared once for a policy. */
export class MarginTerms {
  /** Names of the policy's rules that are not folded; with any, no account is. */
  readonly unfoldedRules: readonly string[];
  private readonly unit: Decimal;
  private readonly credits: readonly InTransitCreditRule[];
  private readonly brackets: ReadonlyMap<string, KinkedLines>;
  private readonly requirement: RequirementTerms;

  constructor(private readonly policy: MarginPolicy) {
    this.unit = ONE.div(new Decimal(10).pow(Math.min(policy.places, COARSEST_PLACES)));
    this.credits = policy.collateral.filter((rule) => rule.rule === 'in-transit-credit');
    this.brackets = bracketLines(policy.collateral);
    this.requirement = new RequirementTerms(policy, HOLDING_ROUNDINGS);
    this.unfoldedRules = unfoldedRulesOf(policy);
  }

  /**
   * The terms of an account, from its state at present prices; undefined when it has a part that is not folded: a price
   * that is missing, an option, a position margined apart, a capped credit. That the terms come to the state's own equity
   * and requirement at present, up to rounding, is checked, so that they cannot lack a rule.
   */
  termsOf(account: MarginAccount, state: MarginState, slots: MarginSlots): AccountTerms | undefined {
    if (this.unfoldedRules.length > 0 || this.hasUnfoldedPart(account, state)) return undefined;
    const holdings = state.holdings.map((holding) => this.foldedHolding(holding, slots));
    const positions = positionsOf(account, slots);
    const debts = state.debts.map((debt): FoldedDebt => ({
      slot: slots.ofSymbol(debt.family),
      quantity: debt.quantity,
      ...foldDebt(this.policy.debts[0], debt.family, owedOf(debt.family, state)),
    }));
    const prices = pricesOf(state, slots);
    const requirement = this.requirement.of(account, { holdings, positions, debts }, slots, prices);
    const until = this.limitsOf(account, state, slots);
    if (requirement === undefined || until === undefined) return undefined;
    const equity = this.equityOf(holdings, debts, positions);
    const terms: AccountTerms = {
      equity,
      equityRounding: this.unit.mul(
        HOLDING_ROUNDINGS * holdings.length + debts.length + PROFIT_ROUNDINGS * positions.length,
      ),
      requirements: requirement.alternatives,
      requirementRounding: this.unit.mul(requirement.rounding),
      slots: [...new Set([...prices.keys(), ...until.map(({ slot }) => slot)])],
      ...(until.length === 0 ? {} : { until }),
    };
    return agrees(terms, state, prices) ? terms : undefined;
  }

  private hasUnfoldedPart(account: MarginAccount, { gaps, isolated, holdings }: MarginState): boolean {
    return (
      gaps.some(({ code }) => !FOLDED_GAPS.has(code)) ||
      isolated.length > 0 ||
      account.holdings.some(({ withheld }) => withheld !== undefined) ||
      account.positions.some(
        ({ option, isolatedMargin }) => option !== undefined || isolatedMargin !== undefined,
      ) ||
      // A reserve's debt is rounded up to whole base units of its token, which come to what the token is worth.
      (this.policy.debts.some(({ rule }) => rule === 'reserve-debt') &&
        account.debts?.some(({ index }) => index !== undefined) === true) ||
      (isCreditCapped(this.credits) && account.holdings.some(({ transit }) => transit !== undefined)) ||
      // Rules over several holdings see the value of a transfer that counts nothing at the end.
      (this.readsTransfers() &&
        holdings.some(({ bucket, credit }) => bucket === 'in-transit' && credit.isZero()))
    );
  }

  private readsTransfers(): boolean {
    return this.brackets.size > 0 || this.policy.account.some(({ rule }) => rule === 'portfolio-scenarios');
  }

  private foldedHolding(holding: HoldingMargin, slots: MarginSlots): FoldedHolding {
    const { family, quantity } = holding;
    const factor = collateralFactor(holding);
    return {
      slot: slots.ofSymbol(family),
      family,
      counted: quantity.mul(factor),
      imposed: imposedFactor(this.policy.imposed, holding),
    };
  }

  /** From when on credit by age is another; undefined when nobody moves the time that it depends on. */
  private limitsOf(
    account: MarginAccount,
    { asOf }: MarginState,
    { ofTime }: MarginSlots,
  ): AccountTerms['until'] | undefined {
    const value = asOf === undefined ? undefined : creditChangesAt(this.credits, account, new Decimal(asOf));
    if (value === undefined) return [];
    return ofTime === undefined ? undefined : [{ slot: ofTime(), value }];
  }

  private equityOf(
    holdings: readonly FoldedHolding[],
    debts: readonly FoldedDebt[],
    positions: readonly FoldedPosition[],
  ): TermSum {
    const unbracketed = holdings.filter(({ family }) => !this.brackets.has(family));
    const profits = positions.flatMap((position): readonly KinkedTerm[] => {
      const haircut = profitHaircutOf(this.policy.account, position.instrument);
      return haircut === undefined || haircut.isZero() ? [] : [foldProfit(position, haircut)];
    });
    const whole = positions.filter(({ instrument }) => {
      const haircut = profitHaircutOf(this.policy.account, instrument);
      return haircut === undefined || haircut.isZero();
    });
    return {
      constant: sum(
        whole.map(({ size, entryPrice, fundingOwed }) => size.mul(entryPrice).add(fundingOwed)),
      ).neg(),
      linear: [
        ...unbracketed.map(({ slot, counted, imposed }) => ({ slot, coefficient: counted.mul(imposed) })),
        ...debts.map(({ slot, quantity, deduction }) => ({
          slot,
          coefficient: quantity.mul(deduction).neg(),
        })),
        ...whole.map(({ slot, size }) => ({ slot, coefficient: size })),
      ],
      kinked: [...foldBrackets(holdings, this.brackets), ...profits],
    };
  }
}

function unfoldedRulesOf({ collateral, debts, positions, account, health }: MarginPolicy): readonly string[] {
  const bent = collateral.some(({ rule }) => rule === 'concentration-brackets');
  const others = [
    // It reads what collateral counts for, and is folded where that is a multiple of the price.
    ...account.filter(({ rule }) => bent && rule === 'portfolio-scenarios'),
    ...positions.filter(({ rule }) => POSITION_FOLDS[rule] === undefined),
    ...(FOLDED_HEALTH.has(health.rule) ? [] : [health]),
  ];
  return [
    ...unfoldedCollateralRules(collateral),
    ...unfoldedDebtRules(debts),
    ...unfoldedAccountRules(account),
    ...others.map(({ rule }) => rule),
  ];
}

function positionsOf({ positions }: MarginAccount, slots: MarginSlots): readonly FoldedPosition[] {
  return positions
    .filter(({ size }) => !size.isZero())
    .map(({ instrument, chain, size, entryPrice, fundingOwed = ZERO }) => ({
      slot: slots.ofSymbol(instrument),
      instrument,
      chain,
      size,
      entryPrice,
      fundingOwed,
    }));
}

/** All that an account owes of a family, in tokens. */
function owedOf(family: string, { debts }: MarginState): Decimal {
  return sum(debts.filter((debt) => debt.family === family).map(({ quantity }) => quantity));
}

/** The prices that a state was worked out from, by slot. */
function pricesOf({ holdings, debts, positions }: MarginState, slots: MarginSlots): Map<Slot, Decimal> {
  return new Map([
    ...[...holdings, ...debts].map(({ family, price }) => [slots.ofSymbol(family), price] as const),
    ...positions.map(({ instrument, markPrice }) => [slots.ofSymbol(instrument), markPrice] as const),
  ]);
}

/** Whether terms come to the figures of the state, up to rounding. */
function agrees(terms: AccountTerms, state: MarginState, prices: ReadonlyMap<Slot, Decimal>): boolean {
  const requirement = terms.requirements.map((each) => valueOf(each, prices)).reduce(maximum);
  const equityOff = valueOf(terms.equity, prices).sub(state.equity).abs();
  const requirementOff = requirement.sub(state.maintenanceMargin).abs();
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
