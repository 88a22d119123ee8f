import { type Decimal } from '@causeway/domain/units';
import { ACCOUNT_STATE, AccountColumns, isScreenable, NO_BUCKET } from './account-columns.js';
import { isWithinFloatBound, floatOf } from './float-bound.js';
import type { FoldedAccount, Slot } from './folded-account.js';
import { grownLength } from './segments.js';
import { RowScreen, WARMED } from './row-screen.js';
import { copied, SlotGrid, type SlotSpread, type SlotWay } from './slot-grid.js';
import { TriggerLists } from './trigger-lists.js';

/** How an index trades memory and latency. */
export interface TriggerIndexOptions {
  /** Buckets over about ± 61 % of each slot's spread; 8,192 make them 1.5 basis points of a price wide. */
  readonly bucketCount?: number;
  /** How many accounts a move may give new triggers before it returns; the rest get them by `settle`. */
  readonly settledPerMove?: number;
}

/** A slot and the value it takes; undefined when it has none any more. */
export interface SlotMove {
  readonly slot: Slot;
  readonly value: Decimal | undefined;
}

/** What a move comes to. */
export interface MoveOutcome {
  /**
   * The accounts that could not be ruled out, each once, in no particular order. An account that is not among them and
   * was clear before is clear. Valid until the next call.
   */
  readonly suspects: Int32Array;
  /** How many accounts were looked at, suspects included. */
  readonly touched: number;
  /** Whether all accounts were gone through, because the move concerned too many to follow triggers. */
  readonly isSweep: boolean;
}

const LAST_MARK = 0x7fff_ffff;
/** Buckets that a move must cross for it to be worth asking a sample of so many accounts whether theirs are among them. */
const LONG_WAY = 2_048;
const SAMPLE = 512;
/** Up to so many accounts to look at, a move gives new triggers before it returns. */
const FEW = 256;
/** Entries that are followed at least, however few accounts there are. */
const LEAST_FOLLOWED = 4_096;
/** With more than one account in this many to look at, going through all in order is quicker than following lists. */
const SWEEP_SHARE = 24;
/** Deviation is measured anew once it rules out less than all but one account in so many. */
const REBASE_SHARE = 4;
/** A move gives new triggers to one in so many of those that it found waiting: about what looking at all of them costs. */
const WAITING_SHARE = 8;

/**
 * Which accounts a move of prices can have brought to a breach, out of any number of them.
 *
 * Each account is given as rows that are linear in the values of its slots and bound its surpluses from below. From the
 * rows follows how far all its slots may move against it together before any row can reach zero; a trigger at that value
 * of each slot lies in a list of its bucket. A move looks only at the accounts whose triggers lie between the old value
 * and the new one, computes their rows at the new values, and gives those that remain clear new triggers. All that in
 * binary64 with the error bound of `errorShare`, so that an account is ruled out only if its exact rows are above zero.
 *
 * Those that are not ruled out are the caller's to evaluate exactly. They are reported again at every move of one of
 * their slots until they are `put` anew and ruled out.
 */
export class TriggerIndex {
  private readonly columns = new AccountColumns();
  private readonly grid: SlotGrid;
  private readonly lists: TriggerLists;
  private readonly screen: RowScreen;
  private readonly settledPerMove: number;

  /** With which the accounts are marked that a move has found. */
  private moveMark = 0;
  private entries = new Int32Array(LEAST_FOLLOWED);
  /** The records of the accounts that a move has found. */
  private found = new Int32Array(0);
  private foundCount = 0;
  private suspects = new Int32Array(0);
  private suspectCount = 0;
  private unboxed = new Int32Array(0);
  private unboxedCount = 0;
  private presentCount = 0;

  constructor({ bucketCount = 8_192, settledPerMove = 32 }: TriggerIndexOptions = {}) {
    this.grid = new SlotGrid(bucketCount);
    this.lists = new TriggerLists(this.columns, bucketCount);
    this.screen = new RowScreen(this.columns, this.grid, this.lists);
    this.settledPerMove = settledPerMove;
  }

  /** Adds a slot; its number. Without a value no account that has the slot is ruled out. */
  addSlot(spread: SlotSpread, value?: Decimal): Slot {
    const slot = this.grid.add(spread, floatable(value));
    this.lists.reserveSlots(this.grid.slotCount);
    return slot;
  }

  /** How many accounts there are. */
  get accountCount(): number {
    return this.presentCount;
  }

  /** How many accounts wait for new triggers and are looked at at every move until then. */
  get unsettledCount(): number {
    return this.unboxedCount;
  }

  /** What all columns and lists take up. */
  get byteLength(): number {
    const own = [this.entries, this.found, this.suspects, this.unboxed];
    return own.reduce(
      (bytes, { byteLength }) => bytes + byteLength,
      this.columns.byteLength + this.lists.byteLength,
    );
  }

