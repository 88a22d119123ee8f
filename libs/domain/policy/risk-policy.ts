import type { LiquidationPolicy } from '@causeway/domain/liquidation';
import type { MarginPolicy } from '@causeway/domain/margin';
import type { PricePolicy } from '@causeway/domain/pricing';
import type { SystemicPolicy } from '@causeway/domain/systemic-risk';
import type { PolicyVersion } from '@causeway/domain/units';

/**
 * A version of the risk policy: data, one section for each thing that it decides. Every figure computed under it
 * names the version. A further section belongs to the library that works by it and is optional here, so that
 * documents without it can still be read.
 */
export interface RiskPolicy {
  readonly version: PolicyVersion;
  readonly name: string;
  /** How much margin an account has and needs. Its version is that of the whole. */
  readonly margin: MarginPolicy;
  /** How prices are formed and what they may be used for; absent: the newest quote, for everything. */
  readonly prices?: PricePolicy;
  /** What is watched over all accounts; absent: nothing. */
  readonly systemicRisk?: SystemicPolicy;
  /** How accounts in breach are liquidated, and who pays. Without, plans reduce first and seize at market value. */
  readonly liquidation?: LiquidationPolicy;
}
