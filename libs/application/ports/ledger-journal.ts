import type { BridgeEvent, Transfer } from '@causeway/domain/bridging';
import type { ChainHeads } from '@causeway/domain/finality';
import type { Posting } from '@causeway/domain/ledger';
import type { AccountId, Address, ChainId, Hash, LogId, TransferId } from '@causeway/domain/units';
import type { RecordPlace } from './followed-chains.js';

/** A log that has taken effect; its block is kept so that an orphaned block's logs can be found. */
export interface AppliedLog {
  readonly id: LogId;
  readonly chain: ChainId;
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  /** The transfer that it is a leg of. */
  readonly legOf?: TransferId;
}

/** A bridge event with its log's block and the record it came in. */
export interface ReceivedEvent {
  readonly event: BridgeEvent;
  readonly log: AppliedLog;
  readonly origin: RecordOrigin;
}

/** Where an input record lay and what it said. */
export interface RecordOrigin extends RecordPlace {
  readonly topic: string;
  readonly body: string;
}

/** An event whose block is not canonical, or not known to be: it takes effect when the block becomes so. */
export interface WaitingStep {
  readonly kind: 'waiting';
  readonly received: ReceivedEvent;
}

/** What a log or a command did to the books, remembered as long as a block may be orphaned that it depends on. */
export type JournaledStep =
  | {
      readonly kind: 'applied' | 'refused';
      readonly received: ReceivedEvent;
      readonly transferBefore?: Transfer;
      /** Under which its postings stand. */
      readonly reference: string;
      /** Every account that it concerned, whether its books changed or not. */
      readonly accounts: readonly AccountId[];
    }
  | {
      readonly kind: 'command';
      readonly id: string;
      readonly reference: string;
      readonly accounts: readonly AccountId[];
    };

/** A step in its place, with the postings that it made. */
export type TakenStep = JournaledStep & {
  readonly ordinal: bigint;
  readonly postings: readonly Posting[];
  /** What a command asked for at first; it may have been granted less when it was decided anew. */
  readonly asked: readonly Posting[];
};

/** A step to be remembered; one of the same log or command is replaced. Without an ordinal it is the newest. */
export type StepWrite = (JournaledStep | WaitingStep) & { readonly ordinal?: bigint };

/** What identifies a step: its log, or the reference of the command. */
export function stepId(step: JournaledStep | WaitingStep): string {
  return step.kind === 'command' ? step.id : step.received.log.id;
}

/** What the step of a log or a command may depend on: its transfer and the accounts that it concerns. */
export function stepSubjects(step: JournaledStep): readonly string[] {
  const accounts = step.accounts.map((account) => `account/${account}`);
  return step.kind === 'command' ? accounts : [`transfer/${step.received.event.transfer}`, ...accounts];
}

/** What taking back the effects of blocks needs. */
export interface RewindSnapshot {
  /** The steps in the blocks and all that may depend on one of them, in the order in which they were taken. */
  readonly steps: readonly TakenStep[];
  /** The heads of every followed chain. */
  readonly heads: ReadonlyMap<ChainId, ChainHeads>;
  /** Where in the order of the steps each wallet was linked. */
  readonly linkedAt: ReadonlyMap<Address, bigint>;
}
