import type { AssetDirectory } from '@causeway/domain/margin';
import type { AccountId, Decimal } from '@causeway/domain/units';
import type {
  AccountOutcome,
  AccountReport,
  BackTestHistory,
  BackTestPolicy,
  BackTestReport,
  ExecutionTerms,
} from './back-test-types.js';
import { runBackTest } from './run-back-test.js';

/** A threshold, and what it would have led to. */
export interface ThresholdTrial {
  readonly threshold: Decimal;
  readonly report: BackTestReport;
}

/** An account that came through better under another threshold. */
export interface SavedAccount {
  readonly account: AccountId;
  readonly before: AccountOutcome;
  readonly after: AccountOutcome;
  readonly valueBefore: Decimal;
  readonly valueAfter: Decimal;
}

/** What history says about the threshold of a policy. */
export interface ThresholdSearch {
  /** The policy as it is. */
  readonly active: BackTestReport;
  /** In the order of the candidates. */
  readonly trials: readonly ThresholdTrial[];
  /**
   * The best trial, where one is better than the policy as it is: less that nobody paid, then less shortfall, then more
   * value left to the accounts, then the lower threshold.
   */
  readonly best?: ThresholdTrial;
  /** What the best threshold would have saved: from bankruptcy, or from being liquidated at all. */
  readonly saved: readonly SavedAccount[];
}

/**
 * Replays the history under the policy with each candidate in the place of its liquidation threshold, and names the
 * accounts that the best of them would have saved. The search is exhaustive over the candidates: how much a threshold
 * costs is not monotone in it, since an earlier liquidation sells what might have recovered.
 */
export function searchThresholds(
  history: BackTestHistory,
  active: BackTestPolicy,
  candidates: readonly { readonly threshold: Decimal; readonly policy: BackTestPolicy }[],
  terms: ExecutionTerms,
  directory: AssetDirectory,
): ThresholdSearch {
  const asItIs = runBackTest(history, active, terms, directory);
  const trials = candidates.map(({ threshold, policy }) => ({
    threshold,
    report: runBackTest(history, policy, terms, directory),
  }));
  const best = trials.reduce<ThresholdTrial | undefined>(
    (found, trial) => (isBetter(trial.report, found?.report ?? asItIs) ? trial : found),
    undefined,
  );
  if (best === undefined) return { active: asItIs, trials, saved: [] };
  return { active: asItIs, trials, best, saved: savedBy(asItIs, best.report) };
}

/** The accounts that came through better in `after` than in `before`. */
export function savedBy(before: BackTestReport, after: BackTestReport): readonly SavedAccount[] {
  const later = new Map(after.accounts.map((report) => [report.account, report]));
  return before.accounts.flatMap((earlier) => {
    const report = later.get(earlier.account);
    if (report === undefined || !isSaved(earlier, report)) return [];
    return [
      {
        account: earlier.account,
        before: earlier.outcome,
        after: report.outcome,
        valueBefore: earlier.valueAtEnd,
        valueAfter: report.valueAtEnd,
      },
    ];
  });
}

const RANK: Readonly<Record<AccountOutcome, number>> = {
  untouched: 0,
  warned: 0,
  liquidated: 1,
  bankrupt: 2,
};

function isSaved(before: AccountReport, after: AccountReport): boolean {
  return RANK[after.outcome] < RANK[before.outcome];
}

function isBetter(a: BackTestReport, b: BackTestReport): boolean {
  return (a.uncovered.cmp(b.uncovered) || a.shortfall.cmp(b.shortfall) || b.valueAtEnd.cmp(a.valueAtEnd)) < 0;
}
