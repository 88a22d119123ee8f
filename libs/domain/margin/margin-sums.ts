import { ZERO, type AssetFamily, type ChainId, type Decimal } from '@causeway/domain/units';
import type { AssetMargin, DebtMargin, HoldingMargin, LayerMargin, PositionMargin } from './margin-state.js';

type Mutable<Fields> = { -readonly [Field in keyof Fields]: Fields[Field] };

/** All sums over an account, exact: each total is the sum of its parts by layer, and by asset, to the last digit. */
export interface MarginSums {
  readonly value: Decimal;
  readonly collateralValue: Decimal;
  /** Collateral against initial margin. */
  readonly initialCollateralValue: Decimal;
  readonly debtValue: Decimal;
  /** What debts take off equity. */
  readonly deduction: Decimal;
  readonly inTransitValue: Decimal;
  readonly inTransitCollateralValue: Decimal;
  readonly unrealisedPnl: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  /** Ordered by chain id. */
  readonly layers: readonly LayerMargin[];
  /** Ordered by family. */
  readonly assets: readonly AssetMargin[];
}

/** Adds up the parts of an account. What is seized is the account's no more, and what is isolated stands alone. */
export function sumMargins(
  holdings: readonly HoldingMargin[],
  debts: readonly DebtMargin[],
  positions: readonly PositionMargin[],
): MarginSums {
  const layers = new Map<ChainId, Mutable<LayerMargin>>();
  const assets = new Map<AssetFamily, Mutable<AssetMargin>>();
  const total = {
    ...emptySums(),
    initialCollateralValue: ZERO,
    deduction: ZERO,
    inTransitValue: ZERO,
    inTransitCollateralValue: ZERO,
  };
  for (const holding of holdings) {
    const { chain, family, bucket, quantity, value, collateralValue } = holding;
    if (bucket === 'seized') continue;
    const { initialCollateralValue = collateralValue } = holding;
    total.initialCollateralValue = total.initialCollateralValue.add(initialCollateralValue);
    const layer = entry(layers, chain, () => ({ chain, ...emptySums() }));
    const asset = entry(assets, family, () => ({
      family,
      quantity: ZERO,
      value: ZERO,
      collateralValue: ZERO,
    }));
    for (const sums of [total, layer, asset]) {
      sums.value = sums.value.add(value);
      sums.collateralValue = sums.collateralValue.add(collateralValue);
    }
    asset.quantity = asset.quantity.add(quantity);
    if (bucket !== 'in-transit') continue;
    total.inTransitValue = total.inTransitValue.add(value);
    total.inTransitCollateralValue = total.inTransitCollateralValue.add(collateralValue);
  }
  for (const { chain, value, deduction, initialMargin, maintenanceMargin } of debts) {
    total.deduction = total.deduction.add(deduction);
    const layer = entry(layers, chain, () => ({ chain, ...emptySums() }));
    for (const sums of [total, layer]) {
      sums.debtValue = sums.debtValue.add(value);
      sums.initialMargin = sums.initialMargin.add(initialMargin);
      sums.maintenanceMargin = sums.maintenanceMargin.add(maintenanceMargin);
    }
  }
  for (const { chain, unrealisedPnl, initialMargin, maintenanceMargin, isIsolated } of positions) {
    if (isIsolated === true) continue;
    const layer = entry(layers, chain, () => ({ chain, ...emptySums() }));
    for (const sums of [total, layer]) {
      sums.unrealisedPnl = sums.unrealisedPnl.add(unrealisedPnl);
      sums.initialMargin = sums.initialMargin.add(initialMargin);
      sums.maintenanceMargin = sums.maintenanceMargin.add(maintenanceMargin);
    }
  }
  return { ...total, layers: sortedValues(layers), assets: sortedValues(assets) };
}

function emptySums(): Omit<Mutable<LayerMargin>, 'chain'> {
  return {
    value: ZERO,
    collateralValue: ZERO,
    debtValue: ZERO,
    unrealisedPnl: ZERO,
    initialMargin: ZERO,
    maintenanceMargin: ZERO,
  };
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}

/** By UTF-16 code unit, so that the order does not depend on the locale. */
function sortedValues<Value>(map: ReadonlyMap<string, Value>): readonly Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
