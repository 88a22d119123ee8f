import {
  NO_LEDGER_CHANGES,
  type SettlementRecord,
  type SettlementReference,
  type SettlementStore,
} from '@causeway/application/ports';
import { WorkingSettlement } from '@causeway/application/settlement-changes';
import type { Transfer } from '@causeway/domain/bridging';
import { addSeconds, chainOfAsset, type TransferId, type UnixMilliseconds } from '@causeway/domain/units';
import { NOT_CARRIED, observeTransfer, type TransferObservation } from './observe-transfer.js';

/** How long after its acceptance a settlement that has ended is still amended by what becomes known: 30 d. */
const AMENDED_FOR_SECONDS = 2_592_000;

/**
 * Brings up to `maximum` settlements after `after` up to date with the transfers that carry their legs and with the
 * time, each in a transaction of its own.
 *
 * The state of the transfers is read, locked with the settlement, rather than the events that led to it: so nothing
 * that was told before a leg was reported, while nobody followed, or about a block that was orphaned can be missed or
 * counted twice, and following again changes nothing.
 *
 * @returns how many were looked at, and the last one, from which to go on
 */
export async function followSettlements(
  store: SettlementStore,
  after: string | undefined,
  maximum: number,
  at: UnixMilliseconds,
): Promise<{ readonly followed: number; readonly last?: string }> {
  const found = await store.followed(addSeconds(at, -AMENDED_FOR_SECONDS), after, maximum);
  for (const reference of found) await followSettlement(store, reference, at);
  const last = found.at(-1)?.quote;
  return last === undefined ? { followed: 0 } : { followed: found.length, last };
}

async function followSettlement(
  store: SettlementStore,
  { quote, account }: SettlementReference,
  at: UnixMilliseconds,
): Promise<void> {
  await store.transact<undefined>({ quote, account, resources: [], wallets: [] }, (snapshot) => {
    const { known, transfers } = snapshot;
    if (known === undefined) return { ledger: NO_LEDGER_CHANGES, outcome: undefined };
    const working = new WorkingSettlement(snapshot, known, at);
    for (const { leg, attempt } of bridgedAttempts(known)) observe(working, leg, attempt, transfers);
    if (known.settlement.outcome === undefined) working.take({ kind: 'time-passed' });
    return { ...working.decision(), outcome: undefined };
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

/**
 * The transfer that carries an attempt: of the same bridge and layer, and either in the transaction that the desk
 * reported or, where it reported none, of just what the attempt sends. The oldest that carries nothing else.
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
  return transfers.find((transfer) => {
    const { id, bridge, sourceChain, sent, history } = transfer;
    if (taken.has(id) || bridge !== planned.bridge || sourceChain !== chainOfAsset(planned.from)) {
      return false;
    }
    if (reported !== undefined) return history.some(({ logId }) => logId.includes(`/${reported}/`));
    return sent?.asset === planned.from && sent.raw === issued.input;
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
