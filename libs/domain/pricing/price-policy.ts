import { fail, ok, ONE, type Decimal, type Result } from '@causeway/domain/units';

/**
 * What a price is used for. `opening` is all that gives credit: new positions, free collateral; `withdrawing` lets
 * collateral leave; `liquidating` decides about cases.
 */
export type PriceAction = 'opening' | 'withdrawing' | 'liquidating';

export const PRICE_ACTIONS: readonly PriceAction[] = ['opening', 'withdrawing', 'liquidating'];

/**
 * How the quotes of several sources become one mark. `latest` takes the newest quote and ignores the others. The
 * medians differ for even counts alone: the lower of the two in the middle, the upper, or their mean.
 */
export type PriceAggregation = 'latest' | 'median-lower' | 'median-mean' | 'median-upper';

/** More sources of one symbol than this are not kept: the one that has been silent for longest goes. */
export const MAXIMUM_SOURCES = 32;

/** What a mark must meet to be used for an action. A demand that is absent is not made. */
export interface PriceDemand {
  readonly minimumSources: number;
  readonly maximumAgeSeconds?: number;
  /** Of the mark's confidence, as a fraction of the mark. */
  readonly maximumConfidence?: Decimal;
  /** The mark must lie between average / ratio and average × ratio; above 1. */
  readonly maximumRatioToAverage?: Decimal;
}

/** Trips once a mark is older than `tripSeconds`; resets after marks were fresh for `recoverySeconds` without a gap. */
export interface StalenessBreaker {
  readonly tripSeconds: number;
  readonly recoverySeconds: number;
  /** The actions that are halted while it is tripped. */
  readonly halts: readonly PriceAction[];
}

/**
 * Trips when a mark leaves average / `tripRatio` … average × `tripRatio`; resets after marks stayed within
 * `recoveryRatio` of their average for `recoverySeconds`.
 */
export interface JumpBreaker {
  readonly tripRatio: Decimal;
  readonly recoveryRatio: Decimal;
  readonly recoverySeconds: number;
  readonly halts: readonly PriceAction[];
}

/** How the prices of a kind of symbol are formed and what they may be used for. */
export interface PriceRules {
  readonly aggregation: PriceAggregation;
  /** Age at which a quote leaves the aggregation; absent: a quote counts until its source replaces it. */
  readonly quoteLifetimeSeconds?: number;
  /** Length of the window of the time-weighted average that marks are compared with. */
  readonly averageSeconds: number;
  readonly demands: Readonly<Record<PriceAction, PriceDemand>>;
  readonly stalenessBreaker?: StalenessBreaker;
  readonly jumpBreaker?: JumpBreaker;
}

/** The prices section of a risk policy: rules by name, and the name for each symbol. */
export interface PricePolicy {
  readonly rules: ReadonlyMap<string, PriceRules>;
  /** Name of the rules of every symbol that `symbols` does not list. */
  readonly defaultRules: string;
  readonly symbols: ReadonlyMap<string, string>;
}

const ANY_QUOTE: PriceDemand = { minimumSources: 1 };

/** The rules of policies that say nothing about prices: the newest quote of any source, good for everything. */
export const NEWEST_QUOTE: PriceRules = {
  aggregation: 'latest',
  averageSeconds: 300,
  demands: { opening: ANY_QUOTE, withdrawing: ANY_QUOTE, liquidating: ANY_QUOTE },
};

/** The rules of a symbol; `NEWEST_QUOTE` without a policy. */
export function priceRulesOf(policy: PricePolicy | undefined, symbol: string): PriceRules {
  if (policy === undefined) return NEWEST_QUOTE;
  return policy.rules.get(policy.symbols.get(symbol) ?? policy.defaultRules) ?? NEWEST_QUOTE;
}

export type PricePolicyCode = 'INVALID_PRICE_POLICY';

type Validated<Value> = Result<Value, PricePolicyCode>;

/**
 * Whether the numbers of a prices section make sense together: rules that are named exist, sources and windows are
 * at least 1 and no more than there can be, ratios above 1, a breaker recovers inside the ratio that trips it, and
 * liquidating is never asked for better prices than opening, so that poor prices stop what adds risk before what removes
 * it.
 *
 * @returns the section itself, or `INVALID_PRICE_POLICY` with the JSON pointer of the first field that is wrong
 */
export function validatePricePolicy(policy: PricePolicy): Validated<PricePolicy> {
  if (!policy.rules.has(policy.defaultRules)) {
    return invalid('/defaultRules', `there are no rules named "${policy.defaultRules}"`);
  }
  for (const [symbol, name] of policy.symbols) {
    if (!policy.rules.has(name)) return invalid(`/symbols/${symbol}`, `there are no rules named "${name}"`);
  }
  for (const [name, rules] of policy.rules) {
    const validated = validateRules(rules, `/rules/${name}`);
    if (!validated.ok) return validated;
  }
  return ok(policy);
}

