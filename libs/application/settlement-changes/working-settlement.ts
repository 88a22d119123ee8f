import {
  NO_LEDGER_CHANGES,
  type SettlementDecision,
  type SettlementRecord,
} from '@causeway/application/ports';
import type { AttemptEvidence, SettlementSnapshot } from '@causeway/application/ports';
import { advanceSettlement, type SettlementCommand, type SettlementEvent } from '@causeway/domain/settlement';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { bookSettlement } from './settlement-books.js';
import { settlementChanged } from './settlement-changed.js';

/** A settlement on which one decision works, with the commands that its events gave rise to. */
export class WorkingSettlement {
  private record: SettlementRecord;
  private readonly commands: SettlementCommand[] = [];

  constructor(
    private readonly snapshot: SettlementSnapshot,
    record: SettlementRecord,
    private readonly at: UnixMilliseconds,
  ) {
    this.record = record;
  }

  current(): SettlementRecord {
    return this.record;
  }

  /** Takes an event in, and lets go of the capacity that the settlement needs no more. */
  take(event: SettlementEvent): void {
    const { settlement, commands } = advanceSettlement(this.record.settlement, event, this.at);
    if (settlement === this.record.settlement) return;
    this.record = { ...this.record, settlement };
    this.commands.push(...commands);
    for (const command of commands) {
      if (command.kind === 'release-capacity') this.releaseCapacity(command.leg);
    }
  }

  /** Keeps what is known of an attempt; of each there is one entry. */
  note(evidence: AttemptEvidence): void {
    const known = this.record.evidence.find(
      ({ leg, attempt }) => leg === evidence.leg && attempt === evidence.attempt,
    );
    if (known?.transaction === evidence.transaction && known?.transfer === evidence.transfer) return;
    const others = this.record.evidence.filter(
      ({ leg, attempt }) => leg !== evidence.leg || attempt !== evidence.attempt,
    );
    this.record = { ...this.record, evidence: [...others, evidence] };
  }

  /** The decision: the settlement's new state, the postings that follow from it, and the event that tells it. */
  decision(): SettlementDecision<SettlementChange> {
    const { commands, at } = this;
    if (this.record === this.snapshot.known) {
      return { ledger: NO_LEDGER_CHANGES, outcome: { record: this.record, commands } };
    }
    const seq = this.record.seq + 1;
    const cause = { reference: `settlement/${this.record.settlement.plan.quote}/${seq}`, at };
    const { ledger, record } = bookSettlement(this.snapshot, { ...this.record, seq }, cause);
    const outbox = [...ledger.outbox, settlementChanged(record, at)];
    return { ledger: { ...ledger, outbox }, record, outcome: { record, commands } };
  }

  private releaseCapacity(released: number): void {
    const claims = this.record.claims.filter(({ leg }) => leg !== released);
    this.record = { ...this.record, claims };
  }
}

/** What a decision did to a settlement. */
export interface SettlementChange {
  readonly record: SettlementRecord;
  readonly commands: readonly SettlementCommand[];
}
