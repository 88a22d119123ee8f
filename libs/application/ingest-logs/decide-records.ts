import { beginToFollow, followHeader, needsWindow, type HeaderReport } from '@causeway/domain/finality';
import type { PostingCause } from '@causeway/domain/ledger';
import type { LedgerChanges } from '@causeway/application/ports';
import type { Decision } from './decision.js';
import { showBalance } from './show-balance.js';
import type { IngestOutcome } from './ingest-outcome.js';
import type { ReadRecord } from './read-record.js';

/** What deciding records came to. */
export interface RecordsDecided {
  readonly changes: LedgerChanges;
  readonly outcome: IngestOutcome;
  /** How many of the records were decided; the next is a header that takes a decision of its own. */
  readonly decided: number;
}

/**
 * Decides, record by record in the order received, what the records change. It ends before a header that does not
 * simply come next on its chain.
 */
export function decideRecords(decision: Decision, records: readonly ReadRecord[]): RecordsDecided {
  let decided = 0;
  for (const record of records) {
    if (!decideRecord(decision, record)) break;
    decided += 1;
  }
  return { changes: decision.changes(), outcome: decision.count.outcome(), decided };
}

function decideRecord(decision: Decision, record: ReadRecord): boolean {
  const { chain, readTo, report, read, proof, events, deadLetters, origin } = record;
  if (chain !== undefined && decision.chains.isRepeated(chain, origin)) {
    decision.count.duplicates += events.length;
    return true;
  }
  if (report !== undefined && !followNext(decision, report, record)) return false;
  for (const letter of deadLetters) decision.books.keepDeadLetter(letter);
  decision.count.refused += deadLetters.length;
  for (const received of events) decision.receive(received);
  if (proof !== undefined) showBalance(decision, proof, origin);
  if (chain !== undefined && readTo !== undefined) decision.readTo(chain, readTo);
  if (read !== undefined) decision.readChain(read);
  if (chain !== undefined) {
    decision.chains.markApplied(chain, origin);
    decision.books.tellLegs(chain);
  }
  return true;
}

/** Follows a header that begins a chain, comes next or is known; false when more of the chain must be seen. */
function followNext(decision: Decision, report: HeaderReport, { origin }: ReadRecord): boolean {
  const { chain, header } = report;
  const { chains, books } = decision;
  const followed = chains.followed(chain);
  if (followed === undefined) {
    const begun = beginToFollow(report);
    books.keepJournal();
    chains.put(begun.chain, begun.blocks, origin);
    decision.headerRead(chain, header, 'first');
    return true;
  }
  if (needsWindow(followed, chains.block(chain, header.hash), header)) return false;
  const outcome = followHeader(followed, chains.blocks(chain), report);
  if (outcome.kind === 'known' || outcome.kind === 'moved') {
    const adopted = outcome.kind === 'moved' ? outcome.adopted : [];
    chains.put(
      outcome.chain,
      adopted.map((block) => ({ ...block, isCanonical: true })),
      origin,
    );
    for (const { hash } of adopted) decision.adopt(hash, headCause(report));
    decision.headerRead(chain, header, 'next');
    decision.promote(chain, followed.heads, headCause(report));
  }
  return true;
}

/** The cause of what a header changes beyond the events of its block. */
export function headCause({ chain, header }: HeaderReport): PostingCause {
  return { reference: `head/${chain}/${header.hash}`, at: header.time };
}
