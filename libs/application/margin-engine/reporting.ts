import type { MarginPolicy, MarginState } from '@causeway/domain/margin';
import type { HealthRange } from '@causeway/domain/screening';
import { decimal, maximum, type Decimal } from '@causeway/domain/units';
import type { EngineAccount, ReportedMargin } from '@causeway/application/ports';

/** A price tick is reported when it moves health by this share of the health last reported. */
const REPORTED_HEALTH_STEP = decimal('0.01');
/** By less than this a shown health differs from the ratio that it is rounded from. */
const HEALTH_UNIT = decimal('0.00000001');

/** What is kept of a report, to tell the next one by. */
export function reportedMargin(state: MarginState): ReportedMargin {
  return state.health === undefined ? { band: state.band } : { band: state.band, health: state.health };
}

/** Whether a state that a price has led to is to be told, after what was told last. */
export function isWorthReporting(reported: ReportedMargin | undefined, state: MarginState): boolean {
  if (reported === undefined || reported.band !== state.band) return true;
  if (reported.health === undefined || state.health === undefined) return reported.health !== state.health;
  return state.health.sub(reported.health).abs().gte(reportedStep(reported.health));
}

/**
 * Within which health prices change nothing that is told or done of an account: it has no case, stays healthy, and is not
 * worth reporting. Given for the ratio before it is rounded for showing.
 *
 * @returns undefined when every state of the account must be looked at
 */
export function quietRange(
  { reported, openCase }: EngineAccount,
  { health: rule }: MarginPolicy,
): HealthRange | undefined {
  if (openCase !== undefined || reported?.band !== 'healthy') return undefined;
  const { warning } = rule;
  if (reported.health === undefined) return { least: warning };
  const step = reportedStep(reported.health);
  return {
    least: maximum(warning, reported.health.sub(step).add(HEALTH_UNIT)),
    most: reported.health.add(step).sub(HEALTH_UNIT),
  };
}

function reportedStep(health: Decimal): Decimal {
  return health.mul(REPORTED_HEALTH_STEP).abs();
}
