import type {
  AccountId,
  AssetFamily,
  AssetId,
  BridgeId,
  ChainId,
  Decimal,
  DeskId,
  InstrumentId,
  PolicyVersion,
  TransferId,
} from '@causeway/domain/units';
import type { TransferStage } from '@causeway/domain/bridging';
import type { Bucket } from '@causeway/domain/ledger';
import type { SecurityMechanism } from '@causeway/domain/network';
import type { HoldingProof } from './account.js';

/** What one holding contributes, in USD, and how it was discounted. */
export interface HoldingMargin {
  readonly asset: AssetId;
  readonly chain: ChainId;
  readonly family: AssetFamily;
  readonly bucket: Bucket;
  /** In transit only: what the credit was looked up by; the mechanism is absent when the bridge is unknown. */
  readonly transfer?: TransferId;
  readonly bridge?: BridgeId;
  readonly mechanism?: SecurityMechanism;
  readonly stage?: TransferStage;
  /** What of it was shown by a proof. */
  readonly proven?: HoldingProof;
  /** Quantity in whole tokens. */
  readonly quantity: Decimal;
  /** Zero when there is no price; `gaps` then names it. */
  readonly price: Decimal;
  /** Quantity × price, rounded down. */
  readonly value: Decimal;
  readonly assetHaircut: Decimal;
  readonly layerHaircut: Decimal;
  /** Fraction that counts: 1 when it has arrived, 0 when it is seized, the policy's credit in transit. */
  readonly credit: Decimal;
  /** Value after haircuts and credit, rounded down. */
  readonly collateralValue: Decimal;
}

/** What one position contributes, in USD. */
export interface PositionMargin {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  readonly size: Decimal;
  readonly entryPrice: Decimal;
  /** The entry price when there is no mark price; `gaps` then names it. */
  readonly markPrice: Decimal;
  /** |size| × mark price, rounded up. */
  readonly notional: Decimal;
  /** Size × (mark − entry), rounded down. */
  readonly unrealisedPnl: Decimal;
  /** 1 when the policy does not list the instrument. */
  readonly initialMarginFraction: Decimal;
  /** 1 when the policy does not list the instrument. */
  readonly maintenanceMarginFraction: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
}

/** Sums over one layer, without what is seized. */
export interface LayerMargin {
  readonly chain: ChainId;
  readonly value: Decimal;
  readonly collateralValue: Decimal;
  readonly unrealisedPnl: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
}

/** Sums over one asset family, on all layers, without what is seized. */
export interface AssetMargin {
  readonly family: AssetFamily;
  readonly quantity: Decimal;
  readonly value: Decimal;
  readonly collateralValue: Decimal;
}

/** Where an account stands against the thresholds of the policy. */
export type MarginBand = 'healthy' | 'warning' | 'liquidatable';

/** Why part of an account could not be valued; such a part counts nothing in its favour. */
export interface ValuationGap {
  readonly code: 'MISSING_PRICE' | 'UNKNOWN_ASSET' | 'UNKNOWN_INSTRUMENT';
  readonly subject: string;
}

/** The margin of an account, all in USD at `USD_PLACES` decimal places. */
export interface MarginState {
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly accountSeq: number;
  readonly priceVector: string;
  readonly policyVersion: PolicyVersion;
  /** Market value of all holdings that are not seized, before any haircut, plus unrealised PnL. */
  readonly accountValue: Decimal;
  /** Collateral after haircuts and in-transit credit. */
  readonly collateralValue: Decimal;
  readonly unrealisedPnl: Decimal;
  /** collateralValue + unrealisedPnl. */
  readonly equity: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  /** max(0, equity − initialMargin). */
  readonly freeCollateral: Decimal;
  /** equity / maintenanceMargin, rounded down; absent when nothing must be maintained. */
  readonly health?: Decimal;
  readonly band: MarginBand;
  readonly inTransitValue: Decimal;
  readonly inTransitCollateralValue: Decimal;
  readonly holdings: readonly HoldingMargin[];
  readonly positions: readonly PositionMargin[];
  readonly layers: readonly LayerMargin[];
  readonly assets: readonly AssetMargin[];
  readonly gaps: readonly ValuationGap[];
}
