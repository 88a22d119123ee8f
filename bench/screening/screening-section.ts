import { putFolded, TriggerIndex, type SlotMove } from '@causeway/domain/screening';
import { Decimal } from '@causeway/domain/units';
import { percentile } from '../measure.js';
import { shortNumber, type Figure, type Section } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';
import { ExactBook } from './exact-book.js';
import {
  INSTRUMENTS,
  randomColumns,
  randomMarket,
  surplusOf,
  sweepColumns,
  type BookColumns,
  type BookMarket,
} from './random-book.js';
import { randomScenarios, sweepScenarios } from './scenario-sweep.js';

/** Sixteen rows an account take more memory than a bench may ask for on everybody's machine: one account in so many. */
const SCENARIO_SHARE = 10;
const EXACT_SAMPLE = 5_000;
const SWEEPS = 9;
const STABLE_SPREAD = 0.05;

/** A price path to measure: so many moves, each made by `next`. */
interface Path {
  readonly label: string;
  readonly moves: number;
  /** Moves made before, which are not measured. */
  readonly warmUp: number;
  readonly next: () => readonly SlotMove[];
  /** Whether accounts get their triggers between moves, outside of what is measured. */
  readonly isSettled?: true;
}

/** Finding the accounts that a price move breaches, against going through all of them in binary floats. */
export function screeningSection(random: SeededRandom, accountCount: number): readonly Section[] {
  return [
    bookSection(random, accountCount),
    scenarioSection(random, Math.ceil(accountCount / SCENARIO_SHARE)),
  ];
}

