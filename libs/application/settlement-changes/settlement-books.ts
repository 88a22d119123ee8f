import type { LedgerChanges, SettlementRecord, SettlementSnapshot } from '@causeway/application/ports';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import {
  balanceOf,
  deposit,
  release,
  reserve,
  withdraw,
  type Bucket,
  type Posting,
  type PostingCause,
} from '@causeway/domain/ledger';
import { heldOf } from '@causeway/domain/settlement';
import { expectOk, tokenAmount, type AssetId, type Result, type TokenAmount } from '@causeway/domain/units';
import type { AccountId } from '@causeway/domain/units';

type Amounts = ReadonlyMap<AssetId, bigint>;
type Collateral = (account: AccountId, amount: TokenAmount, cause: PostingCause) => Result<Posting>;

/** A settlement as the books have it after a decision. */
interface BookedSettlement {
  readonly ledger: LedgerChanges;
  readonly record: SettlementRecord;
}

/**
 * Brings the books in line with a settlement that has changed:
 *
 * - what legs over no bridge gave and brought is booked against the outside of their layer; what bridges move, their
 *   events have booked already;
 * - what the settlement still has to send stays reserved, at its source and at every asset on the way, so that no
 *   other quote is given it; everything else is released.
 *
 * The record says how much was truly booked and reserved, which is less where a liquidation has seized units
 * meanwhile: a correction takes back no more than was booked.
 */
export function bookSettlement(
  snapshot: SettlementSnapshot,
  record: SettlementRecord,
  cause: PostingCause,
): BookedSettlement {
  const { account } = record;
  const books = new WorkingBooks(snapshot.ledger);
  const inBucket = (bucket: Extract<Bucket, 'available' | 'reserved'>, asset: AssetId) =>
    balanceOf(books.currentBalances(), { kind: 'desk', account, bucket }, asset);
  const post = (posting: Collateral, asset: AssetId, raw: bigint): bigint => {
    if (raw <= 0n) return 0n;
    expectOk(books.post([expectOk(posting(account, tokenAmount(asset, raw), cause))]));
    return raw;
  };
  const booked = amountsOf(record.booked);
  const gone = new Map<AssetId, bigint>();
  for (const [asset, target] of movedByDesk(record)) {
    const before = booked.get(asset) ?? 0n;
    if (target > before) booked.set(asset, before + post(deposit, asset, target - before));
    if (target < before) gone.set(asset, before - target);
  }
  const before = amountsOf(snapshot.known?.reserved ?? []);
  const wanted = amountsToHold(record);
  for (const [asset, raw] of before) {
    const after = wanted.get(asset) ?? 0n;
    if (after >= raw) continue;
    // A departure has taken from what was available before it took from here.
    const claimed = (snapshot.reserved.get(asset) ?? 0n) - raw + after;
    post(release, asset, inBucket('reserved', asset) - claimed);
  }
  for (const [asset, raw] of gone) {
    const taken = post(withdraw, asset, smaller(raw, inBucket('available', asset)));
    booked.set(asset, (booked.get(asset) ?? 0n) - taken);
  }
  const reserved = new Map<AssetId, bigint>();
  for (const [asset, raw] of wanted) {
    const held = before.get(asset) ?? 0n;
    const more = raw > held ? post(reserve, asset, smaller(raw - held, inBucket('available', asset))) : 0n;
    reserved.set(asset, smaller(raw, held + more));
  }
  books.endStep(cause);
  return {
    ledger: books.changes(),
    record: { ...record, reserved: claimsOf(reserved), booked: claimsOf(booked) },
  };
}

/** What legs over no bridge have brought of each asset, less what they gave. The desk's inventory only changes place. */
function movedByDesk({ settlement, graph }: SettlementRecord): Amounts {
  const kinds = new Map(graph.edges.map(({ id, kind }) => [id, kind]));
  const moved = new Map<AssetId, bigint>();
  const add = (asset: AssetId, raw: bigint) => moved.set(asset, (moved.get(asset) ?? 0n) + raw);
  for (const [leg, { edge, bridge, from, to }] of settlement.plan.legs.entries()) {
    if (bridge !== undefined || kinds.get(edge) === 'inventory') continue;
    for (const { observation } of settlement.attempts[leg] ?? []) {
      add(from, observation.returned - observation.departed);
      add(to, observation.delivered);
    }
  }
  return moved;
}

/** What the settlement has yet to send, and what its inventory legs give; nothing once it has ended. */
function amountsToHold({ settlement, graph, reserved }: SettlementRecord): Amounts {
  const wanted = new Map<AssetId, bigint>();
  if (settlement.outcome !== undefined) return wanted;
  const { legs } = settlement.plan;
  const kinds = new Map(graph.edges.map(({ id, kind }) => [id, kind]));
  const given = new Set(legs.filter(({ edge }) => kinds.get(edge) === 'inventory').map(({ to }) => to));
  for (const { asset, raw } of reserved) if (given.has(asset)) wanted.set(asset, raw);
  for (const { from } of legs) {
    const held = heldOf(settlement, from);
    if (!given.has(from) && held > 0n) wanted.set(from, held);
  }
  return wanted;
}

function amountsOf(amounts: readonly { readonly asset: AssetId; readonly raw: bigint }[]) {
  return new Map(amounts.map(({ asset, raw }) => [asset, raw]));
}

function claimsOf(amounts: Amounts) {
  return [...amounts].filter(([, raw]) => raw !== 0n).map(([asset, raw]) => ({ asset, raw }));
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
