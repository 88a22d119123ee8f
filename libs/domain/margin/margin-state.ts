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
  UnixMilliseconds,
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
  /** Fraction that counts: 1 when it has arrived, 0 when it is seized, in transit the credit that a rule gives. */
  readonly credit: Decimal;
  /** Value after all collateral rules, rounded down: what counts against maintenance margin. */
  readonly collateralValue: Decimal;
  /** What counts against initial margin, where a policy has other weights for it. */
  readonly initialCollateralValue?: Decimal;
}

/** What one debt costs, in USD. */
export interface DebtMargin {
  readonly asset: AssetId;
  readonly chain: ChainId;
  readonly family: AssetFamily;
  /** Quantity owed in whole tokens, interest included. */
  readonly quantity: Decimal;
  /** Zero when there is no price; `gaps` then names it. */
  readonly price: Decimal;
  /** Quantity × price, rounded up. */
  readonly value: Decimal;
  /** What is taken off equity. */
  readonly deduction: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
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
  /** Margin as a fraction of notional, rounded up where a rule gave an amount; 1 when the policy lists no rule. */
  readonly initialMarginFraction: Decimal;
  readonly maintenanceMarginFraction: Decimal;
  /** What the position demands by itself. */
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  /** Its margin is among the adjustments of the account, since a rule margins it together with others. */
  readonly isMarginedTogether?: true;
  /** It is margined apart from the account; `isolated` of the state shows how. */
  readonly isIsolated?: true;
}

/** What a rule over the whole account adds to the sums of its parts; negative figures lower them. */
export interface MarginAdjustment {
  readonly rule: string;
  /** What the adjustment is for, e.g. the pair of a hedge or the worst scenario. */
  readonly subject: string;
  readonly equity: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
}

/** A position that is margined by what was set aside for it alone. */
export interface IsolatedMargin {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** What was set aside, plus the position's unrealised profit. */
  readonly equity: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  /** Absent when nothing must be maintained. */
  readonly health?: Decimal;
  readonly band: MarginBand;
}

/** Sums over one layer, without what is seized, isolated or adjusted over the account. */
export interface LayerMargin {
  readonly chain: ChainId;
  readonly value: Decimal;
  readonly collateralValue: Decimal;
  readonly debtValue: Decimal;
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

/**
 * Why part of an account could not be valued; such a part counts nothing in its favour. A price that is not for credit
 * counts nothing in free collateral alone, and one that is not for liquidation decides nothing.
 */
export interface ValuationGap {
  readonly code:
    | 'MISSING_PRICE'
    | 'UNKNOWN_ASSET'
    | 'UNKNOWN_INSTRUMENT'
    | 'MISSING_FACT'
    | 'PRICE_NOT_FOR_CREDIT'
    | 'PRICE_NOT_FOR_LIQUIDATION';
  readonly subject: string;
}

/** The margin of an account, all in USD at the decimal places of the policy. */
export interface MarginState {
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly accountSeq: number;
  readonly priceVector: string;
  readonly policyVersion: PolicyVersion;
  /** As of when ages counted; absent where nobody told. */
  readonly asOf?: UnixMilliseconds;
  /** Market value of all holdings that are not seized, before any haircut, plus unrealised PnL, less debts. */
  readonly accountValue: Decimal;
  /** Collateral after all collateral rules. */
  readonly collateralValue: Decimal;
  /** Market value of what is borrowed. */
  readonly debtValue: Decimal;
  readonly unrealisedPnl: Decimal;
  /** collateralValue + unrealisedPnl − deductions for debts + adjustments. */
  readonly equity: Decimal;
  /** Equity against initial margin, where collateral has other weights for it. */
  readonly initialEquity?: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  /** max(0, equity against initial margin − initialMargin); zero while a debt cannot be valued. */
  readonly freeCollateral: Decimal;
  /** What may leave, where prices that may be used for withdrawing are others than those for credit. */
  readonly withdrawableCollateral?: Decimal;
  /** equity / maintenanceMargin as the policy's health rule rounds it; absent when nothing must be maintained. */
  readonly health?: Decimal;
  /** The worst of the account's own and those of its isolated positions. */
  readonly band: MarginBand;
  readonly inTransitValue: Decimal;
  readonly inTransitCollateralValue: Decimal;
  readonly holdings: readonly HoldingMargin[];
  readonly positions: readonly PositionMargin[];
  readonly debts: readonly DebtMargin[];
  readonly adjustments: readonly MarginAdjustment[];
  readonly isolated: readonly IsolatedMargin[];
  readonly layers: readonly LayerMargin[];
  readonly assets: readonly AssetMargin[];
  readonly gaps: readonly ValuationGap[];
}
