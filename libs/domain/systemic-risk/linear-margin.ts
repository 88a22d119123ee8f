import type { MarginPolicy } from '@causeway/domain/margin';
import { maximum, ONE, ZERO, type Decimal } from '@causeway/domain/units';

/**
 * What is known of the margin of accounts under a policy that takes each holding and each position by itself:
 *
 * - what a holding counts is its value × factors that depend on nothing else, so that losing it takes off what it counts,
 *   and a fall of its price that part of it;
 * - what a position demands rises by `maintenanceRateOf` its further notional at the most.
 */
export interface LinearMargin {
  /** A fraction of notional. */
  readonly maintenanceRateOf: (instrument: string) => Decimal;
}

const COLLATERAL: ReadonlySet<string> = new Set([
  'asset-haircut',
  'collateral-weight',
  'in-transit-credit',
  'layer-haircut',
]);
const ACCOUNT: ReadonlySet<string> = new Set(['profit-haircut']);

/** What `LinearMargin` says, where a policy is of that kind; undefined where one of its rules is not known to be. */
export function linearMarginOf(policy: MarginPolicy): LinearMargin | undefined {
  const { collateral, positions, account, health, imposed } = policy;
  if (imposed !== undefined || health.rule !== 'health-ratio') return undefined;
  if (!collateral.every(({ rule }) => COLLATERAL.has(rule))) return undefined;
  if (!account.every(({ rule }) => ACCOUNT.has(rule))) return undefined;
  const rates = new Map<string, Decimal>();
  const raise = (instrument: string, rate: Decimal) =>
    rates.set(instrument, maximum(rates.get(instrument) ?? ZERO, rate));
  for (const rule of positions) {
    switch (rule.rule) {
      case 'margin-rates':
        for (const [instrument, { maintenance }] of rule.rates) raise(instrument, maintenance);
        break;
      case 'margin-tiers':
        for (const [instrument, tiers] of rule.tiers) {
          for (const { maintenance } of tiers) raise(instrument, maintenance);
        }
        break;
      case 'margin-floor':
        for (const instrument of rule.floors.keys()) raise(instrument, ZERO);
        break;
      default:
        return undefined;
    }
  }
  // What no rule lists is margined in full.
  return { maintenanceRateOf: (instrument) => rates.get(instrument) ?? ONE };
}
