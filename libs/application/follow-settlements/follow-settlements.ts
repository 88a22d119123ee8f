import {
  NO_LEDGER_CHANGES,
  type SettlementRecord,
  type SettlementReference,
  type SettlementStore,
} from '@causeway/application/ports';
import { WorkingSettlement, type SettlementChange } from '@causeway/application/settlement-changes';
import type { Transfer } from '@causeway/domain/bridging';
import { addSeconds, chainOfAsset, type TransferId, type UnixMilliseconds } from '@causeway/domain/units';
import { NOT_CARRIED, observeTransfer, type TransferObservation } from './observe-transfer.js';

/** How long after its acceptance a settlement that has ended is still amended by what becomes known: 30 d. */
const AMENDED_FOR_SECONDS = 2_592_000;

/** Which settlements are followed at once. */
export interface FollowedPage {
  /** The last settlement of the page before. */
  readonly after?: string;
  readonly maximum: number;
  /** Whether those are followed too that have ended, for what becomes known late. */
  readonly isWithEnded: boolean;
}

/** What following a page of settlements came to. */
export interface FollowedSettlements {
  readonly followed: number;
  /** The last one looked at, from which to go on; absent when there was none. */
  readonly last?: string;
  /** Those that changed, as they are now. */
  readonly changes: readonly SettlementChange[];
}

/**
 * Brings a page of settlements up to date with the transfers that carry their legs and with the time, each in a
 * transaction of its own.
 *
 * The state of the transfers is read, locked with the settlement, rather than the events that led to it: so nothing
 * that was told before a leg was reported, while nobody followed, or about a block that was orphaned can be missed or
 * counted twice, and following again changes nothing.
 */
export async function followSettlements(
  store: SettlementStore,
  { after, maximum, isWithEnded }: FollowedPage,
  at: UnixMilliseconds,
): Promise<FollowedSettlements> {
  const since = isWithEnded ? addSeconds(at, -AMENDED_FOR_SECONDS) : undefined;
  const found = await store.followed(since, after, maximum);
  const changes: SettlementChange[] = [];
  for (const reference of found) {
    const change = await followSettlement(store, reference, at);
    if (change !== undefined) changes.push(change);
  }
  const last = found.at(-1)?.quote;
  return { followed: found.length, ...(last === undefined ? {} : { last }), changes };
}

/** The change of one settlement; undefined where nothing changed. */
async function followSettlement(
  store: SettlementStore,
  { quote, account }: SettlementReference,
  at: UnixMilliseconds,
): Promise<SettlementChange | undefined> {
  const keys = { quote, account, resources: [], wallets: [] };
  return store.transact<SettlementChange | undefined>(keys, (snapshot) => {
    const { known, transfers } = snapshot;
    if (known === undefined) return { ledger: NO_LEDGER_CHANGES, outcome: undefined };
    const working = new WorkingSettlement(snapshot, known, at);
    for (const { leg, attempt } of bridgedAttempts(known)) observe(working, leg, attempt, transfers);
    if (known.settlement.outcome === undefined) working.take({ kind: 'time-passed' });
    const decision = working.decision();
    return decision.record === undefined ? { ...decision, outcome: undefined } : decision;
  });
}

interface AttemptPlace {
  readonly leg: number;
  readonly attempt: number;
}

function bridgedAttempts({ settlement }: SettlementRecord): readonly AttemptPlace[] {
  return settlement.plan.legs.flatMap(({ bridge }, leg) =>
    bridge === undefined ? [] : (settlement.attempts[leg] ?? []).map((_, attempt) => ({ leg, attempt })),
  );
}

function observe(
  working: WorkingSettlement,
  leg: number,
  attempt: number,
  transfers: readonly Transfer[],
): void {
  const record = working.current();
  const evidence = record.evidence.find((each) => each.leg === leg && each.attempt === attempt);
  const transfer =
    evidence?.transfer === undefined
      ? carrierOf(record, { leg, attempt }, transfers)
      : transfers.find(({ id }) => id === evidence.transfer);
  const known = record.settlement.attempts[leg]?.[attempt]?.observation;
  if (known === undefined || (transfer === undefined && evidence?.transfer === undefined)) return;
  const told = transfer === undefined ? NOT_CARRIED : observeTransfer(transfer);
  if (transfer !== undefined && evidence?.transfer === undefined) {
    working.note({ ...evidence, leg, attempt, transfer: transfer.id });
  }
  if (isEqual(told, known)) return;
  const observation = { ...told, seq: known.seq + 1 };
  working.take({ kind: 'observed', leg, attempt, observation });
}

/** How long before its acceptance a transfer that nobody reported is still taken for a settlement's. */
const UNREPORTED_LAG_SECONDS = 15;

/**
 * The transfer that carries an attempt: of the same bridge and layer, and either in the transaction that the desk
 * reported or, where it reported none, of just what the attempt sends, in a block that is hardly older than the
 * acceptance. The oldest that carries nothing else.
 */
function carrierOf(
  { settlement, evidence }: SettlementRecord,
  { leg, attempt }: AttemptPlace,
  transfers: readonly Transfer[],
): Transfer | undefined {
  const planned = settlement.plan.legs[leg];
  const issued = settlement.attempts[leg]?.[attempt];
  if (planned === undefined || issued === undefined) return undefined;
  const taken = new Set<TransferId>(evidence.flatMap(({ transfer }) => transfer ?? []));
  const reported = evidence.find((each) => each.leg === leg && each.attempt === attempt)?.transaction;
  const earliest = addSeconds(settlement.acceptedAt, -UNREPORTED_LAG_SECONDS);
  return transfers.find((transfer) => {
    const { id, bridge, sourceChain, sent, history, initiatedAt } = transfer;
    if (taken.has(id) || bridge !== planned.bridge || sourceChain !== chainOfAsset(planned.from)) {
      return false;
    }
    if (reported !== undefined) return history.some(({ logId }) => logId.includes(`/${reported}/`));
    const isRecent = initiatedAt !== undefined && initiatedAt >= earliest;
    return isRecent && sent?.asset === planned.from && sent.raw === issued.input;
  });
}

function isEqual(a: TransferObservation, b: TransferObservation): boolean {
  return (
    a.departed === b.departed &&
    a.arrived === b.arrived &&
    a.delivered === b.delivered &&
    a.returned === b.returned &&
    a.isReverted === b.isReverted &&
    a.isFinal === b.isFinal
  );
}
