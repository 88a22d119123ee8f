import type { AssetId } from '@causeway/domain/units';
import type { Settlement, SettlementOutcome } from './settlement.js';

/**
 * Base units of an asset that are in the settlement's hands: what it began with and what was delivered or came back,
 * less what departed. Below 0 only while a block is orphaned under a leg that lived on it.
 */
export function heldOf(settlement: Settlement, asset: AssetId): bigint {
  const { plan, attempts } = settlement;
  let held = asset === plan.source ? plan.input : 0n;
  for (const [at, leg] of plan.legs.entries()) {
    for (const { observation } of attempts[at] ?? []) {
      if (leg.to === asset) held += observation.delivered;
      if (leg.from === asset) held += observation.returned - observation.departed;
    }
  }
  return held;
}

/** The assets of a plan, each once, from its source on. */
export function assetsOf({ plan }: Settlement): readonly AssetId[] {
  return [...new Set([plan.source, ...plan.legs.flatMap(({ from, to }) => [from, to]), plan.destination])];
}

/** How a settlement stands as if nothing more happened. */
export function outcomeOf(settlement: Settlement): SettlementOutcome {
  const { plan, attempts } = settlement;
  const holdings = assetsOf(settlement)
    .map((asset) => ({ asset, raw: heldOf(settlement, asset) }))
    .filter(({ raw }) => raw !== 0n);
  const isAllAt = (asset: AssetId) => holdings.every((holding) => holding.asset === asset);
  if (isAllAt(plan.destination) && holdings.length > 0) return { kind: 'settled', holdings };
  if (!isAllAt(plan.source)) return { kind: 'settled-elsewhere', holdings };
  const hasMoved = attempts.flat().some(({ observation }) => observation.departed > 0n);
  return { kind: hasMoved ? 'refunded' : 'failed', holdings };
}
