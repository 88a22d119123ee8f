import type { SettlementRecord } from '@causeway/application/ports';
import type { Network } from '@causeway/domain/network';
import {
  progressOf,
  type AttemptProgress,
  type LegAttempt,
  type PlannedLeg,
} from '@causeway/domain/settlement';
import type { Hash, UnixMilliseconds } from '@causeway/domain/units';
import type { ContractCall, RetryableTerms } from './contract-call.js';
import { encodeLeg } from './encode-leg.js';

/**
 * What is to be done about a leg: `waiting` for others to bring what it sends, `to-send`, `sent` as the desk reported,
 * `overdue` when it may not be sent any more, and how its attempt stands once units moved or never will.
 */
export type LegStanding = 'waiting' | 'to-send' | 'sent' | 'overdue' | Exclude<AttemptProgress, 'pending'>;

/** A leg as a desk is to carry it out. */
export interface LegExecution {
  readonly leg: number;
  readonly planned: PlannedLeg;
  readonly standing: LegStanding;
  /** The latest attempt, by its number; absent while the leg waits. */
  readonly attempt?: LegAttempt & { readonly number: number };
  /** To be signed and sent in this order; none unless the leg is to be sent. */
  readonly calls: readonly ContractCall[];
  /** Why there are no calls. */
  readonly reason?: string;
}

/**
 * What a desk is to do for a settlement at `at`, leg by leg in the order of the plan. Transactions are given only for
 * attempts that nobody is known to have sent and whose time is not over, so that nothing is sent twice for want of
 * looking.
 *
 * @param retryable gas terms for legs that leave Ethereum by a ticket of Arbitrum
 */
export function executionPlanOf(
  record: SettlementRecord,
  network: Network,
  at: UnixMilliseconds,
  retryable?: RetryableTerms,
): readonly LegExecution[] {
  return record.settlement.plan.legs.map((planned, leg) => {
    const attempts = record.settlement.attempts[leg] ?? [];
    const last = attempts.at(-1);
    if (last === undefined) {
      const reason =
        record.settlement.outcome === undefined
          ? 'it is issued once the legs that bring its input are done'
          : 'the settlement ended before anything was there to be sent';
      return { leg, planned, standing: 'waiting', calls: [], reason };
    }
    const attempt = { ...last, number: attempts.length - 1 };
    const { standing, reason } = standingOf(record, planned, leg, attempt, at);
    const place = { leg, planned, standing, attempt };
    if (reason !== undefined) return { ...place, calls: [], reason };
    return { ...place, ...callsOf(record, network, planned, last, retryable) };
  });
}

function standingOf(
  { settlement, evidence }: SettlementRecord,
  planned: PlannedLeg,
  leg: number,
  attempt: LegAttempt & { readonly number: number },
  at: UnixMilliseconds,
): { readonly standing: LegStanding; readonly reason?: string } {
  const progress = progressOf(attempt, planned, settlement.plan, at);
  if (progress !== 'pending') return { standing: progress, reason: REASONS[progress] };
  const sentIn = transactionOf(evidence, leg, attempt.number);
  if (sentIn !== undefined) return { standing: 'sent', reason: `it was sent in ${sentIn}` };
  if (settlement.outcome !== undefined) return { standing: 'void', reason: 'the settlement has ended' };
  if (at >= attempt.validUntil) {
    return { standing: 'overdue', reason: 'its time is over; if it was not sent, report it as abandoned' };
  }
  return { standing: 'to-send' };
}

function transactionOf(
  evidence: SettlementRecord['evidence'],
  leg: number,
  number: number,
): Hash | undefined {
  return evidence.find((each) => each.leg === leg && each.attempt === number)?.transaction;
}

const REASONS = {
  'under-way': 'its units are under way',
  void: 'it moved nothing and never will',
  complete: 'all that departed has arrived or come back',
} as const;

function callsOf(
  { graph, wallet, isContractWallet }: SettlementRecord,
  network: Network,
  planned: PlannedLeg,
  { input, minimumOutput, issuedAt, validUntil }: LegAttempt,
  retryable: RetryableTerms | undefined,
): Pick<LegExecution, 'calls' | 'reason'> {
  const edge = graph.edges.find(({ id }) => id === planned.edge);
  if (edge === undefined) throw new Error(`the settlement has no edge ${planned.edge}`);
  const order = { edge, input, minimumOutput, issuedAt, validUntil, wallet, isContractWallet };
  const encoded = encodeLeg(retryable === undefined ? order : { ...order, retryable }, network);
  if (!encoded.ok) return { calls: [], reason: encoded.failure.message };
  if (encoded.value.length > 0) return { calls: encoded.value };
  return { calls: [], reason: 'the desk pays itself from its inventory: nothing is sent to a chain' };
}
