import { followHeader, type ChainMove, type HeaderReport } from '@causeway/domain/finality';
import type { Hash } from '@causeway/domain/units';
import { RetryableError, type LedgerChanges } from '@causeway/application/ports';
import { deadLetter } from './dead-letter.js';
import { headCause } from './decide-records.js';
import type { Decision } from './decision.js';
import type { IngestOutcome } from './ingest-outcome.js';
import type { ReadRecord } from './read-record.js';
import { rewindSteps } from './rewind-steps.js';

/** Blocks that a header was found to orphan, before the books were locked for it. */
export type PlannedOrphans = readonly Hash[];

/**
 * Decides a header that does not simply come next: one on another branch, one that closes a gap or opens one, one
 * that contradicts what was final. The effects of orphaned blocks are compensated, then those of the blocks that
 * take their place are applied.
 * @throws RetryableError when the chain has moved since the blocks to be orphaned were planned
 */
export function decideFork(
  decision: Decision,
  record: ReadRecord,
  report: HeaderReport,
  planned: PlannedOrphans,
): { readonly changes: LedgerChanges; readonly outcome: IngestOutcome } {
  decide(decision, record, report, planned);
  decision.chains.markApplied(report.chain, record.origin);
  decision.books.tellLegs(report.chain);
  return { changes: decision.changes(), outcome: decision.count.outcome() };
}

function decide(
  decision: Decision,
  { origin }: ReadRecord,
  report: HeaderReport,
  planned: PlannedOrphans,
): void {
  const { chain, header } = report;
  const { chains, count, books } = decision;
  const followed = chains.followed(chain);
  if (followed === undefined || chains.isRepeated(chain, origin)) return;
  const outcome = followHeader(followed, chains.blocks(chain), report);
  switch (outcome.kind) {
    case 'known':
    case 'stale':
    case 'halted':
      return;
    case 'misnumbered': {
      const message = `block ${header.number} names as its parent a block of number ${outcome.parent}`;
      const failure = { code: 'MISNUMBERED_BLOCK', field: 'header.number', message };
      books.keepDeadLetter(deadLetter(origin, `${chain}/${header.hash}`, header.time, failure, chain));
      count.refused += 1;
      return;
    }
    case 'gapped':
      chains.put(outcome.chain, outcome.added === undefined ? [] : [outcome.added], origin);
      if (followed.status !== 'gapped')
        count.notices.push({ kind: 'gapped', chain, missing: outcome.missing });
      return;
    case 'contradicted':
      chains.put(outcome.chain, [], origin);
      count.notices.push({ kind: 'contradicted', chain, reason: outcome.reason });
      return;
    case 'moved':
      if (outcome.orphaned.map(({ hash }) => hash).join() !== planned.join()) {
        throw new RetryableError(`${chain} moved while a reorganisation of it was decided`);
      }
      chains.put(outcome.chain, movedBlocks(outcome), origin);
      switchBranch(decision, outcome, report);
      decision.headerRead(chain, header, outcome.orphaned.length > 0 ? 'switch' : 'next');
      if (followed.status === 'gapped' && outcome.chain.status === 'following') {
        count.notices.push({ kind: 'gap-closed', chain, tip: outcome.chain.tip.hash });
      }
      decision.promote(chain, followed.heads, headCause(report));
  }
}

function movedBlocks({ added, orphaned, adopted }: ChainMove): ChainMove['adopted'] {
  return [
    ...(added === undefined ? [] : [added]),
    ...orphaned.map((block) => ({ ...block, isCanonical: false })),
    ...adopted.map((block) => ({ ...block, isCanonical: true })),
  ];
}

function switchBranch(
  decision: Decision,
  { orphaned, adopted, chain: { chain, reorgs } }: ChainMove,
  report: HeaderReport,
): void {
  if (orphaned.length > 0) {
    const cause = { reference: `reorg/${chain}/${reorgs}`, at: report.header.time };
    const blocks = new Set(orphaned.map(({ hash }) => hash));
    decision.books.setStanding(blocks, false);
    const undone = rewindSteps(decision, blocks, cause);
    decision.count.notices.push({ kind: 'reorganised', chain, depth: orphaned.length, undone });
  }
  for (const { hash } of adopted) decision.adopt(hash, headCause(report));
}
