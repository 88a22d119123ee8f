import type { SecurityMechanism } from '@causeway/domain/network';
import type { AccountId, AssetId, Decimal } from '@causeway/domain/units';
import type { CloseFactorRule } from './sizing/close-factor.js';
import type { DutchAuctionRule } from './sizing/dutch-auction.js';
import type { MaximumPortionRule } from './sizing/maximum-portion.js';
import type { ShareWithCooldownRule } from './sizing/share-with-cooldown.js';
import type { ShortageRampRule } from './sizing/shortage-cover.js';
import type { WindowRateLimitRule } from './sizing/window-rate-limit.js';

/** How much may be liquidated at a time. Where several rules apply, the smallest size counts. */
export type SizingRule =
  | ({ readonly rule: 'close-factor' } & CloseFactorRule)
  | ({ readonly rule: 'share-with-cooldown' } & ShareWithCooldownRule)
  /** `buffer` is added to maintenance margin while the shortage is measured. */
  | ({ readonly rule: 'cover-shortage'; readonly buffer: Decimal } & ShortageRampRule)
  | ({ readonly rule: 'maximum-portion' } & MaximumPortionRule)
  | ({ readonly rule: 'rate-limit'; readonly instrument: string } & WindowRateLimitRule)
  | ({ readonly rule: 'dutch-auction' } & DutchAuctionRule);

/** What losses are paid in, and how collateral gets there. */
export interface LiquidationSettlement {
  /** What losses and fees are paid in, on the layer where they are paid. */
  readonly asset: AssetId;
  /** Collateral that takes longer to arrive cannot be seized in time and covers nothing. */
  readonly horizonSeconds: number;
  /** The weakest mechanism that seized collateral may travel over. */
  readonly minimumSecurity: SecurityMechanism;
}

/** What closing costs, as fractions of notional. */
export interface LiquidationCosts {
  /** Goes to the insurance fund, as far as the account can pay it. */
  readonly liquidationFee: Decimal;
  /** What the market takes: spread, fees of the venue and slippage. */
  readonly closingCosts: ReadonlyMap<string, Decimal>;
  readonly defaultClosingCost: Decimal;
}

/** Who bears what neither the account nor the fund can pay. */
export type LossAllocation =
  /** Opposite positions are closed at the price at which nothing is lost, the highest rank first. */
  | { readonly method: 'deleverage'; readonly ranking: 'profit-and-leverage' | 'profit-times-notional' }
  /** All accounts with a position in the instrument pay by their size. */
  | { readonly method: 'socialise' };

/** The liquidation section of a risk policy. */
export interface LiquidationPolicy {
  /** Health below which margin is called, and how long the account has to answer; no call without. */
  readonly marginCall?: { readonly health: Decimal; readonly deadlineSeconds: number };
  readonly sizing: readonly SizingRule[];
  /** Notional in USD that a partial reduction must leave; less is closed with it, so that no dust is kept. */
  readonly minimumRemainder: Decimal;
  readonly settlement: LiquidationSettlement;
  readonly costs: LiquidationCosts;
  /** The account of the books that is the insurance fund. */
  readonly insuranceFund: AccountId;
  readonly lossAllocation: LossAllocation;
  /** How an estimate of the time to a breach is made. */
  readonly breachEstimate: {
    /** How many standard deviations of bad luck the estimate assumes. */
    readonly deviations: Decimal;
  };
  /** Fund, in whole units of the settlement asset, below which withdrawals wait. */
  readonly minimumFund: Decimal;
}

/** What closing takes of the notional in an instrument, as a fraction: what the market takes and the liquidation fee. */
export function costRate(costs: LiquidationCosts, instrument: string): Decimal {
  return (costs.closingCosts.get(instrument) ?? costs.defaultClosingCost).add(costs.liquidationFee);
}
