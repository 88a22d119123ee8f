import type { DimensionRisk, FailureShocks, StressReport } from '@causeway/domain/systemic-risk';
import { sum, type Decimal } from '@causeway/domain/units';
import { markdownTable, percent, wholeDollars } from './markdown.js';

/** Exposure, concentration and correlated breaches for people. */
export function systemicRiskReport(risks: readonly DimensionRisk[], shocks: FailureShocks): string {
  const supposed = `A layer halts, a bridge fails, an asset loses ${percent(shocks.assetFall)}, an instrument moves by ${percent(
    shocks.venueMove,
  )}.`;
  return [
    '# Systemic risk\n',
    `${supposed}\n`,
    ...risks.flatMap(({ dimension, value, concentration, subjects }) => [
      `## By ${dimension}: ${wholeDollars(value)} USD, concentration ${concentration.toFixed(4)}\n`,
      markdownTable(
        [dimension, 'accounts', 'USD', 'counted', 'share', 'would breach', 'shortfall'],
        subjects.map((one) => [
          one.subject,
          String(one.accounts),
          wholeDollars(one.value),
          wholeDollars(one.counted),
          percent(one.share),
          String(one.breaches),
          wholeDollars(one.shortfall),
        ]),
      ),
    ]),
  ].join('\n');
}

/** What a scenario would lead to, for people. */
export function stressReport({
  scenario,
  accounts,
  alreadyBreached,
  breaches,
  equityLost,
  contagion,
}: StressReport): string {
  const { rounds, drops, shortfall, fundUsed, socialised } = contagion;
  const facts: readonly (readonly [string, string])[] = [
    ['accounts', String(accounts)],
    ['in breach before', String(alreadyBreached.length)],
    ['would breach', String(breaches.length)],
    ['of them by contagion', String(breaches.filter(({ round }) => round > 0).length)],
    ['rounds of contagion', String(rounds)],
    ['equity lost', wholeDollars(equityLost)],
    ['shortfall', wholeDollars(shortfall)],
    ['paid by the fund', wholeDollars(fundUsed)],
    ['charged to accounts that stand', wholeDollars(sum(socialised.values()))],
    ...[...drops].map(([family, drop]): [string, string] => [
      `forced sales lower ${family} by`,
      percent(drop),
    ]),
  ];
  return [
    `# ${scenario.name}\n`,
    markdownTable(['', ''], facts),
    ...(breaches.length === 0
      ? []
      : [
          markdownTable(
            ['account', 'round', 'equity before', 'equity after', 'to maintain'],
            breaches.map(({ account, round, equityBefore, equityAfter, maintenanceMargin }) => [
              account,
              String(round),
              ...[equityBefore, equityAfter, maintenanceMargin].map((value: Decimal) => wholeDollars(value)),
            ]),
          ),
        ]),
  ].join('\n');
}
