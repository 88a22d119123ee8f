import type { ChainRead } from '@causeway/domain/conservation';
import {
  changedSpans,
  finalityOf,
  type BlockHeader,
  type BlockSpan,
  type ChainHeads,
} from '@causeway/domain/finality';
import { movesUnits, withFinality, withProof } from '@causeway/domain/bridging';
import type { PostingCause } from '@causeway/domain/ledger';
import type { Network } from '@causeway/domain/network';
import type { AccountId, Address, ChainId, Hash, LogId, UnixMilliseconds } from '@causeway/domain/units';
import type {
  LedgerChanges,
  LedgerSnapshot,
  Leg,
  ReceivedEvent,
  RewindSnapshot,
  WaitingStep,
} from '@causeway/application/ports';
import { WorkingBooks, WorkingChains } from '@causeway/application/ledger-changes';
import { applyEvent } from './apply-event.js';
import { deadLetter } from './dead-letter.js';
import { OutcomeCount } from './ingest-outcome.js';

/** What one decision on records works on: the books, the chains, and what waits for a block. */
export class Decision {
  readonly books: WorkingBooks;
  readonly chains: WorkingChains;
  readonly count = new OutcomeCount();
  private readonly waiting: Map<LogId, WaitingStep>;

  private readonly clocks = new Map<ChainId, UnixMilliseconds>();

  constructor(
    private readonly snapshot: LedgerSnapshot,
    readonly network: Network,
  ) {
    this.books = new WorkingBooks(snapshot);
    this.chains = new WorkingChains(snapshot.chains);
    this.waiting = new Map(snapshot.waiting.map((step) => [step.received.log.id, step]));
  }

  changes(): LedgerChanges {
    const clocks = [...this.clocks].map(([chain, readTo]) => ({ chain, readTo }));
    return { ...this.books.changes(), chains: this.chains.changes(), clocks };
  }

  /** What rewinding needs. @throws when the snapshot was read without it */
  rewindSnapshot(): RewindSnapshot {
    const { rewind } = this.snapshot;
    if (rewind === undefined) throw new Error('steps are to be undone on a snapshot without them');
    return rewind;
  }

  /** Notes how far a chain has been read, by its bridge events; where its headers are told, they tell it better. */
  readTo(chain: ChainId, time: UnixMilliseconds): void {
    if (this.chains.followed(chain) === undefined) this.headReadTo(chain, time);
  }

  /** Notes how far a chain has been read. */
  headReadTo(chain: ChainId, time: UnixMilliseconds): void {
    if (time > (this.clocks.get(chain) ?? -1)) this.clocks.set(chain, time);
  }

  /** Notes what a record says of how far its chain is read; the headers of a followed chain say it better. */
  readChain(read: ChainRead): void {
    if (this.chains.followed(read.chain) !== undefined) return;
    this.headReadTo(read.chain, read.through);
    this.books.legs.read(read);
  }

  /** Notes that all blocks before a header of the canonical branch are read: others may have the header's own time. */
  headerRead(chain: ChainId, { time }: BlockHeader, place: 'first' | 'next' | 'switch'): void {
    this.headReadTo(chain, time);
    const through = (time - 1) as UnixMilliseconds;
    if (place === 'switch') this.books.legs.setBack(chain, through);
    this.books.legs.read({ chain, through, ...(place === 'first' && { since: through }) });
  }

  /** The account that a wallet belongs to now. */
  readonly ownerOf = (wallet: Address): AccountId | undefined => this.snapshot.walletOwners.get(wallet);

  /** Takes in an event: it takes effect at once, or when its block becomes canonical. */
  receive(received: ReceivedEvent): void {
    const { event, log, origin } = received;
    if (this.books.isApplied(log.id)) {
      this.count.duplicates += 1;
      this.show(received);
      return;
    }
    if (event.emitter !== 'known-contract') {
      this.count.untrusted += 1;
      return;
    }
    switch (this.chains.standing(log, event.finality)) {
      case 'canonical':
        this.apply(received, `again/${origin.partition}/${origin.offset}/${log.id}`);
        return;
      case 'waiting':
        this.await({ kind: 'waiting', received });
        this.count.waiting += 1;
        return;
      case 'unknown': {
        const message = `block ${log.blockNumber} is final, and not known as ${log.blockHash}`;
        const failure = { code: 'UNKNOWN_BLOCK', field: 'blockHash', message };
        this.books.keepDeadLetter(deadLetter(origin, log.id, event.time, failure, event.transfer));
        this.count.refused += 1;
      }
    }
  }

