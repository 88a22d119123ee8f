import { percentile } from '../measure.js';
import { shortNumber, type Figure, type Section } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';
import { tryAdversarialRows } from './adversarial-rows.js';
import { ExactBook } from './exact-book.js';
import { FollowedBook, ratioOf } from './followed-book.js';
import { pricePaths } from './price-paths.js';
import { processorMilliseconds } from './processor-time.js';
import { INSTRUMENTS, randomColumns, randomMarket, surplusOf, sweepColumns } from './random-book.js';
import { randomScenarios, sweepScenarios } from './scenario-sweep.js';

/** Sixteen rows an account take more memory than a bench may ask for on everybody's machine: one account in so many. */
const SCENARIO_SHARE = 10;
const EXACT_SAMPLE = 5_000;
const SWEEPS = 9;
const ADVERSARIAL_ROWS = 100_000;

/** What the index is to reach. */
const CALM_TIMES = 300;
const ONE_GAP_TIMES = 30;
const ALL_GAP_TIMES = 1;
const MOST_BYTES = 300;

/** Finding the accounts that a price move breaches, against going through all of them in binary floats. */
export function* screeningSection(random: SeededRandom, accountCount: number): Generator<Section> {
  yield bookSection(random, accountCount);
  yield scenarioSection(random, Math.ceil(accountCount / SCENARIO_SHARE));
}

function bookSection(random: SeededRandom, accountCount: number): Section {
  const market = randomMarket(random);
  const columns = randomColumns(random, market, accountCount);
  const followed = new FollowedBook(market, columns, new ExactBook(market, columns));
  const sample = Math.min(EXACT_SAMPLE, accountCount);
  const exact = processorMilliseconds(() => {
    for (let account = 0; account < sample; account += 1) followed.exact.isAdverse(account);
  });
  const sweep = sweepMilliseconds(() => sweepColumns(market, columns, followed.scratch));
  const paths = pricePaths(random, followed.exact);
  const calm = followed.measure(paths.calm, sweep);
  const busy = followed.measure(paths.busy, sweep);
  const oneGap = followed.measure(paths.oneGap, sweep);
  const allGap = followed.measure(paths.allGap, sweep);
  followed.mustHaveFoundAll((account) => surplusOf(market, columns, account, 1));
  const bytes = followed.bytesPerAccount();
  const { rows, contradictions, ruledOut, wrongFloats } = tryAdversarialRows(random, ADVERSARIAL_ROWS);
  return {
    title: `screening: ${shortNumber(accountCount)} accounts of 3 collaterals and 3 positions in ${INSTRUMENTS} instruments, tiers and brackets; ${followed.roomQuantiles}`,
    figures: [
      {
        label: `decimal.js, every account (${shortNumber(sample)}, extrapolated)`,
        figure: `${shortNumber((exact * accountCount) / sample)} ms`,
        ratio: ratioOf(sweep, (exact * accountCount) / sample),
      },
      { label: 'float64 columns, every account', figure: `${shortNumber(sweep)} ms` },
      ...[calm, busy, oneGap, allGap].flatMap(({ figures }) => figures),
      ...followed.costFigures(),
      {
        label: `bound, ${shortNumber(rows)} rows next to zero`,
        figure: `${contradictions} contradictions`,
        ratio: `${shortNumber(ruledOut)} ruled out; plain floats get ${shortNumber(wrongFloats)} signs wrong`,
      },
      target('target: calm tick', calm.timesFaster, CALM_TIMES),
      target('target: gap in one instrument', oneGap.timesFaster, ONE_GAP_TIMES),
      target('target: gap in all instruments', allGap.timesFaster, ALL_GAP_TIMES),
      {
        label: 'target: memory',
        figure: `${shortNumber(bytes)} bytes/account`,
        ratio: `${verdict(bytes <= MOST_BYTES)}: at most ${MOST_BYTES}`,
      },
      {
        label: 'target: bound',
        figure: `${contradictions} contradictions`,
        ratio: `${verdict(contradictions === 0)}: none`,
      },
    ],
  };
}

function scenarioSection(random: SeededRandom, accountCount: number): Section {
  const market = randomMarket(random);
  const columns = randomColumns(random, market, accountCount);
  const scenarios = randomScenarios(random, market);
  const exactBook = new ExactBook(market, columns, scenarios.decimals);
  const followed = new FollowedBook(market, columns, exactBook);
  const sweep = sweepMilliseconds(() => sweepScenarios(market, columns, scenarios.floats, followed.scratch));
  const { calm, busy, oneGap, allGap } = pricePaths(random, followed.exact);
  const figures = [calm, busy, oneGap, allGap].flatMap((path) => followed.measure(path, sweep).figures);
  return {
    title: `screening: ${shortNumber(accountCount)} such accounts, margined by the worst of 16 scenarios; ${followed.roomQuantiles}`,
    figures: [
      { label: 'float64 columns, every account, 16 scenarios', figure: `${shortNumber(sweep)} ms` },
      ...figures,
      ...followed.costFigures(),
    ],
  };
}

function target(label: string, timesFaster: number, least: number): Figure {
  return {
    label,
    figure: `${shortNumber(timesFaster)} × float64 columns`,
    ratio: `${verdict(timesFaster >= least)}: at least ${least} ×`,
  };
}

function verdict(isReached: boolean): string {
  return isReached ? 'reached' : 'NOT REACHED';
}

function sweepMilliseconds(sweep: () => void): number {
  sweep();
  return percentile(
    Array.from({ length: SWEEPS }, () => processorMilliseconds(sweep)),
    0.5,
  );
}
