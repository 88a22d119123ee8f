import type { ChainId, Decimal } from '@causeway/domain/units';

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
  /** A layer that the action touches is not producing or proving blocks. */
  | 'LAYER_IN_TROUBLE'
  /** A bridge that the action would use is frozen. */
  | 'BRIDGE_FROZEN'
  /** The insurance fund is below the policy's minimum. */
  | 'FUND_LOW'
  /** The account is being liquidated. */
  | 'BEING_LIQUIDATED';

/** What gates look at. */
export interface GateState {
  readonly layersInTrouble: ReadonlySet<ChainId>;
  readonly isBridgeFrozen: boolean;
  /** Whole units of the settlement asset; absent where the policy has no fund. */
  readonly fund?: { readonly balance: Decimal; readonly minimum: Decimal };
  readonly isBeingLiquidated: boolean;
}

/**
 * Why an action must wait; nothing when it may go ahead. Alarms hold back what increases risk. They never hold back
 * deposits, repayments, reductions and liquidations: a false alarm that stops liquidations costs more than the outage
 * (Aave removed its sequencer sentinel for that reason).
 */
export function gateReasons(
  action: GatedAction,
  layers: readonly ChainId[],
  state: GateState,
): readonly GateReason[] {
  if (!RISKY.has(action)) return [];
  const takesAway = action === 'withdraw' || action === 'move-collateral';
  const isFundLow = state.fund !== undefined && state.fund.balance.lt(state.fund.minimum);
  const reasons: readonly (readonly [GateReason, boolean])[] = [
    ['LAYER_IN_TROUBLE', layers.some((layer) => state.layersInTrouble.has(layer))],
    ['BRIDGE_FROZEN', action === 'move-collateral' && state.isBridgeFrozen],
    ['FUND_LOW', takesAway && isFundLow],
    ['BEING_LIQUIDATED', state.isBeingLiquidated],
  ];
  return reasons.filter(([, applies]) => applies).map(([reason]) => reason);
}
