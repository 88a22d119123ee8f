import {
  NO_LEDGER_CHANGES,
  type SettlementDecision,
  type SettlementRecord,
} from '@causeway/application/ports';
import type { AttemptEvidence, SettlementSnapshot } from '@causeway/application/ports';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import { balanceOf, release, type PostingCause } from '@causeway/domain/ledger';
import { advanceSettlement, type SettlementCommand, type SettlementEvent } from '@causeway/domain/settlement';
import { settlementChanged } from './settlement-changed.js';
import { expectOk, tokenAmount, type UnixMilliseconds } from '@causeway/domain/units';

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

  /** Takes an event in, and lets go of what the settlement holds no more. */
  take(event: SettlementEvent): void {
    const { settlement, commands } = advanceSettlement(this.record.settlement, event, this.at);
    if (settlement === this.record.settlement) return;
    this.record = { ...this.record, settlement };
    this.commands.push(...commands);
    for (const command of commands) {
      if (command.kind === 'release-capacity') this.releaseCapacity(command.leg);
      if (command.kind === 'release-inventory') this.record = { ...this.record, reserved: [] };
    }
    this.followDepartures();
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

  /** The decision: the settlement's new state, and the postings that release what nothing reserves any more. */
  decision(): SettlementDecision<SettlementChange> {
    const { commands } = this;
    if (this.record === this.snapshot.known) {
      return { ledger: NO_LEDGER_CHANGES, outcome: { record: this.record, commands } };
    }
    const record = { ...this.record, seq: this.record.seq + 1 };
    const books = new WorkingBooks(this.snapshot.ledger);
    const cause = causeOf(record, this.at);
    expectOk(books.post(this.releases(cause)));
    books.endStep(cause);
    const changes = books.changes();
    const outbox = [...changes.outbox, settlementChanged(record, this.at)];
    return { ledger: { ...changes, outbox }, record, outcome: { record, commands } };
  }

  private releaseCapacity(released: number): void {
    const claims = this.record.claims.filter(({ leg }) => leg !== released);
    this.record = { ...this.record, claims };
  }

  /** Units that have left are not held back any more. */
  private followDepartures(): void {
    const { settlement, reserved } = this.record;
    const { source, input, legs } = settlement.plan;
    const departed = legs.reduce((sum, { from }, leg) => {
      const attempts = from === source ? (settlement.attempts[leg] ?? []) : [];
      return attempts.reduce((all, { observation }) => all + observation.departed, sum);
    }, 0n);
    const left = departed >= input ? 0n : input - departed;
    if (!reserved.some(({ asset, raw }) => asset === source && raw > left)) return;
    this.record = {
      ...this.record,
      reserved: reserved
        .map((claim) => (claim.asset === source && claim.raw > left ? { ...claim, raw: left } : claim))
        .filter(({ raw }) => raw > 0n),
    };
  }

  /**
   * The reserved bucket is brought down to what settlements still claim. A departure has taken from what was available
   * before it took from there, so that a settlement that claims less may leave the bucket with either too much or,
   * where a liquidation seized units, too little, which nothing is released of.
   */
  private releases(cause: PostingCause) {
    const { account } = this.record;
    const before = new Map(this.snapshot.known?.reserved.map(({ asset, raw }) => [asset, raw]));
    const after = new Map(this.record.reserved.map(({ asset, raw }) => [asset, raw]));
    return [...before].flatMap(([asset, raw]) => {
      const others = (this.snapshot.reserved.get(asset) ?? 0n) - raw;
      const claimed = others + (after.get(asset) ?? 0n);
      const bucket = { kind: 'desk', account, bucket: 'reserved' } as const;
      const spare = balanceOf(this.snapshot.ledger.balances, bucket, asset) - claimed;
      if ((after.get(asset) ?? 0n) === raw || spare <= 0n) return [];
      return [expectOk(release(account, tokenAmount(asset, spare), cause))];
    });
  }
}

/** What a decision did to a settlement. */
export interface SettlementChange {
  readonly record: SettlementRecord;
  readonly commands: readonly SettlementCommand[];
}

function causeOf({ settlement, seq }: SettlementRecord, at: UnixMilliseconds): PostingCause {
  return { reference: `settlement/${settlement.plan.quote}/${seq}`, at };
}
