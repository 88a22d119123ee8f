import { putFolded, TriggerIndex } from '@causeway/domain/screening';
import { Decimal } from '@causeway/domain/units';
import { percentile } from '../measure.js';
import { shortNumber, type Figure } from '../report.js';
import type { ExactBook } from './exact-book.js';
import type { PricePath } from './price-paths.js';
import { processorMilliseconds, processorSince } from './processor-time.js';
import { INSTRUMENTS, type BookColumns, type BookMarket } from './random-book.js';

const STABLE_SPREAD = 0.05;
const NARROW = new Decimal('0.01');
/** Accounts whose room is looked at for the title. */
const ROOMS = 2_000;
const UPDATES = 20_000;

/** What following a path came to. */
export interface FollowedPath {
  readonly figures: readonly Figure[];
  /** How many times as long the sweep takes as a move on the average. */
  readonly timesFaster: number;
}

/** A book and the index that follows it. */
export class FollowedBook {
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
    this.rebuildMilliseconds = processorMilliseconds(() => {
      for (let account = 0; account < columns.accountCount; account += 1) this.fold(account);
    });
    this.roomQuantiles = this.describeRooms();
  }

  /** Follows a path; every account that is not ruled out is evaluated exactly, and leaves the book when breached. */
  measure(path: PricePath, sweep: number): FollowedPath {
    this.follow(path, path.warmUp);
    const { moves, label, isSettled } = path;
    const { times, processor, touched, suspects, breaches, deciding, settling } = this.follow(path, moves);
    const mean = processor / moves;
    const each = (value: number) => shortNumber(value / moves);
    const spread = [0.5, 0.99].map((share) => `${microseconds(percentile(times, share))} p${share * 100}`);
    const toDecide = `${shortNumber((deciding * 1_000) / suspects)} µs to decide and fold one`;
    const figures: Figure[] = [
      {
        label,
        figure: [`${microseconds(mean)} mean`, ...spread].join(', '),
        ratio: `${ratioOf(sweep, mean)}, ${shortNumber(sweep / percentile(times, 0.5))} × by p50`,
      },
      {
        label: '  accounts touched, evaluated exactly, breached',
        figure: `${each(touched)}, ${each(suspects)}, ${each(breaches)}`,
        ratio: suspects === 0 ? '' : toDecide,
      },
    ];
    if (isSettled === true) {
      const ratio = 'when nothing else is to be done';
      figures.push({ label: '  new triggers afterwards', figure: `${each(settling)} ms`, ratio });
    }
    return { figures, timesFaster: sweep / mean };
  }

  /** Memory, rebuild and update. */
  costFigures(): readonly Figure[] {
    const { accountCount } = this.columns;
    const perSecond = (accountCount * 1_000) / this.rebuildMilliseconds;
    const updates = Math.min(UPDATES, accountCount);
    const stride = Math.floor(accountCount / updates);
    const updating = processorMilliseconds(() => {
      for (let each = 0; each < updates; each += 1) {
        if (!this.breached.has(each * stride)) this.fold(each * stride);
      }
    });
    return [
      {
        label: 'memory',
        figure: `${shortNumber(this.bytesPerAccount())} bytes/account`,
        ratio: 'all columns, lists and grids',
      },
      {
        label: 'rebuild from decimals',
        figure: `${shortNumber(this.rebuildMilliseconds / 1_000)} s`,
        ratio: `${shortNumber(perSecond)} accounts/s`,
      },
      {
        label: 'a change of one account',
        figure: `${shortNumber((updating * 1_000) / updates)} µs`,
        ratio: 'folded in decimals and given new triggers',
      },
    ];
  }

  bytesPerAccount(): number {
    return this.index.byteLength / this.columns.accountCount;
  }

  /** @throws when an account is breached by its exact evaluation and was not found */
  mustHaveFoundAll(surplusOfAccount: (account: number) => number): void {
    for (let account = 0; account < this.columns.accountCount; account += 1) {
      if (surplusOfAccount(account) > 1 || this.breached.has(account) || !this.exact.isAdverse(account))
        continue;
      throw new Error(`account ${account} is breached and was not found`);
    }
  }

  private follow({ next, isSettled }: PricePath, moves: number) {
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
      sums.processor += processorSince(before);
      sums.touched += outcome.touched;
      sums.suspects += outcome.suspects.length;
      const found = [...outcome.suspects];
      if (found.length > 0)
        sums.deciding += processorMilliseconds(() => (sums.breaches += this.decide(found)));
      if (isSettled === true) sums.settling += processorMilliseconds(() => this.index.settle(Infinity));
    }
    return sums;
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

  private describeRooms(): string {
    const { accountCount } = this.columns;
    const rooms: number[] = [];
    for (let account = 0; account < accountCount; account += Math.ceil(accountCount / ROOMS)) {
      rooms.push(this.index.put(account, this.exact.fold(account, NARROW)) ?? 0);
      this.fold(account);
    }
    const shown = [0.01, 0.1, 0.5].map((share) => `${(percentile(rooms, share) * 100).toFixed(1)} %`);
    return `a move of all prices against it that breaches an account: 1 in 100 ${shown[0]}, 1 in 10 ${shown[1]}, median ${shown[2]}`;
  }

  private fold(account: number): void {
    putFolded(this.index, account, (reach) => this.exact.fold(account, reach));
  }
}

/** How a time compares with that of the sweep. */
export function ratioOf(sweep: number, milliseconds: number): string {
  return `${shortNumber(sweep / milliseconds)} × float64 columns`;
}

function microseconds(milliseconds: number): string {
  return `${shortNumber(milliseconds * 1_000)} µs`;
}
