import {
  movesUnits,
  withFinality,
  withProof,
  type ProofEvidence,
  type Transfer,
} from '@causeway/domain/bridging';
import { legsOfEvent } from '@causeway/domain/conservation';
import { finalityOf, type BlockFinality } from '@causeway/domain/finality';
import { reversalOf, type PostingCause } from '@causeway/domain/ledger';
import {
  expectOk,
  type Hash,
  type LogId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { stepId, type ReceivedEvent, type RewindSnapshot, type TakenStep } from '@causeway/application/ports';
import { applyEvent } from './apply-event.js';
import type { Decision } from './decision.js';
import { grantWhatIsThere } from './grant-what-is-there.js';

type EventStep = Extract<TakenStep, { readonly received: unknown }>;

/**
 * Takes back the effects of orphaned blocks. All steps that may depend on them are undone, the last first, by
 * postings that reverse theirs; then all but the orphaned ones are decided anew in their old order, as if those had
 * never been. Each account and each transfer that this concerns tells its new state once.
 *
 * @returns how many events of orphaned blocks were in effect
 */
export function rewindSteps(decision: Decision, orphaned: ReadonlySet<Hash>, cause: PostingCause): number {
  const { books } = decision;
  const rewind = decision.rewindSnapshot();
  const events = rewind.steps.filter((step): step is EventStep => step.kind !== 'command');
  const before = transfersBefore(decision, events);
  for (const step of [...rewind.steps].reverse()) undo(decision, step, cause);
  let withdrawn = 0;
  const finality = legsOf([...before.values()]);
  const proofs = proofsOf([...before.values()]);
  for (const step of rewind.steps) {
    if (step.kind === 'command') {
      redoCommand(decision, step, cause);
    } else if (orphaned.has(step.received.log.blockHash)) {
      withdrawn += step.kind === 'applied' ? 1 : 0;
      decision.await({ kind: 'waiting', received: withKnownProof(step.received, proofs) });
    } else {
      const settled = redoEvent(decision, rewind, step, cause);
      if (movesUnits(step.received.event.step)) finality.set(step.received.log.id, settled);
    }
  }
  for (const [id, known] of before) {
    const rebuilt = books.transfer(id);
    if (rebuilt === undefined) {
      if (known !== undefined) books.tellTransfer(unknownAgain(known), cause);
      continue;
    }
    books.putTransfer(
      withProof(
        withFinality(rebuilt, (log) => finality.get(log)),
        (log) => proofs.get(log),
      ),
      cause,
    );
  }
  books.endStep(cause);
  return withdrawn;
}

function transfersBefore(
  { books }: Decision,
  events: readonly EventStep[],
): ReadonlyMap<TransferId, Transfer | undefined> {
  return new Map(
    events.map(({ received: { event } }) => [event.transfer, books.transfer(event.transfer)] as const),
  );
}

/** How settled the legs' blocks were last known to be, by log. */
function legsOf(transfers: readonly (Transfer | undefined)[]): Map<LogId, BlockFinality | undefined> {
  return new Map(
    transfers.flatMap((transfer) =>
      (transfer?.history ?? []).map(({ logId, finality }) => [logId, finality] as const),
    ),
  );
}

/** What was shown of the legs' logs, some of it after they had been applied. */
function proofsOf(transfers: readonly (Transfer | undefined)[]): ReadonlyMap<LogId, ProofEvidence> {
  return new Map(
    transfers.flatMap((transfer) =>
      (transfer?.history ?? []).flatMap(({ logId, proven }) =>
        proven === undefined ? [] : [[logId, proven] as const],
      ),
    ),
  );
}

function withKnownProof(received: ReceivedEvent, proofs: ReadonlyMap<LogId, ProofEvidence>): ReceivedEvent {
  const proven = received.event.proven ?? proofs.get(received.log.id);
  return proven === undefined ? received : { ...received, event: { ...received.event, proven } };
}

function undo({ books, network }: Decision, step: TakenStep, { reference, at }: PostingCause): void {
  const cause: PostingCause = { reference: `${reference}/undo/${stepId(step)}`, at };
  const reversals = [...step.postings].reverse().map((posting) => reversalOf(posting, cause));
  expectOk(books.reverse(reversals, momentOf(step) ?? at));
  if (step.kind === 'command') return;
  const { event } = step.received;
  const after = step.kind === 'applied' ? books.transfer(event.transfer) : undefined;
  books.legs.withdraw(legsOfEvent({ event, before: step.transferBefore, after }, network));
  if (step.kind !== 'applied') return;
  books.storeTransfer(step.received.event.transfer, step.transferBefore);
  books.withdrawLog(step.received.log.id);
}

/** When it happened what a step books; absent for a command that asked for nothing. */
function momentOf(step: TakenStep): UnixMilliseconds | undefined {
  return step.kind === 'command' ? step.asked[0]?.cause.at : step.received.event.time;
}

function redoCommand(
  { books }: Decision,
  step: Extract<TakenStep, { readonly kind: 'command' }>,
  { reference, at }: PostingCause,
): void {
  const cause: PostingCause = { reference: `${reference}/redo/${step.id}`, at };
  for (const asked of step.asked) {
    expectOk(books.post(grantWhatIsThere(books.currentBalances(), asked, cause), asked.cause.at));
  }
  const { kind, id, accounts, ordinal } = step;
  books.rememberStep({ kind, id, reference: cause.reference, accounts, ordinal });
}

function redoEvent(
  { books, chains, network, ownerOf }: Decision,
  { heads, linkedAt }: RewindSnapshot,
  { received, ordinal }: EventStep,
  { reference, at }: PostingCause,
): BlockFinality | undefined {
  const { event, log } = received;
  const told = chains.heads(log.chain) ?? heads.get(log.chain);
  const finality = told === undefined ? event.finality : finalityOf(log.blockNumber, told);
  applyEvent(books, {
    received,
    finality,
    network,
    cause: { reference: `${reference}/redo/${log.id}`, at },
    // A wallet that was linked later owned nothing then.
    ownerOf: (wallet) => ((linkedAt.get(wallet) ?? 0n) <= ordinal ? ownerOf(wallet) : undefined),
    ordinal,
  });
  return finality;
}

/** A transfer that no log tells of any more, as its stream says it for the last time. */
function unknownAgain({ id, bridge, sourceChain }: Transfer): Transfer {
  return {
    ...{ id, bridge, sourceChain, stage: 'initiated' },
    ...{ sourceSeen: false, destinationSeen: false, history: [] },
  };
}
