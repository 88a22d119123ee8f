import type { SecurityMechanism } from '@causeway/domain/network';
import type { TransferStage } from '@causeway/domain/bridging';
import type { Decimal, PolicyVersion } from '@causeway/domain/units';

/** Margin rates of one instrument, as fractions of notional. */
export interface InstrumentMargin {
  readonly initialMarginFraction: Decimal;
  readonly maintenanceMarginFraction: Decimal;
}

/** How much of the value of collateral in transit counts, by what carries it and how far it has come. */
export interface InTransitCredit {
  readonly mechanism: SecurityMechanism;
  readonly stage: TransferStage;
  readonly credit: Decimal;
}

/** A risk policy: data, versioned, named by every figure computed under it. Fractions are of 1. */
export interface MarginPolicy {
  readonly version: PolicyVersion;
  readonly name: string;
  /** Haircut by asset family; a family not listed gives no margin. */
  readonly assetHaircuts: ReadonlyMap<string, Decimal>;
  /** Further haircut by the layer the collateral is on; a layer not listed takes `defaultLayerHaircut`. */
  readonly layerHaircuts: ReadonlyMap<string, Decimal>;
  readonly defaultLayerHaircut: Decimal;
  /** A combination not listed gives no credit. */
  readonly inTransitCredits: readonly InTransitCredit[];
  readonly instruments: ReadonlyMap<string, InstrumentMargin>;
  /** Health (equity / maintenance margin) below which an account is warned. */
  readonly warningHealth: Decimal;
  /** Health below which an account is liquidated; at least 1. */
  readonly liquidationHealth: Decimal;
  /** Health that a liquidation aims at, and at which a warning ends. */
  readonly targetHealth: Decimal;
}