function validateRules(rules: PriceRules, path: string): Validated<PriceRules> {
  const { averageSeconds, quoteLifetimeSeconds, stalenessBreaker, jumpBreaker, demands, aggregation } = rules;
  if (averageSeconds < 1) return invalid(`${path}/averageSeconds`, 'must be at least 1');
  if (quoteLifetimeSeconds !== undefined && quoteLifetimeSeconds < 1) {
    return invalid(`${path}/quoteLifetimeSeconds`, 'must be at least 1');
  }
  for (const action of PRICE_ACTIONS) {
    const validated = validateDemand(demands[action], `${path}/demands/${action}`);
    if (!validated.ok) return validated;
  }
  const sources = mostSources(aggregation);
  for (const action of PRICE_ACTIONS) {
    if (demands[action].minimumSources <= sources) continue;
    const message = `must be at most ${sources}, as many as ${aggregation} ever takes, or no price may be used`;
    return invalid(`${path}/demands/${action}/minimumSources`, message);
  }
  const stricter = stricterDemand(demands.liquidating, demands.opening);
  if (stricter !== undefined) {
    const message = 'must not ask for more than for opening: poor prices stop what adds risk first';
    return invalid(`${path}/demands/liquidating/${stricter}`, message);
  }
  for (const [name, breaker] of Object.entries({ stalenessBreaker, jumpBreaker })) {
    if (breaker?.halts.includes('liquidating') !== true || breaker.halts.includes('opening')) continue;
    return invalid(`${path}/${name}/halts`, 'must name opening where it names liquidating: risk stops first');
  }
  if (stalenessBreaker !== undefined && stalenessBreaker.tripSeconds < 1) {
    return invalid(`${path}/stalenessBreaker/tripSeconds`, 'must be at least 1');
  }
  return jumpBreaker === undefined ? ok(rules) : validateJumpBreaker(rules, jumpBreaker, path);
}

/** The quotes that a mark can be formed from. */
function mostSources(aggregation: PriceAggregation): number {
  return aggregation === 'latest' ? 1 : MAXIMUM_SOURCES;
}

/** The first demand by which one is stricter than another; a demand that is absent is not made. */
function stricterDemand(one: PriceDemand, other: PriceDemand): keyof PriceDemand | undefined {
  if (one.minimumSources > other.minimumSources) return 'minimumSources';
  if ((one.maximumAgeSeconds ?? Infinity) < (other.maximumAgeSeconds ?? Infinity)) return 'maximumAgeSeconds';
  const isBelow = (name: 'maximumConfidence' | 'maximumRatioToAverage') => {
    const [bound, than] = [one[name], other[name]];
    return bound !== undefined && (than === undefined || bound.lt(than));
  };
  if (isBelow('maximumConfidence')) return 'maximumConfidence';
  return isBelow('maximumRatioToAverage') ? 'maximumRatioToAverage' : undefined;
}

function validateJumpBreaker(rules: PriceRules, breaker: JumpBreaker, path: string): Validated<PriceRules> {
  const { tripRatio, recoveryRatio } = breaker;
  if (!recoveryRatio.gt(ONE)) return notARatio(`${path}/jumpBreaker/recoveryRatio`, recoveryRatio);
  if (!tripRatio.gte(recoveryRatio)) {
    const message = 'must be at least recoveryRatio, or the breaker recovers while it trips';
    return invalid(`${path}/jumpBreaker/tripRatio`, message);
  }
  return ok(rules);
}

function validateDemand(demand: PriceDemand, path: string): Validated<PriceDemand> {
  const { minimumSources, maximumConfidence, maximumRatioToAverage } = demand;
  if (minimumSources < 1) return invalid(`${path}/minimumSources`, 'must be at least 1');
  if (maximumConfidence !== undefined && (maximumConfidence.lt(0) || maximumConfidence.gt(1))) {
    return invalid(`${path}/maximumConfidence`, `${maximumConfidence.toFixed()} is not between 0 and 1`);
  }
  if (maximumRatioToAverage !== undefined && !maximumRatioToAverage.gt(ONE)) {
    return notARatio(`${path}/maximumRatioToAverage`, maximumRatioToAverage);
  }
  return ok(demand);
}

function notARatio(field: string, value: Decimal): Validated<never> {
  return invalid(field, `${value.toFixed()} must be above 1 (1.2 allows a sixth below and a fifth above)`);
}

function invalid(field: string, message: string): Validated<never> {
  return fail('INVALID_PRICE_POLICY', message, field);
}
