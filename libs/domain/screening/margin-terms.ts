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
import { creditChangesAt, isCreditCapped } from './rules/fold-in-transit-credit.js';
import { foldLiabilityWeight, UNWEIGHED_DEBT } from './rules/fold-liability-weight.js';
import { foldMarginFloor } from './rules/fold-margin-floor.js';
import { foldMarginRates } from './rules/fold-margin-rates.js';
import { foldMarginTiers } from './rules/fold-margin-tiers.js';
import type { PositionFold } from './rules/position-fold.js';

type InTransitCreditRule = Extract<CollateralRule, { readonly rule: 'in-transit-credit' }>;

/** Where prices, and the time that ages count by, lie in an index. */
export interface MarginSlots {
  readonly ofSymbol: (symbol: string) => Slot;
  /** Absent when nobody moves the time: accounts that it can change are not folded then. */
  readonly ofTime?: () => Slot;
}

/**
 * Position rules that are folded, by name. Rules that are in no such list here are not folded: an account under them is
 * evaluated at every move, which is slow and right.
 */
const POSITION_FOLDS: Readonly<Record<string, PositionFold<never>>> = {
  'margin-floor': foldMarginFloor,
  'margin-rates': foldMarginRates,
  'margin-tiers': foldMarginTiers,
};

/** Rules whose whole effect on a holding at present is in its `HoldingMargin`, as factors that prices do not change. */
const FOLDED_COLLATERAL = new Set([
  'asset-haircut',
  'collateral-weight',
  'in-transit-credit',
  'layer-haircut',
]);
const FOLDED_DEBT = new Set(['liability-weight']);
/** Rules that do nothing to an account that has no such position. */
const PER_POSITION_ACCOUNT_RULES = new Set(['isolated-margin']);
const FOLDED_HEALTH = new Set(['health-ratio']);

/** An instrument that no rule lists gives no leverage. */
const UNLISTED: readonly Line[] = [{ slope: ONE, intercept: ZERO }];

/** What maintenance margin under one policy comes to as a sum of terms. Prepared once for a policy. */
export class MarginTerms {
  /** Names of the policy's rules that are not folded; with any, no account is. */
  readonly unfoldedRules: readonly string[];
  private readonly unit: Decimal;
  private readonly demands = new Map<string, KinkedLines>();
  private readonly credits: readonly InTransitCreditRule[];

  constructor(private readonly policy: MarginPolicy) {
    this.unit = ONE.div(new Decimal(10).pow(policy.places));
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
    const { collateral, debts, positions } = partsOf(account, state, slots);
    const weights = state.debts.map(({ family }) => this.weightOf(family));
    const linear: LinearTerm[] = [
      ...collateral,
      ...debts.map(({ slot, quantity }, each) => ({
        slot,
        coefficient: quantity.mul(weights[each]?.deduction ?? ONE).neg(),
      })),
      ...positions.map(({ slot, size }) => ({ slot, coefficient: size })),
    ];
    const demands = positions.map(({ slot, size, instrument }): KinkedTerm => ({
      slot,
      quantity: size.abs(),
      factor: ONE,
      kinked: this.demandOf(instrument),
    }));
    const limit =
      state.asOf === undefined ? undefined : creditChangesAt(this.credits, account, new Decimal(state.asOf));
    if (limit !== undefined && slots.ofTime === undefined) return undefined;
    const until =
      limit === undefined || slots.ofTime === undefined ? [] : [{ slot: slots.ofTime(), value: limit }];
    const terms: AccountTerms = {
      equity: {
        constant: sum(positions.map(({ size, entryPrice }) => size.mul(entryPrice).neg())),
        linear,
        kinked: [],
      },
      equityRounding: this.unit.mul(4 * collateral.length + debts.length + positions.length),
      requirements: [
        {
          constant: ZERO,
          linear: debts.map(({ slot, quantity }, each) => ({
            slot,
            coefficient: quantity.mul(weights[each]?.requirement ?? ZERO),
          })),
          kinked: demands,
        },
      ],
      requirementRounding: this.unit.mul(
        sum([
          ...weights.map(({ requirement }) => requirement.add(1)),
          ...demands.map(({ kinked }) => steepest(kinked)),
        ]),
      ),
      slots: [...new Set([...linear.map(({ slot }) => slot), ...until.map(({ slot }) => slot)])],
      ...(until.length === 0 ? {} : { until }),
    };
    return agrees(terms, state, pricesOf(state, slots)) ? terms : undefined;
  }

