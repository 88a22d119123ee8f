import {
  RetryableError,
  type EngineStore,
  type EventLog,
  type LedgerStore,
} from '@causeway/application/ports';
import type { SeededRandom } from '../fixtures/seeded-random.js';

const ODDS = 12;

/** Chance that something goes wrong at a write, before it or after it; none once it is calm. */
export class Mishaps {
  private isCalm = false;
  /** How often something went wrong. */
  count = 0;

  constructor(private readonly random: SeededRandom) {}

  calmDown(): void {
    this.isCalm = true;
  }

  /** Whether this time it goes wrong. */
  strikes(): boolean {
    const isStruck = !this.isCalm && this.random.oneIn(ODDS);
    if (isStruck) this.count += 1;
    return isStruck;
  }

  /** Runs a write; whoever asked cannot tell whether it failed before or after it took effect. */
  async around<Outcome>(write: () => Promise<Outcome>): Promise<Outcome> {
    if (this.strikes()) throw new RetryableError('the connection was lost');
    const outcome = await write();
    if (this.strikes()) throw new RetryableError('the answer was lost');
    return outcome;
  }
}

/** The books behind a connection that breaks now and then. */
export function unreliableLedger(ledger: LedgerStore, mishaps: Mishaps): LedgerStore {
  return { transact: (keys, decide) => mishaps.around(() => ledger.transact(keys, decide)) };
}

/** Engine checkpoints behind a connection that breaks now and then. */
export function unreliableEngines(engines: EngineStore, mishaps: Mishaps): EngineStore {
  return {
    claim: (partition, owner, now, leaseSeconds) => engines.claim(partition, owner, now, leaseSeconds),
    release: (lease) => engines.release(lease),
    load: (partition) => engines.load(partition),
    cursors: () => engines.cursors(),
    commit: (lease, changes) => mishaps.around(() => engines.commit(lease, changes)),
  };
}

/** What the relay appends to, behind a connection that breaks now and then. */
export function unreliableAppend(eventLog: EventLog, mishaps: Mishaps): EventLog {
  return {
    ensureTopics: (topics) => eventLog.ensureTopics(topics),
    append: (topic, records) => mishaps.around(() => eventLog.append(topic, records)),
    consume: (request) => eventLog.consume(request),
    read: (request) => eventLog.read(request),
    endOffsets: (topic) => eventLog.endOffsets(topic),
    committedOffsets: (group, topic) => eventLog.committedOffsets(group, topic),
    close: () => eventLog.close(),
  };
}