function bookSection(random: SeededRandom, accountCount: number): Section {
  const market = randomMarket(random);
  const columns = randomColumns(random, market, accountCount);
  const followed = new FollowedBook(market, columns, new ExactBook(market, columns));
  const sample = Math.min(EXACT_SAMPLE, accountCount);
  const exact = milliseconds(() => {
    for (let account = 0; account < sample; account += 1) followed.exact.isAdverse(account);
  });
  const sweep = sweepMilliseconds(() => sweepColumns(market, columns, followed.scratch));
  const paths = pathsOf(random, followed);
  const figures = paths.map((path) => followed.measure(path, sweep)).flat();
  followed.mustHaveFoundAll((account) => surplusOf(market, columns, account, 1));
  return {
    title: `screening: ${shortNumber(accountCount)} accounts of 3 collaterals and 3 positions in ${INSTRUMENTS} instruments, tiers and brackets; ${followed.roomQuantiles}`,
    figures: [
      {
        label: `decimal.js, every account (${shortNumber(sample)}, extrapolated)`,
        figure: `${shortNumber((exact * accountCount) / sample)} ms`,
        ratio: ratioOf(sweep, (exact * accountCount) / sample),
      },
      { label: 'float64 columns, every account', figure: `${shortNumber(sweep)} ms` },
      ...figures,
      ...followed.sizeFigures(),
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
  const figures = pathsOf(random, followed)
    .map((path) => followed.measure(path, sweep))
    .flat();
  return {
    title: `screening: ${shortNumber(accountCount)} such accounts, margined by the worst of 16 scenarios; ${followed.roomQuantiles}`,
    figures: [
      { label: 'float64 columns, every account, 16 scenarios', figure: `${shortNumber(sweep)} ms` },
      ...figures,
      ...followed.sizeFigures(),
    ],
  };
}

function pathsOf(random: SeededRandom, { exact }: FollowedBook): readonly Path[] {
  const popular = () => Math.floor(random.fraction() ** 1.5 * INSTRUMENTS);
  const normal = () => Array.from({ length: 12 }, () => random.fraction()).reduce((a, b) => a + b, -6);
  const moved = (slot: number, share: number): SlotMove => ({
    slot,
    value: exact
      .priceOf(slot)
      .mul(1 + share)
      .toSignificantDigits(9),
  });
  const everything = Array.from({ length: INSTRUMENTS }, (_, slot) => slot);
  let turn = 0;
  const gap = () => ((turn += 1) % 2 === 0 ? 0.05 : -0.05);
  return [
    {
      label: 'calm ticks of 1 bp',
      moves: 100_000,
      warmUp: 10_000,
      next: () => [moved(popular(), normal() * 1e-4)],
    },
    { label: 'ticks of 5 bp', moves: 50_000, warmUp: 1_000, next: () => [moved(popular(), normal() * 5e-4)] },
    {
      label: 'a gap of 5 % in one instrument',
      moves: 40,
      warmUp: 10,
      next: () => [moved(popular(), gap())],
      isSettled: true,
    },
    {
      label: 'a gap of 5 % in all instruments',
      moves: 6,
      warmUp: 2,
      next: () => {
        const share = gap();
        return everything.map((slot) => moved(slot, share));
      },
      isSettled: true,
    },
  ];
}

/** A book and the index that follows it. */
class FollowedBook {
  readonly scratch: Int32Array;
  readonly roomQuantiles: string;
  private readonly index = new TriggerIndex();
  private readonly breached = new Set<number>();
  private readonly rebuildMilliseconds: number;

  constructor(
    market: BookMarket,
    private readonly columns: BookColumns,
    readonly exact: ExactBook,
  ) {
    this.scratch = new Int32Array(columns.accountCount);
    for (const [slot, price] of exact.prices.entries()) {
      const isStable = slot >= INSTRUMENTS && market.prices[slot] === 1;
      this.index.addSlot({ kind: 'share', spread: isStable ? STABLE_SPREAD : 1 }, price);
    }
    this.rebuildMilliseconds = milliseconds(() => {
      for (let account = 0; account < columns.accountCount; account += 1) this.fold(account);
    });
    const rooms: number[] = [];
    for (
      let account = 0;
      account < columns.accountCount;
      account += Math.ceil(columns.accountCount / 2_000)
    ) {
      rooms.push(this.index.put(account, exact.fold(account, new Decimal('0.01'))) ?? 0);
      this.fold(account);
    }
    const shown = [0.01, 0.1, 0.5].map((share) => `${(percentile(rooms, share) * 100).toFixed(1)} %`);
    this.roomQuantiles = `a move of all prices against it that breaches an account: 1 in 100 ${shown[0]}, 1 in 10 ${shown[1]}, median ${shown[2]}`;
  }

  /** Follows a path; every account that is not ruled out is evaluated exactly, and leaves the book when breached. */
  measure(path: Path, sweep: number): readonly Figure[] {
    this.follow(path, path.warmUp);
    const { moves, label, isSettled } = path;
    const { times, processor, touched, suspects, breaches, deciding, settling } = this.follow(path, moves);
    const mean = processor / moves;
    const each = (value: number) => shortNumber(value / moves);
    const figures: Figure[] = [
      {
        label,
        figure: [
          `${microseconds(mean)} mean`,
          ...[0.5, 0.99].map((share) => percentileOf(times, share)),
        ].join(', '),
        ratio: `${ratioOf(sweep, mean)}, ${shortNumber(sweep / percentile(times, 0.5))} × by p50`,
      },
      {
        label: '  accounts touched, evaluated exactly, breached',
        figure: `${each(touched)}, ${each(suspects)}, ${each(breaches)}`,
        ratio:
          suspects === 0 ? '' : `${shortNumber((deciding * 1_000) / suspects)} µs to decide and fold one`,
      },
    ];
    if (isSettled !== true) return figures;
    const settled = `${each(settling)} ms`;
    return [
      ...figures,
      { label: '  new triggers afterwards', figure: settled, ratio: 'when nothing else is to be done' },
    ];
  }

  private follow({ next, isSettled }: Path, moves: number) {
    const sums = {
      times: [] as number[],
      processor: 0,
      touched: 0,
      suspects: 0,
      breaches: 0,
      deciding: 0,
      settling: 0,
    };
    for (let made = 0; made < moves; made += 1) {
      const move = next();
      for (const { slot, value } of move) if (value !== undefined) this.exact.setPrice(slot, value);
      const before = process.cpuUsage();
      const startedAt = performance.now();
      const outcome = this.index.move(move);
      sums.times.push(performance.now() - startedAt);
      sums.processor += processorMilliseconds(before);
      sums.touched += outcome.touched;
      sums.suspects += outcome.suspects.length;
      const found = [...outcome.suspects];
      if (found.length > 0) sums.deciding += milliseconds(() => (sums.breaches += this.decide(found)));
      if (isSettled === true) sums.settling += milliseconds(() => this.index.settle(Infinity));
    }
    return sums;
  }

  sizeFigures(): readonly Figure[] {
    const { accountCount } = this.columns;
    const perSecond = (accountCount * 1_000) / this.rebuildMilliseconds;
    return [
      {
        label: 'memory',
        figure: `${shortNumber(this.index.byteLength / accountCount)} bytes/account`,
        ratio: 'all columns, lists and grids',
      },
      {
        label: 'rebuild from decimals',
        figure: `${shortNumber(this.rebuildMilliseconds / 1_000)} s`,
        ratio: `${shortNumber(perSecond)} accounts/s`,
      },
    ];
  }

  /** @throws when an account is breached by its exact evaluation and was not found */
  mustHaveFoundAll(surplusOfAccount: (account: number) => number): void {
    for (let account = 0; account < this.columns.accountCount; account += 1) {
      if (surplusOfAccount(account) > 1 || this.breached.has(account) || !this.exact.isAdverse(account))
        continue;
      throw new Error(`account ${account} is breached and was not found`);
    }
  }

  private decide(accounts: readonly number[]): number {
    let breaches = 0;
    for (const account of accounts) {
      if (this.exact.isAdverse(account)) {
        this.breached.add(account);
        this.index.remove(account);
        breaches += 1;
      } else this.fold(account);
    }
    return breaches;
  }

  private fold(account: number): void {
    putFolded(this.index, account, (reach) => this.exact.fold(account, reach));
  }
}

/** Processor time, because others may use the machine. */
function milliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return processorMilliseconds(before);
}

function processorMilliseconds(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function sweepMilliseconds(sweep: () => void): number {
  sweep();
  return percentile(
    Array.from({ length: SWEEPS }, () => milliseconds(sweep)),
    0.5,
  );
}

function percentileOf(times: readonly number[], share: number): string {
  return `${microseconds(percentile(times, share))} p${share * 100}`;
}

function microseconds(value: number): string {
  return `${shortNumber(value * 1_000)} µs`;
}

function ratioOf(sweep: number, value: number): string {
  return `${shortNumber(sweep / value)} × float64 columns`;
}
