import type { ActionsOnRecord, OutboxEvent, SystemicRiskStore } from '@causeway/application/ports';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import type { MemoryOutbox } from './memory-outbox.js';

/** The systemic-risk actions in force, in memory. */
export class MemorySystemicRisk implements SystemicRiskStore {
  private onRecord: ActionsOnRecord = { revision: 0, actions: [] };

  constructor(private readonly outbox: MemoryOutbox) {}

  actions(): Promise<ActionsOnRecord> {
    return Promise.resolve(this.onRecord);
  }

  replace(
    revision: number,
    actions: readonly ActionInForce[],
    outbox: readonly OutboxEvent[],
  ): Promise<boolean> {
    if (this.onRecord.revision !== revision) return Promise.resolve(false);
    this.onRecord = { revision: revision + 1, actions };
    this.outbox.append(outbox);
    return Promise.resolve(true);
  }
}
