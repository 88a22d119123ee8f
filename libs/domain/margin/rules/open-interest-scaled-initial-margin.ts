import { type Decimal, divDown, mulDown, mulUp, ONE, ZERO } from '@causeway/domain/units';
import { belowZero, entriesAt, notAFraction, type Complaint } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import { demandAmount, positionSubject, type PositionLine } from '../position-line.js';
import type { RuleDefinition } from '../rule-definition.js';
import { recordLineFigure } from './line-figure.js';

/** A liquidity tier of dYdX v4; fractions are of 1, caps in the quote unit. */
export interface LiquidityTier {
  readonly initialMarginFraction: Decimal;
  /** Maintenance margin as a fraction of the base initial margin. */
  readonly maintenanceFraction: Decimal;
  /** Open interest from which the initial margin fraction rises. */
  readonly openInterestLowerCap: Decimal;
  /** Open interest at which it reaches 1; zero means that it never rises. */
  readonly openInterestUpperCap: Decimal;
}

/** Fractions of a liquidity tier are whole millionths. */
const FRACTION_PLACES = 6;

/**
 * The initial margin fraction at a market's open interest:
 * base + ⌊(1 − base)·(OI − lower) / (upper − lower)⌋ at 6 decimal places; base up to the lower cap, 1 from the upper cap
 * on. Open interest is in the quote unit: base quantity × price.
 * Source: dydxprotocol/v4-chain protocol/x/perpetuals/types/liquidity_tier.go GetAdjustedInitialMarginPpm.
 */
export function openInterestScaledFraction(openInterest: Decimal, tier: LiquidityTier): Decimal {
  const { initialMarginFraction: base, openInterestLowerCap: lower, openInterestUpperCap: upper } = tier;
  if (upper.isZero() || openInterest.lte(lower)) return base;
  if (openInterest.gte(upper)) return ONE;
  return divDown(ONE.sub(base).mul(openInterest.sub(lower)), upper.sub(lower), FRACTION_PLACES).add(base);
}

/**
 * Initial margin: ⌈N·fraction⌉ at `places` decimal places of the quote unit, where N is the position's notional.
 * Source: the same file, GetInitialMarginQuoteQuantums.
 */
export function openInterestScaledInitialMargin(
  notional: Decimal,
  openInterest: Decimal,
  tier: LiquidityTier,
  places: number,
): Decimal {
  return mulUp(notional, openInterestScaledFraction(openInterest, tier), places);
}

/**
 * Maintenance margin: ⌈⌈N·base⌉·maintenanceFraction⌉ at `places` decimal places. Open interest never raises it.
 * Source: dydxprotocol/v4-chain protocol/x/perpetuals/lib/lib.go GetMarginRequirementsInQuoteQuantums.
 */
export function fractionOfInitialMargin(notional: Decimal, tier: LiquidityTier, places: number): Decimal {
  return mulUp(mulUp(notional, tier.initialMarginFraction, places), tier.maintenanceFraction, places);
}

/**
 * `liquidity-tiers`: initial margin by a fraction that rises with the market's open interest, maintenance margin as a
 * fraction of the base initial margin; notional is rounded down first, as quote quantums are. Open interest is the
 * market's fact times the mark price; where nobody tells it and the tier scales, the fraction is 1. dYdX v4.
 */
export interface LiquidityTiersRule {
  readonly rule: 'liquidity-tiers';
  /** By instrument. */
  readonly tiers: ReadonlyMap<string, LiquidityTier>;
}

