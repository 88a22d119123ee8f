import { NO_LEDGER_CHANGES, type SettlementRecord, type SettlementStore } from '@causeway/application/ports';
import { WorkingSettlement } from '@causeway/application/settlement-changes';
import type { LegObservation } from '@causeway/domain/settlement';
import {
  fail,
  ok,
  type AccountId,
  type Hash,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';

/** What a desk says of an attempt at a leg. */
export type LegReport =
  | { readonly kind: 'sent'; readonly transaction: Hash }
  /** It was not sent and never will be. */
  | { readonly kind: 'abandoned' }
  /** It went through and delivered this many base units; only of legs over no bridge, which no event tells. */
  | { readonly kind: 'executed'; readonly delivered: bigint; readonly isFinal: boolean }
  /** Its transaction failed and moved nothing. */
  | { readonly kind: 'reverted'; readonly isFinal: boolean };

export interface ReportLegCommand {
  readonly account: AccountId;
  readonly quote: string;
  readonly leg: number;
  readonly attempt: number;
  readonly report: LegReport;
}

export type ReportLegCode =
  'UNKNOWN_SETTLEMENT' | 'UNKNOWN_ATTEMPT' | 'BRIDGED_LEG' | 'ALREADY_FINAL' | 'INVALID_AMOUNT';

type Reported = Result<SettlementRecord, ReportLegCode>;

/**
 * Takes in what a desk says of an attempt. Reports may be repeated and corrected until one is final; what a bridge tells
 * of a leg counts for more than what the desk says.
 */
export async function reportLeg(
  store: SettlementStore,
  command: ReportLegCommand,
  at: UnixMilliseconds,
): Promise<Reported> {
  const { quote, account, leg, attempt, report } = command;
  return store.transact<Reported>({ quote, account, resources: [], wallets: [] }, (snapshot) => {
    const { known } = snapshot;
    const refused = refuse(known, command);
    if (known === undefined || refused !== undefined) {
      return { ledger: NO_LEDGER_CHANGES, outcome: refused ?? unknownSettlement(command) };
    }
    const working = new WorkingSettlement(snapshot, known, at);
    if (report.kind === 'sent') {
      const evidence = known.evidence.find((each) => each.leg === leg && each.attempt === attempt);
      working.note({ ...evidence, leg, attempt, transaction: report.transaction });
    } else if (report.kind === 'abandoned') {
      working.take({ kind: 'abandoned', leg, attempt });
    } else {
      const observation = observationOf(known, command, report);
      working.take({ kind: 'observed', leg, attempt, observation });
    }
    const decision = working.decision();
    return { ...decision, outcome: ok(decision.outcome.record) };
  });
}

function unknownSettlement({ quote, account }: ReportLegCommand): Result<never, ReportLegCode> {
  return fail('UNKNOWN_SETTLEMENT', `${account} has no settlement ${quote}`, 'settlement');
}

function refuse(
  known: SettlementRecord | undefined,
  command: ReportLegCommand,
): Result<never, ReportLegCode> | undefined {
  const { account, leg, attempt, report } = command;
  if (known?.account !== account) return unknownSettlement(command);
  const found = known.settlement.attempts[leg]?.[attempt];
  const planned = known.settlement.plan.legs[leg];
  if (found === undefined || planned === undefined) {
    return fail('UNKNOWN_ATTEMPT', `attempt ${attempt} of leg ${leg} was not issued`, 'attempt');
  }
  if (report.kind === 'sent' || report.kind === 'abandoned') return undefined;
  if (planned.bridge !== undefined && report.kind === 'executed') {
    const message = `${planned.bridge} tells what becomes of leg ${leg}; report the transaction in which it was sent`;
    return fail('BRIDGED_LEG', message, 'report');
  }
  if (found.observation.isFinal) {
    return fail('ALREADY_FINAL', `what became of leg ${leg} is final already`, 'report');
  }
  if (report.kind === 'reverted' || report.delivered >= 0n) return undefined;
  return fail('INVALID_AMOUNT', 'what was delivered is not below 0', 'report.delivered');
}

function observationOf(
  { settlement }: SettlementRecord,
  { leg, attempt }: ReportLegCommand,
  report: Extract<LegReport, { readonly isFinal: boolean }>,
): LegObservation {
  const found = settlement.attempts[leg]?.[attempt];
  const isExecuted = report.kind === 'executed';
  const moved = isExecuted ? (found?.input ?? 0n) : 0n;
  return {
    seq: (found?.observation.seq ?? 0) + 1,
    departed: moved,
    arrived: moved,
    delivered: isExecuted ? report.delivered : 0n,
    returned: 0n,
    isReverted: !isExecuted,
    isFinal: report.isFinal,
  };
}