  /**
   * Puts an account under a small whole number, in place of what was there.
   *
   * @returns by how many spreads all its slots may move against it, or undefined when it is not ruled out: because a row
   *   is not above zero, a value is missing or outside the box, or there is no row at all
   */
  put(account: number, folded: FoldedAccount): number | undefined {
    this.detach(account);
    if (this.columns.stateOf(account) === ACCOUNT_STATE.absent) {
      this.presentCount += 1;
    }
    const isKnown = isScreenable(folded);
    this.columns.put(
      account,
      isKnown ? folded : { slots: folded.slots.map(({ slot }) => ({ slot })), rows: [] },
    );
    this.reserve();
    if (!this.screen.isClear(account)) {
      this.open(account);
      return undefined;
    }
    this.columns.setState(account, ACCOUNT_STATE.boxed);
    this.screen.placeTriggers(account);
    return this.screen.room();
  }

  /** Takes an account out. */
  remove(account: number): void {
    if (this.columns.stateOf(account) === ACCOUNT_STATE.absent) return;
    this.detach(account);
    this.columns.remove(account);
    this.presentCount -= 1;
  }

  /** Sets values, all at once, and finds the accounts that can have ceased to be clear by it. */
  move(moves: readonly SlotMove[]): MoveOutcome {
    this.beginMove();
    for (const { slot } of moves) this.collectOpen(slot);
    const openCount = this.suspectCount;
    const waiting = this.unboxedCount;
    const ways = moves.map(({ slot, value }) => this.grid.move(slot, floatable(value)));
    let isSweep = ways.some(({ kind }) => kind === 'unknown') || this.crossesMany(ways);
    for (const way of ways) {
      isSweep ||= !(way.kind === 'within' ? this.collectCrossed(way) : this.collectSlot(way.slot));
    }
    // Triggers of a grid that was laid anew are in no bucket of it, however far they are.
    const isMeasured = ways.every(({ kind }) => kind === 'within');
    const touched = openCount + (isSweep ? this.sweep(isMeasured) : this.screenFound());
    // A move that concerns many has taken its time: the next ones pay for its triggers.
    if (waiting > 0 || touched <= FEW) {
      this.settle(Math.max(this.settledPerMove, Math.ceil(waiting / WAITING_SHARE)));
    }
    return { suspects: this.suspects.subarray(0, this.suspectCount), touched, isSweep };
  }

  /**
   * Gives at most so many accounts new triggers. Worth calling with a large limit when nothing else is to be done.
   *
   * @returns how many still wait
   */
  settle(limit: number): number {
    let left = limit;
    while (left > 0 && this.unboxedCount > 0) {
      const account = this.unboxed[--this.unboxedCount]!;
      if (this.columns.stateOf(account) !== ACCOUNT_STATE.unboxed) continue;
      this.box(account);
      left -= 1;
    }
    return this.unsettledCount;
  }

  private beginMove(): void {
    this.listSuspects();
    if (this.moveMark === LAST_MARK) {
      this.columns.clearMarks();
      this.moveMark = 0;
    }
    this.moveMark += 1;
    this.foundCount = 0;
    this.suspectCount = 0;
  }

  private isTooMany(count: number): boolean {
    return count * SWEEP_SHARE > this.presentCount;
  }

  private collectOpen(slot: Slot): void {
    const { columns, lists } = this;
    for (let slotSide = 2 * slot; slotSide <= 2 * slot + 1; slotSide += 1) {
      for (let entry = lists.first(slotSide, lists.open); entry >= 0; entry = lists.after(entry)) {
        const record = columns.markOwner(entry, this.moveMark);
        if (record !== undefined) this.suspects[this.suspectCount++] = columns.accountIn(record);
      }
    }
  }

  /** Whether a long way crosses the triggers of too many, judged by a sample, before following them costs as much. */
  private crossesMany(ways: readonly SlotWay[]): boolean {
    const length = ways.reduce((total, { from, to }) => total + Math.abs(to - from), 0);
    if (length < LONG_WAY || this.presentCount < SAMPLE) return false;
    const { accountCount } = this.columns;
    const stride = Math.floor(accountCount / SAMPLE);
    let crossed = 0;
    for (let account = 0; account < accountCount; account += stride) {
      if (this.isCrossed(account)) crossed += 1;
    }
    return crossed * SWEEP_SHARE > SAMPLE;
  }

  private isCrossed(account: number): boolean {
    let isCrossed = false;
    this.columns.eachEntry(account, (entry, slotSide) => {
      const bucket = this.lists.bucketOf(entry);
      if (bucket >= this.lists.beyond) return;
      const latest = this.grid.latestBucketOf(slotSide >> 1);
      if ((slotSide & 1) === 0 ? bucket >= latest : bucket <= latest) isCrossed = true;
    });
    return isCrossed;
  }

  /** Finds the accounts whose triggers lie where a slot has moved; false when there are too many to follow. */
  private collectCrossed({ slot, from, to }: SlotWay): boolean {
    if (to <= from && !this.collectLists(2 * slot, to, from)) return false;
    return to < from || this.collectLists(2 * slot + 1, from, to);
  }

