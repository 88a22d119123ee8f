import type { Decimal } from '@causeway/domain/units';

/** Options of one strike and kind; a negative amount is short. */
export interface OptionHolding {
  readonly kind: 'call' | 'put';
  readonly strike: Decimal;
  readonly amount: Decimal;
  /** Annualised implied volatility, as a fraction of 1. */
  readonly volatility: Decimal;
}

/** All options that expire at one time. */
export interface OptionExpiry {
  readonly secondsToExpiry: number;
  /** The part of the forward price that moves with the spot price, and the part already fixed by settlement. */
  readonly forwardVariable: Decimal;
  readonly forwardFixed: Decimal;
  /** What 1 at expiry is worth now. */
  readonly discount: Decimal;
  readonly rate: Decimal;
  /** The lowest confidence of the feeds of this expiry. */
  readonly confidence: Decimal;
  readonly options: readonly OptionHolding[];
}

/** Collateral other than cash. */
export interface PortfolioCollateral {
  /** At its own price, in the settlement asset. */
  readonly value: Decimal;
  readonly confidence: Decimal;
  /** Whether it follows the underlying's spot price in the scenarios, and so offsets positions. */
  readonly isRiskCancelling: boolean;
  readonly maintenanceHaircut: Decimal;
  /** What initial margin takes on top of the maintenance haircut. */
  readonly initialHaircut: Decimal;
}

/** An account as Derive's portfolio margin sees it: one underlying, its options, its perpetual, collateral and cash. */
export interface RiskPortfolio {
  readonly spotPrice: Decimal;
  /** USD price of the settlement asset. */
  readonly stablePrice: Decimal;
  readonly cash: Decimal;
  readonly perpetual: {
    readonly size: Decimal;
    readonly price: Decimal;
    /** Unsettled profit and funding. */
    readonly value: Decimal;
  };
  /** The lowest confidence of the spot feed and, where there is a perpetual, of its feed. */
  readonly confidence: Decimal;
  readonly expiries: readonly OptionExpiry[];
  readonly collaterals: readonly PortfolioCollateral[];
}

/** How volatility changes in a scenario: all up or down, not at all, or tilted by strike. */
export type VolatilityShock = 'up' | 'down' | 'none' | 'linear-skew' | 'absolute-skew';

/** One scenario: what becomes of the spot price and of volatility, and what part of the outcome counts. */
export interface PortfolioScenario {
  /** The spot price after the shock, as a fraction of now. */
  readonly spotFactor: Decimal;
  readonly volatility: VolatilityShock;
  readonly dampening: Decimal;
}

/** Parameters of Derive's portfolio margin (PMRM 2); fractions are of 1, as the contract names them. */
export interface PortfolioMarginParameters {
  readonly scenarios: readonly PortfolioScenario[];
  readonly volatilityShock: {
    readonly rangeUp: Decimal;
    readonly rangeDown: Decimal;
    /** Exponent of 30 days / time to expiry, up to 30 days and beyond. */
    readonly shortTermPower: Decimal;
    readonly longTermPower: Decimal;
    readonly floorSeconds: number;
    /** Volatility is at least this after a shock up. */
    readonly minimumAfterShockUp: Decimal;
  };
  readonly skewShock: {
    readonly linearBaseCap: Decimal;
    readonly linearSlope: Decimal;
    readonly absoluteBaseCap: Decimal;
    readonly absoluteSlope: Decimal;
    readonly minimumKStar: Decimal;
    readonly widthScale: Decimal;
    readonly staticVolatility: Decimal;
    readonly volatilityScale: Decimal;
  };
  readonly margin: {
    readonly initialFactor: Decimal;
    readonly maintenanceFactor: Decimal;
    readonly shortRateMultiplier: Decimal;
    readonly longRateMultiplier: Decimal;
    readonly shortRateAddition: Decimal;
    readonly longRateAddition: Decimal;
    readonly longStaticDiscount: Decimal;
    readonly shortStaticDiscount: Decimal;
  };
  readonly basisContingency: {
    readonly spotFactorUp: Decimal;
    readonly spotFactorDown: Decimal;
    readonly addition: Decimal;
    readonly multiplier: Decimal;
  };
  readonly contingency: {
    readonly pegLossThreshold: Decimal;
    readonly pegLossFactor: Decimal;
    readonly confidenceThreshold: Decimal;
    readonly confidenceMargin: Decimal;
    readonly maintenancePerpetual: Decimal;
    readonly initialPerpetual: Decimal;
    readonly maintenanceOption: Decimal;
    readonly initialOption: Decimal;
  };
}
