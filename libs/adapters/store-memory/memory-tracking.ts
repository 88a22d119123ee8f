import type { DueTransfer, TrackingChanges, TrackingStore } from '@causeway/application/ports';
import type { MemoryLedger } from './memory-ledger.js';

/** The transfers under way, in memory. */
export class MemoryTracking implements TrackingStore {
  constructor(private readonly ledger: MemoryLedger) {}

  async check<Outcome>(
    maximum: number,
    decide: (due: readonly DueTransfer[]) => { readonly changes: TrackingChanges; readonly outcome: Outcome },
  ): Promise<Outcome> {
    const { changes, outcome } = decide(this.ledger.dueTransfers().slice(0, maximum));
    this.ledger.track(changes);
    return outcome;
  }

  hasDue(): Promise<boolean> {
    return Promise.resolve(this.ledger.dueTransfers().length > 0);
  }
}
