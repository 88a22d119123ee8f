import type { BridgeId, CaseId, ChainId, Decimal, UnixMilliseconds } from '@causeway/domain/units';

/** What somebody wants to do with an account. */
export type GatedAction =
  | 'deposit'
  | 'repay'
  | 'reduce-position'
  | 'liquidate'
  | 'increase-position'
  | 'borrow'
  | 'withdraw'
  | 'move-collateral';

/** Actions that add to risk or take collateral away. Only these are ever held back. */
const RISKY: ReadonlySet<GatedAction> = new Set<GatedAction>([
  'increase-position',
  'borrow',
  'withdraw',
  'move-collateral',
]);

/** Why an action is held back. */
export type GateReason =
  /** A layer that the action touches is behind the market, or has taken back final blocks. */
  | 'LAYER_IN_TROUBLE'
  /** A bridge that the action would use is frozen. */
  | 'BRIDGE_FROZEN'
  /** A systemic-risk action holds back new positions at the venue. */
  | 'VENUE_FROZEN'
  /** A price that the action depends on may not be used for it. */
  | 'PRICE_NOT_USABLE'
  /** The insurance fund is below the policy's minimum. */
  | 'FUND_LOW'
  /** The account has less than its initial margin. */
  | 'MARGIN_SHORT'
  /** The account would have less than its initial margin because of the action. */
  | 'MARGIN_SHORT_AFTER'
  /** The account is being liquidated. */
  | 'BEING_LIQUIDATED';

/** What an action touches. */
export interface GateRequest {
  readonly action: GatedAction;
  readonly layers: readonly ChainId[];
  readonly bridges: readonly BridgeId[];
  /** Venues of positions, `<chain>/<instrument>`. */
  readonly venues: readonly string[];
  /** Instruments and asset families whose prices the action depends on. */
  readonly symbols: readonly string[];
}

/** By how much an account has less than its initial margin, in USD, and what makes it so. */
export interface MarginShortfall {
  /** Now, when the action is done, while what it moves is on its way, or when that has arrived. */
  readonly moment: 'now' | 'afterwards' | 'in-transit' | 'arrived';
  /** Equity against initial margin, as prices give credit. */
  readonly equity: Decimal;
  readonly initialMargin: Decimal;
  /** initialMargin − equity, exactly; above 0. */
  readonly shortfall: Decimal;
  /** Rules of the policy that worked on what the action changes, each as `rule (path) on subject`. */
  readonly rules: readonly string[];
}

/** What gates look at. */
export interface GateState {
  /** Layers in trouble, with the time up to which each is on record. */
  readonly layersInTrouble: ReadonlyMap<ChainId, UnixMilliseconds | undefined>;
  readonly frozenBridges: ReadonlySet<BridgeId>;
  /** Frozen venues, with when they were frozen. */
  readonly frozenVenues: ReadonlyMap<string, UnixMilliseconds>;
  readonly unusablePrices: ReadonlySet<string>;
  /** Whole units of the settlement asset; absent where the policy has no fund. */
  readonly fund?: { readonly balance: Decimal; readonly minimum: Decimal };
  /** As the account stands; absent: it has its initial margin. */
  readonly marginShort?: MarginShortfall;
  /** As the action would leave the account; absent: it would have its initial margin, or nobody said what it would be. */
  readonly marginShortAfter?: MarginShortfall;
  readonly liquidation?: { readonly case: CaseId; readonly since: UnixMilliseconds };
}

/** One reason why an action must wait. */
export interface GateHold {
  readonly reason: GateReason;
  /** The layer, bridge, venue, symbol or case that it is about. */
  readonly subject?: string;
  readonly since?: UnixMilliseconds;
  /** Of `MARGIN_SHORT` and `MARGIN_SHORT_AFTER`. */
  readonly margin?: MarginShortfall;
}

/**
 * Why an action must wait; nothing when it may go ahead. Alarms hold back what increases risk. They never hold back
 * deposits, repayments, reductions and liquidations: a false alarm that stops liquidations costs more than the outage
 * (Aave removed its sequencer sentinel for that reason).
 */
export function gateHolds(request: GateRequest, state: GateState): readonly GateHold[] {
  const { action } = request;
  if (!RISKY.has(action)) return [];
  const takesAway = action === 'withdraw' || action === 'move-collateral';
  const isFundLow = state.fund !== undefined && state.fund.balance.lt(state.fund.minimum);
  return [
    ...request.layers
      .filter((layer) => state.layersInTrouble.has(layer))
      .map((layer) => layerHold(layer, state)),
    ...request.bridges
      .filter((bridge) => state.frozenBridges.has(bridge))
      .map((subject) => ({ reason: 'BRIDGE_FROZEN', subject }) as const),
    ...(action === 'increase-position' ? venueHolds(request, state) : []),
    ...request.symbols
      .filter((symbol) => state.unusablePrices.has(symbol))
      .map((subject) => ({ reason: 'PRICE_NOT_USABLE', subject }) as const),
    ...(takesAway && isFundLow ? [{ reason: 'FUND_LOW' } as const] : []),
    ...marginHolds(state),
    ...liquidationHold(state),
  ];
}

function layerHold(subject: ChainId, { layersInTrouble }: GateState): GateHold {
  const since = layersInTrouble.get(subject);
  return { reason: 'LAYER_IN_TROUBLE', subject, ...(since === undefined ? {} : { since }) };
}

function venueHolds({ venues }: GateRequest, { frozenVenues }: GateState): readonly GateHold[] {
  return venues.flatMap((subject): GateHold[] => {
    const since = frozenVenues.get(subject);
    return since === undefined ? [] : [{ reason: 'VENUE_FROZEN', subject, since }];
  });
}

/** An account that is short now is told so; what the action would add to that matters only to one that is not. */
function marginHolds({ marginShort, marginShortAfter }: GateState): readonly GateHold[] {
  if (marginShort !== undefined) return [{ reason: 'MARGIN_SHORT', margin: marginShort }];
  if (marginShortAfter === undefined) return [];
  return [{ reason: 'MARGIN_SHORT_AFTER', margin: marginShortAfter }];
}

function liquidationHold({ liquidation }: GateState): readonly GateHold[] {
  if (liquidation === undefined) return [];
  return [{ reason: 'BEING_LIQUIDATED', subject: liquidation.case, since: liquidation.since }];
}