  /** Finds all accounts with a trigger of a slot whose grid was laid anew. */
  private collectSlot(slot: Slot): boolean {
    return (
      this.collectLists(2 * slot, 0, this.lists.beyond) &&
      this.collectLists(2 * slot + 1, 0, this.lists.beyond)
    );
  }

  private collectLists(slotSide: number, fromBucket: number, toBucket: number): boolean {
    const { entries } = this;
    const count = this.lists.gather(slotSide, fromBucket, toBucket, entries, entries.length);
    if (count === undefined) return false;
    this.foundCount = this.columns.markOwners(entries, count, this.moveMark, this.found, this.foundCount);
    return !this.isTooMany(this.foundCount);
  }

  /** Looks at the accounts found and at those that wait for triggers; how many. */
  private screenFound(): number {
    const { columns } = this;
    let waiting = 0;
    const waitingBefore = this.unboxedCount;
    for (let index = 0; index < waitingBefore; index += 1) {
      const account = this.unboxed[index]!;
      if (columns.stateOf(account) !== ACCOUNT_STATE.unboxed) continue;
      if (this.screen.isClear(account)) this.unboxed[waiting++] = account;
      else this.suspect(account);
    }
    this.unboxedCount = waiting;
    for (let index = 0; index < this.foundCount; index += 1) {
      if (index % WARMED === 0)
        this.screen.warm(this.found, index, Math.min(index + WARMED, this.foundCount));
      const record = this.found[index]!;
      if (columns.stateIn(record) !== ACCOUNT_STATE.boxed) continue;
      const account = columns.accountIn(record);
      const isClear = this.screen.isAboveZero(record);
      columns.setStateIn(record, account, isClear ? ACCOUNT_STATE.unboxed : ACCOUNT_STATE.open);
      if (isClear) this.unboxed[this.unboxedCount++] = account;
      else this.suspects[this.suspectCount++] = account;
    }
    return this.foundCount + waitingBefore;
  }

  /**
   * Looks at all accounts that the deviation of the grid does not rule out; how many. The others stay as they are, because
   * none of their triggers is reached.
   */
  private sweep(isMeasured: boolean): number {
    const { columns, unboxed, suspects } = this;
    const deviation = isMeasured ? this.grid.deviation() : Infinity;
    const count = this.screen.collectWithin(deviation, unboxed);
    const { clear, unclear } = this.screen.partition(unboxed, count, suspects, this.suspectCount);
    for (let index = 0; index < clear; index += 1) columns.setState(unboxed[index]!, ACCOUNT_STATE.unboxed);
    this.unboxedCount = clear;
    const end = this.suspectCount + unclear;
    for (let index = this.suspectCount; index < end; index += 1) {
      columns.setState(suspects[index]!, ACCOUNT_STATE.open);
    }
    this.suspectCount = end;
    if ((clear + unclear) * REBASE_SHARE > this.presentCount) {
      if (isMeasured) this.screen.lowerReaches(deviation);
      this.grid.rebase();
    }
    return clear + unclear;
  }

  private suspect(account: number): void {
    this.suspects[this.suspectCount++] = account;
    this.columns.setState(account, ACCOUNT_STATE.open);
  }

  /**
   * Puts the suspects of the last move into the lists of open accounts. Not done at once, since most are put anew or
   * taken out before the next move.
   */
  private listSuspects(): void {
    for (let index = 0; index < this.suspectCount; index += 1) {
      const account = this.suspects[index]!;
      if (this.columns.stateOf(account) === ACCOUNT_STATE.open) this.placeAll(account, this.lists.open);
    }
  }

  /** Gives an account triggers; one that is not clear, which no move leaves here, is evaluated at the next. */
  private box(account: number): void {
    if (!this.screen.isClear(account)) {
      this.open(account);
      return;
    }
    this.columns.setState(account, ACCOUNT_STATE.boxed);
    this.screen.placeTriggers(account);
  }

  private open(account: number): void {
    this.columns.setState(account, ACCOUNT_STATE.open);
    this.placeAll(account, this.lists.open);
  }

  private detach(account: number): void {
    if (account < this.columns.accountCount) this.placeAll(account, NO_BUCKET);
  }

  private placeAll(account: number, bucket: number): void {
    this.columns.eachEntry(account, (entry, slotSide) => this.lists.place(entry, slotSide, bucket));
  }

  private reserve(): void {
    const length = grownLength(this.found.length, this.columns.accountCount);
    if (length === this.found.length) return;
    this.entries = new Int32Array(Math.max(LEAST_FOLLOWED, Math.ceil(length / SWEEP_SHARE)));
    this.found = copied(this.found, new Int32Array(length));
    this.suspects = copied(this.suspects, new Int32Array(length));
    this.unboxed = copied(this.unboxed, new Int32Array(length));
  }
}

function floatable(value: Decimal | undefined): number {
  return value !== undefined && isWithinFloatBound(value) ? floatOf(value) : NaN;
}
