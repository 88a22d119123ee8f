import type { MarginPolicy, MarginState } from '@causeway/domain/margin';
import {
  foldTerms,
  MarginTerms,
  putFolded,
  TriggerIndex,
  type MarginSlots,
  type Slot,
} from '@causeway/domain/screening';
import { Decimal, type AccountId } from '@causeway/domain/units';
import type { EngineAccount } from '@causeway/application/ports';
import { quietRange } from './reporting.js';

/** Stands among the symbols for the clock of the market; no symbol is written so. */
export const TIME = '@time';

const PRICE_SPREAD = { kind: 'share', spread: 1 } as const;
/** Milliseconds: buckets of four seconds. */
const TIME_SPREAD = { kind: 'absolute', spread: 7_200_000 } as const;
/** Six basis points of a price to a bucket: an engine owns one partition of several, and each has its own lists. */
const INDEX_OPTIONS = { bucketCount: 2_048, settledPerMove: 256 };

/** What an engine's screen has done since it was made, and what it holds. */
export interface ScreenFigures {
  readonly accounts: number;
  /** Accounts that no move rules out: their case is open, or a rule of the policy is not folded. */
  readonly alwaysEvaluated: number;
  readonly moves: number;
  readonly touched: number;
  readonly evaluated: number;
  readonly bytes: number;
  /** Names of the policy's rules that are not folded. */
  readonly unfoldedRules: readonly string[];
}

/** The price of a symbol, or the time; undefined when there is none that says anything. */
export type PriceOf = (symbol: string) => Decimal | undefined;

/**
 * Which accounts a price can have changed anything of that is told or done. What it leaves out would have been evaluated
 * for nothing, so that an engine says the same with it and without it.
 */
export class AccountScreen {
  private readonly index = new TriggerIndex(INDEX_OPTIONS);
  private readonly handles = new Map<AccountId, number>();
  private readonly ids: AccountId[] = [];
  private readonly symbolSlots = new Map<string, Slot>();
  private readonly symbols = new Map<Slot, string>();
  private readonly followed = new Set<AccountId>();
  private terms: MarginTerms | undefined;
  private readonly counts = { moves: 0, touched: 0, evaluated: 0 };

  constructor(private readonly priceOf: PriceOf) {}

  /** Takes a policy, under which all accounts have to be followed anew. */
  usePolicy(policy: MarginPolicy | undefined): void {
    this.terms = policy === undefined ? undefined : new MarginTerms(policy);
  }

  /** Has an account evaluated at every move of its symbols, until it is followed. */
  watch(id: AccountId, symbols: Iterable<string>): void {
    this.followed.delete(id);
    const slots = [...symbols].map((symbol) => ({ slot: this.slotOf(symbol) }));
    this.index.put(this.handleOf(id), { slots, rows: [] });
  }

  /** Follows an account from a state at the present prices, as far as it and the policy can be folded. */
  follow(
    known: EngineAccount,
    state: MarginState,
    policy: MarginPolicy,
    symbols: () => Iterable<string>,
  ): void {
    const id = known.account.account;
    const range = quietRange(known, policy);
    const terms =
      range === undefined || state.band !== 'healthy'
        ? undefined
        : this.terms?.termsOf(known.account, state, this.slots);
    if (range === undefined || terms === undefined) {
      if (this.followed.has(id)) this.watch(id, symbols());
      return;
    }
    const valueOf = (slot: Slot): Decimal => this.valueOf(slot) ?? new Decimal(NaN);
    this.followed.add(id);
    putFolded(this.index, this.handleOf(id), (reach) => foldTerms(terms, range, { valueOf, reach }));
  }

  /** Tells of new prices; the accounts to evaluate, in no order. */
  move(symbols: Iterable<string>): readonly AccountId[] {
    const moves = [...symbols].map((symbol) => ({ slot: this.slotOf(symbol), value: this.priceOf(symbol) }));
    const { suspects, touched } = this.index.move(moves);
    this.counts.moves += 1;
    this.counts.touched += touched;
    this.counts.evaluated += suspects.length;
    return Array.from(suspects, (handle) => this.idOf(handle));
  }

  /** The accounts that depend on any of some symbols, in no order; each is evaluated until it is followed anew. */
  suspectAll(symbols: readonly string[]): readonly AccountId[] {
    this.index.move(symbols.map((symbol) => ({ slot: this.slotOf(symbol), value: undefined })));
    return this.move(symbols);
  }

  /** What has been done so far. */
  figures(): ScreenFigures {
    const accounts = this.index.accountCount;
    return {
      accounts,
      alwaysEvaluated: accounts - this.followed.size,
      ...this.counts,
      bytes: this.index.byteLength,
      unfoldedRules: this.terms?.unfoldedRules ?? [],
    };
  }

  private readonly slots: MarginSlots = {
    ofSymbol: (symbol) => this.slotOf(symbol),
    priceOf: (symbol) => this.priceOf(symbol),
    ofTime: () => this.slotOf(TIME),
  };

  private slotOf(symbol: string): Slot {
    const known = this.symbolSlots.get(symbol);
    if (known !== undefined) return known;
    const slot = this.index.addSlot(symbol === TIME ? TIME_SPREAD : PRICE_SPREAD, this.priceOf(symbol));
    this.symbolSlots.set(symbol, slot);
    this.symbols.set(slot, symbol);
    return slot;
  }

  private valueOf(slot: Slot): Decimal | undefined {
    const symbol = this.symbols.get(slot);
    return symbol === undefined ? undefined : this.priceOf(symbol);
  }

  private handleOf(id: AccountId): number {
    const known = this.handles.get(id);
    if (known !== undefined) return known;
    const handle = this.ids.push(id) - 1;
    this.handles.set(id, handle);
    return handle;
  }

  private idOf(handle: number): AccountId {
    const id = this.ids[handle];
    if (id === undefined) throw new Error(`account ${handle} of the index has no id`);
    return id;
  }
}
