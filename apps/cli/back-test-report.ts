import type {
  AccountReport,
  BackTestReport,
  SavedAccount,
  ThresholdSearch,
} from '@causeway/application/back-test';
import { formatDecimal, type UnixMilliseconds } from '@causeway/domain/units';
import { markdownTable, wholeDollars } from './markdown.js';

/** A back-test for people, with the thresholds that were tried and the accounts that the best would have saved. */
export function backTestReport({ active, trials, best, saved }: ThresholdSearch): string {
  const sections = [
    `# Back-test of ${active.policy}\n`,
    periodOf(active),
    figures([['as it is', active]]),
    accountTable(active),
  ];
  if (trials.length > 0) {
    const columns = trials.map(({ threshold, report }) => [formatDecimal(threshold), report] as const);
    sections.push('## Other liquidation thresholds\n', figures(columns));
    sections.push(
      best === undefined
        ? 'None of them would have been better than the policy as it is.\n'
        : `${formatDecimal(best.threshold)} would have been best.\n\n${savedTable(saved, 'it')}`,
    );
  }
  return sections.join('\n');
}

/** The back-tests of two policies side by side. */
export function comparisonReport(
  before: BackTestReport,
  after: BackTestReport,
  saved: readonly SavedAccount[],
  lost: readonly SavedAccount[],
): string {
  return [
    `# ${after.policy} beside ${before.policy}\n`,
    periodOf(before),
    figures([
      [before.policy, before],
      [after.policy, after],
    ]),
    savedTable(saved, after.policy),
    savedTable(lost, before.policy),
  ].join('\n');
}

function periodOf({ from, to, quotes, accounts }: BackTestReport): string {
  return `${instant(from)} to ${instant(to)}, ${quotes} quotes, ${accounts.length} accounts.\n`;
}

const FIGURES: readonly (readonly [string, (report: BackTestReport) => string])[] = [
  ['accounts warned', (report) => counted(report, ({ warnedAt }) => warnedAt !== undefined)],
  ['accounts liquidated', (report) => counted(report, ({ liquidations }) => liquidations > 0)],
  ['accounts bankrupt', (report) => counted(report, ({ outcome }) => outcome === 'bankrupt')],
  ['liquidations', ({ liquidations }) => String(liquidations)],
  ['notional closed', ({ notionalClosed }) => wholeDollars(notionalClosed)],
  ['fees', ({ fees }) => wholeDollars(fees)],
  ['shortfall', ({ shortfall }) => wholeDollars(shortfall)],
  ['paid by the fund', ({ fundPaid }) => wholeDollars(fundPaid)],
  ['fund at the end', ({ fundAtEnd }) => wholeDollars(fundAtEnd)],
  ['paid by nobody', ({ uncovered }) => wholeDollars(uncovered)],
  ['value left to the accounts', ({ valueAtEnd }) => wholeDollars(valueAtEnd)],
  ['breaches without a usable price', ({ refusals }) => String(refusals)],
];

function figures(columns: readonly (readonly [string, BackTestReport])[]): string {
  return markdownTable(
    ['', ...columns.map(([name]) => name)],
    FIGURES.map(([name, figure]) => [name, ...columns.map(([, report]) => figure(report))]),
  );
}

function accountTable({ accounts }: BackTestReport): string {
  const touched = accounts.filter(({ outcome }) => outcome !== 'untouched');
  if (touched.length === 0) return 'No account came near its limit.\n';
  return markdownTable(
    ['account', 'outcome', 'warned', 'liquidated', 'closed', 'shortfall', 'value left'],
    touched.map((one) => [
      one.account,
      one.outcome,
      one.warnedAt === undefined ? '' : instant(one.warnedAt),
      one.liquidatedAt === undefined ? '' : instant(one.liquidatedAt),
      wholeDollars(one.notionalClosed),
      wholeDollars(one.shortfall),
      wholeDollars(one.valueAtEnd),
    ]),
  );
}

function savedTable(saved: readonly SavedAccount[], by: string): string {
  if (saved.length === 0) return `No account comes through better under ${by}.\n`;
  return `Accounts that come through better under ${by}:\n\n${markdownTable(
    ['account', 'otherwise', 'then', 'value otherwise', 'value then'],
    saved.map(({ account, before, after, valueBefore, valueAfter }) => [
      account,
      before,
      after,
      wholeDollars(valueBefore),
      wholeDollars(valueAfter),
    ]),
  )}`;
}

function counted({ accounts }: BackTestReport, is: (account: AccountReport) => boolean): string {
  return String(accounts.filter(is).length);
}

function instant(time: UnixMilliseconds): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
