import { dependentSteps, groundOf, type FollowedChain } from '@causeway/domain/finality';
import type { Posting } from '@causeway/domain/ledger';
import type { ChainId, Hash } from '@causeway/domain/units';
import {
  stepId,
  stepSubjects,
  type JournaledStep,
  type StepWrite,
  type TakenStep,
  type WaitingStep,
} from '@causeway/application/ports';

type StoredStep = (JournaledStep | WaitingStep) & { readonly ordinal: bigint };

/** The steps that may have to be undone or taken, in memory. */
export class MemoryJournal {
  private readonly steps = new Map<string, StoredStep>();
  private newest = 0n;

  /** The next place in the order of the steps. */
  nextOrdinal(): bigint {
    this.newest += 1n;
    return this.newest;
  }

  write(steps: readonly StepWrite[]): void {
    for (const step of steps) {
      this.steps.set(stepId(step), { ...step, ordinal: step.ordinal ?? this.nextOrdinal() });
    }
  }

  /** What waits for one of the blocks, in the order received. */
  waitingFor(blocks: ReadonlySet<Hash>): readonly WaitingStep[] {
    return this.inOrder().flatMap((step) =>
      step.kind === 'waiting' && blocks.has(step.received.log.blockHash) ? [step] : [],
    );
  }

  /** The steps in the blocks, and all that may depend on one of them. */
  dependentOn(blocks: readonly Hash[], postings: readonly Posting[]): readonly TakenStep[] {
    const traces = this.inOrder().flatMap((step) =>
      step.kind === 'waiting' ? [] : [{ step, ...blockOf(step), subjects: stepSubjects(step) }],
    );
    const of = (reference: string): readonly Posting[] =>
      postings.filter(({ cause }) => cause.reference === reference);
    return dependentSteps(traces, new Set(blocks)).map(({ step }) => ({
      ...step,
      postings: of(step.reference),
      asked: step.kind === 'command' ? of(step.id) : [],
    }));
  }

  /** Forgets what no block can make undone any more. */
  prune(chains: readonly FollowedChain[]): void {
    const grounds = new Map<ChainId, bigint>(chains.map((chain) => [chain.chain, groundOf(chain)]));
    const oldest = this.inOrder().find((step) => step.kind !== 'waiting' && mayBeOrphaned(step, grounds));
    for (const [id, step] of this.steps) {
      const isNeeded =
        step.kind === 'waiting'
          ? mayBeOrphaned(step, grounds)
          : oldest !== undefined && step.ordinal >= oldest.ordinal;
      if (!isNeeded) this.steps.delete(id);
    }
  }

  private inOrder(): readonly StoredStep[] {
    return [...this.steps.values()].sort((a, b) => (a.ordinal < b.ordinal ? -1 : 1));
  }
}

function blockOf(step: JournaledStep): { readonly block?: Hash } {
  return step.kind === 'command' ? {} : { block: step.received.log.blockHash };
}

function mayBeOrphaned(step: StoredStep, grounds: ReadonlyMap<ChainId, bigint>): boolean {
  if (step.kind === 'command') return false;
  const { chain, blockNumber } = step.received.log;
  const ground = grounds.get(chain);
  return ground !== undefined && blockNumber > ground;
}
