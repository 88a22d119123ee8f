import { followHeader, type HeaderReport } from '@causeway/domain/finality';
import type { Network } from '@causeway/domain/network';
import {
  NO_LEDGER_CHANGES,
  type ChainKeys,
  type ChainSnapshot,
  type LedgerStore,
  type RecordBatch,
} from '@causeway/application/ports';
import { decideFork } from './decide-fork.js';
import { Decision } from './decision.js';
import { decideRecords } from './decide-records.js';
import { OutcomeCount, type IngestOutcome } from './ingest-outcome.js';
import { keysOf } from './ledger-keys.js';
import { readRecord, type ReadRecord, type RecordReading } from './read-record.js';

/** What ingestion needs from outside. */
export interface IngestLogsPorts extends RecordReading {
  readonly ledger: LedgerStore;
  /** What transfers are tracked and booked by. */
  readonly network: Network;
}

/**
 * Applies a batch of transactions' logs and block headers to the books in one transaction, and one more for each
 * header that changes the branch of its chain or leaves a gap. Delivering the same batch again changes nothing.
 * Input that cannot be read becomes a dead letter in the same transaction.
 */
export async function ingestLogs(ports: IngestLogsPorts, batch: RecordBatch): Promise<IngestOutcome> {
  const count = new OutcomeCount();
  let rest = batch.records.map((record) => readRecord(ports, record)).filter(saysSomething);
  while (rest.length > 0) {
    const undecided = rest;
    const { outcome, decided } = await ports.ledger.transact(keysOf(undecided), (snapshot) => {
      const { changes, ...decision } = decideRecords(new Decision(snapshot, ports.network), undecided);
      return { changes, outcome: decision };
    });
    count.add(outcome);
    const fork = rest[decided];
    rest = rest.slice(decided + 1);
    if (fork?.report !== undefined) count.add(await applyFork(ports, fork, fork.report));
  }
  return count.outcome();
}

function saysSomething({ report, read, proof, events, deadLetters }: ReadRecord): boolean {
  const isAboutChain = report !== undefined || read !== undefined || proof !== undefined;
  return isAboutChain || events.length > 0 || deadLetters.length > 0;
}

async function applyFork(
  { ledger, network }: IngestLogsPorts,
  record: ReadRecord,
  report: HeaderReport,
): Promise<IngestOutcome> {
  const { chain, header, heads } = report;
  const known = await chainOf(ledger, report);
  const outcome = known === undefined ? undefined : followHeader(known.followed, known.blocks, report);
  const move = outcome?.kind === 'moved' ? outcome : undefined;
  const orphaned = move?.orphaned.map(({ hash }) => hash) ?? [];
  const chainKeys: ChainKeys = {
    ...{ chain, blocks: 'all', told: [{ heads, number: header.number }] },
    adopting: move?.adopted.map(({ hash }) => hash) ?? [],
  };
  const keys = {
    ...{ logs: [], transfers: [], wallets: [], accounts: [], chains: [chainKeys] },
    ...(orphaned.length === 0 ? {} : { rewind: { chain, blocks: orphaned } }),
  };
  return ledger.transact(keys, (snapshot) =>
    decideFork(new Decision(snapshot, network), record, report, orphaned),
  );
}

/** A chain with all blocks that are remembered of it. */
function chainOf(ledger: LedgerStore, { chain }: HeaderReport): Promise<ChainSnapshot | undefined> {
  const whole: ChainKeys = { chain, blocks: 'all', adopting: [], told: [] };
  const keys = { logs: [], transfers: [], wallets: [], accounts: [], chains: [whole] };
  return ledger.transact(keys, (snapshot) => ({
    changes: NO_LEDGER_CHANGES,
    outcome: snapshot.chains.get(chain),
  }));
}