export const liquidityTiers: RuleDefinition<LiquidityTiersRule, PositionLine> = {
  complaintAbout: ({ tiers }) => {
    for (const [path, tier] of entriesAt('/tiers', tiers)) {
      const complaint = complaintAboutTier(path, tier);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  apply: ({ tiers }, lines, context) => {
    for (const line of lines) {
      const tier = tiers.get(line.position.instrument);
      if (tier !== undefined) demandOfTier(line, tier, context);
    }
  },
};

function demandOfTier(line: PositionLine, tier: LiquidityTier, context: EvaluationContext): void {
  const { places, recorder } = context;
  const notional = mulDown(line.position.size.abs(), line.markPrice, places);
  const openInterest = openInterestOf(line, tier, context);
  const fraction = openInterest === undefined ? ONE : openInterestScaledFraction(openInterest, tier);
  const initial = mulUp(notional, fraction, places);
  const maintenance = fractionOfInitialMargin(notional, tier, places);
  demandAmount(line, initial, maintenance);
  if (recorder === undefined) return;
  const subject = positionSubject(line);
  const { initialMarginFraction: base, openInterestLowerCap: lower, openInterestUpperCap: upper } = tier;
  if (openInterest !== undefined && !fraction.eq(base) && !fraction.eq(ONE)) {
    recorder.step({
      subject,
      figure: 'initial margin fraction',
      formula: 'base + (1 − base) × (open − lower) / (upper − lower)',
      inputs: [
        input('base', base, 'fraction'),
        input('open', openInterest, 'USD'),
        input('lower', lower, 'USD'),
        input('upper', upper, 'USD'),
      ],
      rounding: { direction: 'down', places: FRACTION_PLACES },
      output: fraction,
      unit: 'fraction',
    });
  }
  recordLineFigure(line, context, {
    figure: 'notional in quote units',
    formula: 'abs(size) × mark',
    inputs: [input('size', line.position.size, 'contracts'), input('mark', line.markPrice, 'USD/token')],
    output: notional,
    direction: 'down',
  });
  recordLineFigure(line, context, {
    figure: 'initial margin of tier',
    formula: 'notional × fraction',
    inputs: [input('notional', notional, 'USD'), input('fraction', fraction, 'fraction')],
    output: initial,
    direction: 'up',
  });
  const atBase = mulUp(notional, base, places);
  recordLineFigure(line, context, {
    figure: 'base initial margin',
    formula: 'notional × base',
    inputs: [input('notional', notional, 'USD'), input('base', base, 'fraction')],
    output: atBase,
    direction: 'up',
  });
  recordLineFigure(line, context, {
    figure: 'maintenance margin of tier',
    formula: 'margin × maintenance',
    inputs: [input('margin', atBase, 'USD'), input('maintenance', tier.maintenanceFraction, 'fraction')],
    output: maintenance,
    direction: 'up',
  });
}

/** Open interest of the market in the quote unit; undefined when the tier scales by it and nobody tells. */
function openInterestOf(
  line: PositionLine,
  { openInterestUpperCap }: LiquidityTier,
  { market, places, gaps }: EvaluationContext,
): Decimal | undefined {
  const { instrument } = line.position;
  if (openInterestUpperCap.isZero()) return ZERO;
  const contracts = market.facts?.get(instrument)?.openInterest;
  if (contracts !== undefined) return mulDown(contracts, line.markPrice, places);
  gaps.push({ code: 'MISSING_FACT', subject: instrument });
  return undefined;
}

function complaintAboutTier(path: string, tier: LiquidityTier): Complaint | undefined {
  const complaint =
    notAFraction([
      [`${path}/initialMarginFraction`, tier.initialMarginFraction],
      [`${path}/maintenanceFraction`, tier.maintenanceFraction],
    ]) ??
    belowZero([
      [`${path}/openInterestLowerCap`, tier.openInterestLowerCap],
      [`${path}/openInterestUpperCap`, tier.openInterestUpperCap],
    ]);
  if (complaint !== undefined) return complaint;
  for (const name of ['initialMarginFraction', 'maintenanceFraction'] as const) {
    if (tier[name].gt(0)) continue;
    return { path: `${path}/${name}`, message: 'must be above 0: a position must maintain something' };
  }
  if (tier.openInterestLowerCap.lte(tier.openInterestUpperCap)) return undefined;
  return { path: `${path}/openInterestLowerCap`, message: 'must not be above openInterestUpperCap' };
}
