import { chainOfAsset } from '@causeway/domain/units';
import type { Holding, MarginAccount } from './account.js';
import type { AssetDirectory } from './asset-directory.js';
import { isOnSubject, type CollateralSubject } from './collateral-place.js';

/**
 * The account with what came to frozen subjects since it was last valued withheld: a freeze gives no new credit and takes
 * none away. On each layer or asset no more units of a family count than counted before, arrived collateral first, and over
 * a bridge no other transfers do; what leaves the subject gives its credit up. `before` is the account as it was last
 * valued; to one that never was, all is new.
 */
export function withholdFrozenCredit(
  account: MarginAccount,
  before: MarginAccount | undefined,
  freezes: readonly CollateralSubject[],
  directory: AssetDirectory,
): MarginAccount {
  if (freezes.length === 0) return account;
  const withheld = account.holdings.map(() => 0n);
  for (const freeze of freezes) {
    const credited = creditedUnits(before?.holdings ?? [], freeze, directory);
    for (const index of arrivedFirst(account.holdings)) {
      const holding = account.holdings[index];
      const place = holding === undefined ? undefined : placeOf(holding, directory);
      if (holding === undefined || place === undefined || !isCovered(holding, freeze, directory)) continue;
      const group = groupOf(holding, place, freeze);
      const left = credited.get(group) ?? 0n;
      const units = holding.amount.raw * place.unitsPerRaw;
      const counts = left < units ? left : units;
      credited.set(group, left - counts);
      const part = ceilingDivide(units - counts, place.unitsPerRaw);
      if (part > (withheld[index] ?? 0n)) withheld[index] = part;
    }
  }
  return withWithheld(account, (index) => withheld[index] ?? 0n);
}

/** The account with nothing withheld that no freeze covers any more; the same account when that changes nothing. */
export function releaseFrozenCredit(
  account: MarginAccount,
  freezes: readonly CollateralSubject[],
  directory: AssetDirectory,
): MarginAccount {
  const isReleased = (holding: Holding) =>
    holding.withheld !== undefined && !freezes.some((freeze) => isCovered(holding, freeze, directory));
  if (!account.holdings.some(isReleased)) return account;
  const kept = account.holdings.map((holding) => (isReleased(holding) ? 0n : (holding.withheld ?? 0n)));
  return withWithheld(account, (index) => kept[index] ?? 0n);
}

/** Decimal places in which units of one family are added up; no token on record has more. */
const FAMILY_PLACES = 36;

interface HoldingPlace {
  readonly chain: string;
  readonly family: string;
  readonly unitsPerRaw: bigint;
}

function placeOf({ amount }: Holding, directory: AssetDirectory): HoldingPlace | undefined {
  const known = directory.assetOf(amount.asset);
  if (known === undefined) return undefined;
  const unitsPerRaw = 10n ** BigInt(Math.max(0, FAMILY_PLACES - known.decimals));
  return { chain: chainOfAsset(amount.asset), family: known.family, unitsPerRaw };
}

function isCovered(holding: Holding, freeze: CollateralSubject, directory: AssetDirectory): boolean {
  const place = placeOf(holding, directory);
  if (place === undefined || holding.bucket === 'seized') return false;
  return isOnSubject(freeze, { ...place, bridge: holding.transit?.bridge });
}

/** What may take the credit of what: units of one family, but over a bridge only those of the same transfer. */
function groupOf({ transit }: Holding, { family }: HoldingPlace, { dimension }: CollateralSubject): string {
  return dimension === 'bridge' && transit !== undefined ? transit.transfer : family;
}

/** What counted on the subject, by what may take its credit. */
function creditedUnits(
  holdings: readonly Holding[],
  freeze: CollateralSubject,
  directory: AssetDirectory,
): Map<string, bigint> {
  const credited = new Map<string, bigint>();
  for (const holding of holdings) {
    const place = placeOf(holding, directory);
    if (place === undefined || !isCovered(holding, freeze, directory)) continue;
    const { amount, withheld = 0n } = holding;
    const raw = amount.raw > withheld ? amount.raw - withheld : 0n;
    const group = groupOf(holding, place, freeze);
    credited.set(group, (credited.get(group) ?? 0n) + raw * place.unitsPerRaw);
  }
  return credited;
}

function arrivedFirst(holdings: readonly Holding[]): readonly number[] {
  const indices = holdings.map((_, index) => index);
  const isInTransit = (index: number) => holdings[index]?.bucket === 'in-transit';
  return [...indices.filter((index) => !isInTransit(index)), ...indices.filter(isInTransit)];
}

function withWithheld(account: MarginAccount, withheldAt: (index: number) => bigint): MarginAccount {
  const holdings = account.holdings.map((holding, index) => {
    const { withheld: _, ...rest } = holding;
    const withheld = withheldAt(index);
    return withheld === 0n ? rest : { ...rest, withheld };
  });
  return { ...account, holdings };
}

function ceilingDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
