import type { OutboxEvent, PolicyRecord, PolicyStore } from '@causeway/application/ports';
import type { MemoryOutbox } from './memory-outbox.js';

/** Versions of the risk policy in memory. */
export class MemoryPolicies implements PolicyStore {
  private readonly records = new Map<number, PolicyRecord>();

  constructor(private readonly outbox: MemoryOutbox) {}

  all(): Promise<readonly PolicyRecord[]> {
    return Promise.resolve(this.ordered());
  }

  async transact<Outcome>(
    decide: (existing: readonly PolicyRecord[]) => {
      readonly upserts: readonly PolicyRecord[];
      readonly outbox: readonly OutboxEvent[];
      readonly outcome: Outcome;
    },
  ): Promise<Outcome> {
    const { upserts, outbox, outcome } = decide(this.ordered());
    for (const record of upserts) this.records.set(record.version, record);
    this.outbox.append(outbox);
    return outcome;
  }

  private ordered(): readonly PolicyRecord[] {
    return [...this.records.values()].sort((a, b) => a.version - b.version);
  }
}
