import { isValuedAtUnderlying, type MarginAccount, type MarginState } from '@causeway/domain/margin';
import {
  ONE,
  ZERO,
  type AssetFamily,
  type BridgeId,
  type ChainId,
  type Decimal,
} from '@causeway/domain/units';
import { venueOf } from './exposure.js';
import type { LinearMargin } from './linear-margin.js';
import { screeningFloat } from './screening-float.js';
import { sourceLayerOf, type RiskDirectory, type StressScenario } from './stress-scenario.js';

/** What a part of an account depends on: equal for the same kind of part in all accounts. */
export type RiskPart =
  | {
      readonly kind: 'holding';
      readonly family: AssetFamily;
      /** The layer it lies on and the one it left. */
      readonly layers: readonly string[];
      /** The bridge it is in transit over and those that issued it. */
      readonly bridges: readonly BridgeId[];
    }
  | {
      readonly kind: 'position';
      readonly venue: string;
      readonly instrument: string;
      readonly isLong: boolean;
    }
  /** What a position has won, which is lost when its layer halts. */
  | { readonly kind: 'profit'; readonly layer: ChainId }
  | { readonly kind: 'debt'; readonly family: AssetFamily }
  /** A price at which a rule values the account as a whole. */
  | { readonly kind: 'underlying'; readonly symbol: string };

/** A part of an account, and the USD of it that a failure can concern. */
export interface PartOfAccount {
  /** Names the kind of part: parts of equal keys are equal. */
  readonly key: string;
  readonly part: () => RiskPart;
  /** Of a holding what it counts, of a position its notional, of a profit the profit; otherwise 0. */
  readonly amount: Decimal;
}

/** All parts of an account on which its margin depends. */
export function partsOfAccount(
  account: MarginAccount,
  state: MarginState,
  directory: RiskDirectory,
): readonly PartOfAccount[] {
  const parts: PartOfAccount[] = [];
  for (const { asset, chain, family, bucket, bridge, transfer, collateralValue } of state.holdings) {
    const source = transfer === undefined ? undefined : sourceLayerOf(transfer);
    parts.push({
      key: `holding ${asset} ${bridge ?? ''} ${source ?? ''}`,
      part: () => ({
        kind: 'holding',
        family,
        layers: source === undefined ? [chain] : [chain, source],
        bridges: [...(bridge === undefined ? [] : [bridge]), ...directory.issuersOf(asset)],
      }),
      amount: bucket === 'seized' ? ZERO : collateralValue,
    });
  }
  for (const { instrument, chain, size, entryPrice, markPrice, notional } of state.positions) {
    const venue = venueOf({ chain, instrument });
    const isLong = size.gt(0);
    parts.push({
      key: `position ${venue} ${isLong ? 'long' : 'short'}`,
      part: () => ({ kind: 'position', venue, instrument, isLong }),
      amount: notional,
    });
    const profit = size.mul(markPrice.sub(entryPrice));
    if (!profit.gt(0)) continue;
    parts.push({
      key: `profit ${chain}`,
      part: () => ({ kind: 'profit', layer: chain }),
      amount: profit,
    });
  }
  for (const { family } of state.debts) {
    parts.push({ key: `debt ${family}`, part: () => ({ kind: 'debt', family }), amount: ZERO });
  }
  for (const symbol of underlyingsOf(account, state)) {
    parts.push({
      key: `underlying ${symbol}`,
      part: () => ({ kind: 'underlying', symbol }),
      amount: ZERO,
    });
  }
  return parts;
}

function underlyingsOf({ positions }: MarginAccount, { adjustments }: MarginState): ReadonlySet<string> {
  return new Set([
    ...positions.flatMap(({ option }) => (option === undefined ? [] : [option.underlying])),
    ...adjustments.filter(isValuedAtUnderlying).map(({ subject }) => subject),
  ]);
}

/**
 * What a scenario takes at most off what an account can bear, for each USD of a part: of its equity, and of its equity
 * against the margin at which it is liquidated. Infinite where nothing is known but that the part is concerned; 0 where it
 * is not.
 *
 * - A holding that is lost takes off what it counts; one whose price falls by a fraction takes off that fraction.
 * - A position whose price moves against it by m loses m × notional. What it demands rises with its notional, by
 *   m × rate × notional, and the liquidation threshold × that must be had besides. A profit that it makes is not set off.
 * - A price that falls to nothing is none, and the position is taken at its entry price: nothing is known.
 */
export function directImpact(
  part: RiskPart,
  { haltedLayers, failedBridges, priceShocks }: StressScenario,
  linear: LinearMargin | undefined,
  liquidation: Decimal,
): number {
  const changeOf = (symbol: string) => priceShocks.find((shock) => shock.symbol === symbol)?.change;
  const known = (impact: Decimal) => (linear === undefined ? Infinity : screeningFloat(impact));
  switch (part.kind) {
    case 'holding': {
      const isLost =
        part.layers.some((layer) => haltedLayers.some((halted) => halted === layer)) ||
        part.bridges.some((bridge) => failedBridges.includes(bridge));
      if (isLost) return known(ONE);
      const change = changeOf(part.family);
      if (change === undefined) return 0;
      return change.gt(0) ? known(ZERO) : known(change.neg());
    }
    case 'position': {
      const change = changeOf(part.instrument);
      if (change === undefined) return 0;
      if (linear === undefined || change.lte(-1)) return Infinity;
      const lost = change.gt(0) === part.isLong ? ZERO : change.abs();
      const demanded = change.gt(0) ? change.mul(linear.maintenanceRateOf(part.instrument)) : ZERO;
      return screeningFloat(lost.add(demanded.mul(liquidation)));
    }
    case 'profit':
      return haltedLayers.includes(part.layer) ? known(ONE) : 0;
    case 'debt':
      return changeOf(part.family) === undefined ? 0 : Infinity;
    case 'underlying':
      return changeOf(part.symbol) === undefined ? 0 : Infinity;
  }
}
