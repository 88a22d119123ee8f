import type { Holding, MarginAccount } from '@causeway/domain/margin';
import { tokenAmount, ZERO, type AssetId, type Decimal } from '@causeway/domain/units';

/** What carrying out a plan takes from an account and leaves it. */
export interface PlanOutcome {
  /** Sizes by which positions are reduced, never negative, by `positionKey`. */
  readonly reduced: ReadonlyMap<string, Decimal>;
  /** Base units that are seized, by `holdingKey`. */
  readonly seized: ReadonlyMap<string, bigint>;
  /** USD that are left of proceeds and profits when losses, costs and fees are paid; not negative. */
  readonly cashLeft: Decimal;
}

/** What cash is left over in: the settlement asset and USD for one base unit of it, zero without a price. */
export interface CashAsset {
  readonly asset: AssetId;
  readonly unitPrice: Decimal;
}

/**
 * The account once a plan is carried out: smaller, with what cash is left over available in the settlement asset,
 * rounded down to its base unit.
 */
export function accountAfter(account: MarginAccount, outcome: PlanOutcome, cash: CashAsset): MarginAccount {
  const positions = account.positions.map((position) => {
    const by = outcome.reduced.get(positionKey(position)) ?? ZERO;
    return { ...position, size: position.size.sub(position.size.gt(0) ? by : by.neg()) };
  });
  const holdings = account.holdings.map((holding): Holding => {
    const { asset, raw } = holding.amount;
    const seized = outcome.seized.get(holdingKey(holding.bucket, asset)) ?? 0n;
    return { ...holding, amount: tokenAmount(asset, raw - seized) };
  });
  const { asset, unitPrice } = cash;
  const raw = unitPrice.isZero() ? 0n : BigInt(outcome.cashLeft.div(unitPrice).floor().toFixed(0));
  const left: Holding = { amount: tokenAmount(asset, raw), bucket: 'available' };
  return { ...account, positions, holdings: raw === 0n ? holdings : [...holdings, left] };
}

/** A position among those of its account. */
export function positionKey({
  instrument,
  chain,
}: {
  readonly instrument: string;
  readonly chain: string;
}): string {
  return `${instrument}@${chain}`;
}

/** A holding among those of its account. */
export function holdingKey(bucket: string, asset: AssetId): string {
  return `${bucket} ${asset}`;
}
