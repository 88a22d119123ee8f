import type { LiquidationCase } from '@causeway/domain/liquidation';
import type { AssetDirectory, MarginAccount, PriceVector } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { Quote } from '@causeway/domain/pricing';
import type { AccountId, BridgeId } from '@causeway/domain/units';
import type {
  DeadLetter,
  EngineAccount,
  EngineChanges,
  EngineCheckpoint,
  EngineCursors,
  OutboxEvent,
} from '@causeway/application/ports';
import { PriceBook } from './price-book.js';

/**
 * A margin engine's working memory for one account partition: a projection of its inputs that can be lost at any
 * time and read back from the checkpoint. It gathers what has changed since the last commit.
 */
export class EngineMemory {
  private readonly accounts: Map<AccountId, EngineAccount>;
  private readonly prices: PriceBook;
  private readonly accountsBySymbol = new Map<string, Set<AccountId>>();
  private readonly symbolsOfAccount = new Map<AccountId, ReadonlySet<string>>();
  private priceSeq: number;
  private currentPolicy: RiskPolicy | undefined;
  private readonly cursors: Map<string, bigint>;
  private readonly frozen: Set<BridgeId>;

  private changedAccounts = new Set<AccountId>();
  private changedCases = new Map<string, LiquidationCase>();
  private isPolicyChanged = false;
  private isFrozenChanged = false;
  private outbox: OutboxEvent[] = [];
  private deadLetters: DeadLetter[] = [];

  constructor(
    private readonly partition: number,
    checkpoint: EngineCheckpoint,
    private readonly directory: AssetDirectory,
  ) {
    this.accounts = new Map(checkpoint.accounts);
    this.priceSeq = checkpoint.priceSeq;
    this.currentPolicy = checkpoint.policy;
    this.prices = PriceBook.of(checkpoint.prices.values(), checkpoint.policy?.prices);
    this.cursors = new Map(checkpoint.cursors);
    this.frozen = new Set(checkpoint.frozenBridges ?? []);
    for (const { account } of this.accounts.values()) this.index(account);
  }

  /** The next offset of a topic that has not been applied. */
  cursor(topic: string): bigint {
    return this.cursors.get(topic) ?? 0n;
  }

  advanceCursor(topic: string, next: bigint): void {
    this.cursors.set(topic, next);
  }

  policy(): RiskPolicy | undefined {
    return this.currentPolicy;
  }

  putPolicy(policy: RiskPolicy): void {
    this.currentPolicy = policy;
    this.prices.usePolicy(policy.prices);
    this.isPolicyChanged = true;
  }

  /** The bridges over which no new credit is given. */
  frozenBridges(): ReadonlySet<BridgeId> {
    return this.frozen;
  }

  setFrozen(bridge: BridgeId, isFrozen: boolean): void {
    if (isFrozen) this.frozen.add(bridge);
    else this.frozen.delete(bridge);
    this.isFrozenChanged = true;
  }

  /** The latest prices; the id changes with every quote applied. */
  priceVector(): PriceVector {
    return {
      id: `${this.partition}:${this.priceSeq}`,
      prices: this.prices.vector(),
      limited: this.prices.limited(),
    };
  }

  /** The symbols whose price a quote can have changed; none when it says nothing new. */
  acceptQuote(quote: Quote): readonly string[] {
    const symbols = this.prices.accept(quote);
    if (symbols.length > 0) this.priceSeq += 1;
    return symbols;
  }

  account(id: AccountId): EngineAccount | undefined {
    return this.accounts.get(id);
  }

  putAccount(account: EngineAccount): void {
    const known = this.accounts.get(account.account.account);
    this.accounts.set(account.account.account, account);
    this.changedAccounts.add(account.account.account);
    if (known?.account !== account.account) this.index(account.account);
  }

  putCase(liquidationCase: LiquidationCase): void {
    this.changedCases.set(liquidationCase.id, liquidationCase);
  }

  publish(event: OutboxEvent): void {
    this.outbox.push(event);
  }

  keepDeadLetter(letter: DeadLetter): void {
    this.deadLetters.push(letter);
  }

  /** All accounts, in the order of their ids. */
  allAccounts(): readonly AccountId[] {
    return [...this.accounts.keys()].sort();
  }

  /** The accounts whose margin depends on any of the symbols, in the order of their ids. */
  accountsExposedTo(symbols: readonly string[]): readonly AccountId[] {
    const exposed = new Set(symbols.flatMap((symbol) => [...(this.accountsBySymbol.get(symbol) ?? [])]));
    return [...exposed].sort();
  }

  /** What has changed since the last call, for one commit. */
  takeChanges(): EngineChanges {
    const changes: EngineChanges = {
      accounts: [...this.changedAccounts].sort().map((id) => expectPresent(this.accounts.get(id))),
      cases: [...this.changedCases.values()],
      prices: this.prices.takeChanged(),
      priceSeq: this.priceSeq,
      ...(this.isPolicyChanged && this.currentPolicy !== undefined ? { policy: this.currentPolicy } : {}),
      ...(this.isFrozenChanged ? { frozenBridges: new Set(this.frozen) } : {}),
      cursors: new Map(this.cursors) satisfies EngineCursors,
      deadLetters: this.deadLetters,
      outbox: this.outbox,
    };
    this.changedAccounts = new Set();
    this.changedCases = new Map();
    this.isPolicyChanged = false;
    this.isFrozenChanged = false;
    this.outbox = [];
    this.deadLetters = [];
    return changes;
  }

  private index(account: MarginAccount): void {
    for (const symbol of this.symbolsOfAccount.get(account.account) ?? []) {
      this.accountsBySymbol.get(symbol)?.delete(account.account);
    }
    const symbols = new Set<string>(account.positions.map(({ instrument }) => instrument));
    for (const { amount } of account.holdings) {
      const family = this.directory.assetOf(amount.asset)?.family;
      if (family !== undefined) symbols.add(family);
    }
    this.symbolsOfAccount.set(account.account, symbols);
    for (const symbol of symbols) {
      const exposed = this.accountsBySymbol.get(symbol) ?? new Set();
      this.accountsBySymbol.set(symbol, exposed.add(account.account));
    }
  }
}

function expectPresent<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a changed row is missing from the memory it was changed in');
  return value;
}