  private hasUnfoldedPart(account: MarginAccount, state: MarginState): boolean {
    const { gaps, adjustments, isolated, positions } = state;
    return (
      gaps.length > 0 ||
      adjustments.length > 0 ||
      isolated.length > 0 ||
      account.positions.some(
        ({ option, isolatedMargin }) => option !== undefined || isolatedMargin !== undefined,
      ) ||
      positions.some(({ isMarginedTogether }) => isMarginedTogether === true) ||
      (isCreditCapped(this.credits) && account.holdings.some(({ transit }) => transit !== undefined))
    );
  }

  private weightOf(family: HoldingMargin['family']) {
    const [rule] = this.policy.debts;
    return rule?.rule === 'liability-weight' ? foldLiabilityWeight(rule, family) : UNWEIGHED_DEBT;
  }

  /** What all rules together demand of a notional: the greatest of their lines. */
  private demandOf(instrument: string): KinkedLines {
    const known = this.demands.get(instrument);
    if (known !== undefined) return known;
    const lines = this.policy.positions.flatMap(
      (rule) => POSITION_FOLDS[rule.rule]?.(rule as never, instrument) ?? [],
    );
    const [first = UNLISTED[0], ...others] = lines;
    const demand = new KinkedLines('greatest', [first as Line, ...others]);
    this.demands.set(instrument, demand);
    return demand;
  }
}

function unfoldedRulesOf({ collateral, debts, positions, account, health }: MarginPolicy): readonly string[] {
  const unfolded = [
    ...collateral.filter(({ rule }) => !FOLDED_COLLATERAL.has(rule)),
    ...debts.filter(({ rule }, index) => index > 0 || !FOLDED_DEBT.has(rule)),
    ...positions.filter(({ rule }) => POSITION_FOLDS[rule] === undefined),
    ...account.filter(({ rule }) => !PER_POSITION_ACCOUNT_RULES.has(rule)),
    ...(FOLDED_HEALTH.has(health.rule) ? [] : [health]),
  ];
  return unfolded.map(({ rule }) => rule);
}

function partsOf({ positions }: MarginAccount, state: MarginState, slots: MarginSlots) {
  return {
    collateral: state.holdings.map(
      ({ family, quantity, assetHaircut, layerHaircut, credit }): LinearTerm => ({
        slot: slots.ofSymbol(family),
        coefficient: quantity.mul(ONE.sub(assetHaircut).mul(ONE.sub(layerHaircut)).mul(credit)),
      }),
    ),
    debts: state.debts.map(({ family, quantity }) => ({ slot: slots.ofSymbol(family), quantity })),
    positions: positions
      .filter(({ size }) => !size.isZero())
      .map(({ instrument, size, entryPrice }) => ({
        slot: slots.ofSymbol(instrument),
        instrument,
        size,
        entryPrice,
      })),
  };
}

/** Units by which what is demanded may be above its lines: the notional is rounded up, and so is what is asked of it. */
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
  const equityAbove = valueOf(terms.equity, prices).sub(state.equity);
  const requirementBelow = state.maintenanceMargin.sub(valueOf(requirement, prices));
  return (
    equityAbove.gte(0) &&
    equityAbove.lte(terms.equityRounding) &&
    requirementBelow.gte(0) &&
    requirementBelow.lte(terms.requirementRounding)
  );
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