  /** Takes the proof of a log that was taken in before without one. */
  private show({ event, log }: ReceivedEvent): void {
    const known = this.books.transfer(event.transfer);
    if (event.proven === undefined || known === undefined || !movesUnits(event.step)) return;
    const shown = withProof(known, (id) => (id === log.id ? event.proven : undefined));
    if (shown === known) return;
    const cause: PostingCause = { reference: `proof/${log.id}`, at: event.time };
    this.books.putTransfer(shown, cause);
    this.books.endStep(cause);
  }

  /** Keeps an event until its block becomes canonical. */
  await(step: WaitingStep): void {
    if (this.waiting.has(step.received.log.id)) return;
    this.waiting.set(step.received.log.id, step);
    this.books.rememberStep(step);
  }

  /**
   * Applies the events that waited for a block, in the order in which they were received; balances proven in it
   * count again.
   */
  adopt(block: Hash, cause: PostingCause): void {
    this.books.setStanding(new Set([block]), true);
    this.books.endStep(cause);
    for (const step of this.waiting.values()) {
      if (step.received.log.blockHash !== block) continue;
      this.waiting.delete(step.received.log.id);
      const { id, chain } = step.received.log;
      const reorgs = this.chains.followed(chain)?.reorgs ?? 0;
      this.apply(step.received, `reorg/${chain}/${reorgs}/redo/${id}`);
    }
  }

  /**
   * Tells the transfers whose legs' blocks have become more settled, or less, since the heads stood at `before`, and the
   * accounts that hold collateral in them, because credit in transit can depend on it.
   */
  promote(chain: ChainId, before: ChainHeads, cause: PostingCause): void {
    const followed = this.chains.followed(chain);
    if (followed === undefined) return;
    const spans = changedSpans(before, followed.heads, followed.start);
    if (spans.length === 0) return;
    const legs = this.legs().filter((leg) => leg.chain === chain && isWithin(spans, leg.blockNumber));
    const finality = new Map(
      legs.map(({ log, blockNumber }) => [log, finalityOf(blockNumber, followed.heads)] as const),
    );
    for (const id of new Set(legs.map(({ transfer }) => transfer))) {
      const known = this.books.transfer(id);
      if (known === undefined) continue;
      const promoted = withFinality(known, (log) => finality.get(log));
      if (promoted === known) continue;
      this.books.putTransfer(promoted, cause);
    }
    this.books.endStep(cause);
  }

  /** `again` is what its postings are referred to by when others stand, reversed, under the log's own id. */
  private apply(received: ReceivedEvent, again: string): void {
    const { event, log } = received;
    const reference = this.snapshot.postedLogs.has(log.id) ? again : log.id;
    const cause: PostingCause = { reference, at: event.time };
    const applied = applyEvent(this.books, {
      received,
      finality: this.chains.finality(log, event.finality),
      cause,
      network: this.network,
      ownerOf: this.ownerOf,
      // What a followed chain tells again is dropped by its place.
      isRedelivered: this.chains.followed(log.chain) === undefined && this.books.wasRefused(log.id),
    });
    if (!applied.ok) {
      this.count.refused += 1;
      return;
    }
    this.count.applied += 1;
    if (applied.value !== undefined) this.books.putTransfer(applied.value, cause);
    this.books.endStep(cause);
  }

  /** The legs of the snapshot that are still in effect, and those that this decision has applied. */
  private legs(): readonly Leg[] {
    const known = this.snapshot.legs.filter(({ log }) => this.books.isApplied(log));
    const added = this.books
      .newlyApplied()
      .flatMap(({ id, chain, blockNumber, legOf }): readonly Leg[] =>
        legOf === undefined ? [] : [{ log: id, transfer: legOf, chain, blockNumber }],
      );
    return [...known, ...added];
  }
}

function isWithin(spans: readonly BlockSpan[], number: bigint): boolean {
  return spans.some(({ from, to }) => from <= number && number <= to);
}
