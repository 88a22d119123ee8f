import type { LiquidationCase } from '@causeway/domain/liquidation';
import {
  evaluateMargin,
  markPriceOf,
  type AssetDirectory,
  type CollateralSubject,
  type MarginAccount,
  type MarginState,
  type PriceVector,
} from '@causeway/domain/margin';
import { policyInForce, type RiskPolicy } from '@causeway/domain/policy';
import { isSameValidity, type MarketMotion, type PriceValidity, type Quote } from '@causeway/domain/pricing';
import { creditFreezes, warnedAccounts, type ActionInForce } from '@causeway/domain/systemic-risk';
import { Decimal, type AccountId, type BridgeId } from '@causeway/domain/units';
import type {
  DeadLetter,
  EngineAccount,
  EngineChanges,
  EngineCheckpoint,
  EngineCursors,
  OutboxEvent,
} from '@causeway/application/ports';
import { AccountScreen, TIME, type ScreenFigures } from './account-screen.js';
import { LiquidationFlows } from './liquidation-flows.js';
import { symbolsOfAccount } from './account-symbols.js';
import { PriceBook } from './price-book.js';

/**
 * A margin engine's working memory for one account partition: a projection of its inputs that can be lost at any
 * time and read back from the checkpoint. It gathers what has changed since the last commit.
 */
export class EngineMemory {
  private readonly accounts: Map<AccountId, EngineAccount>;
  private readonly prices: PriceBook;
  private priceSeq: number;
  /** As it was activated. */
  private statedPolicy: RiskPolicy | undefined;
  /** With what the actions in force add to it. */
  private currentPolicy: RiskPolicy | undefined;
  private actions: readonly ActionInForce[];
  private freezes: readonly CollateralSubject[] = [];
  private warned: ReadonlySet<AccountId> = new Set();
  private readonly cursors: Map<string, bigint>;
  private readonly frozen: Set<BridgeId>;
  private readonly screen: AccountScreen;
  private readonly liquidationFlows: LiquidationFlows;
  private readonly validities = new Map<string, PriceValidity>();

  private changedAccounts = new Set<AccountId>();
  private changedCases = new Map<string, LiquidationCase>();
  private isPolicyChanged = false;
  private isFrozenChanged = false;
  private areActionsChanged = false;
  private outbox: OutboxEvent[] = [];
  private deadLetters: DeadLetter[] = [];

  constructor(
    private readonly partition: number,
    checkpoint: EngineCheckpoint,
    private readonly directory: AssetDirectory,
  ) {
    this.accounts = new Map(checkpoint.accounts);
    this.priceSeq = checkpoint.priceSeq;
    this.statedPolicy = checkpoint.policy;
    this.actions = checkpoint.actions ?? [];
    this.useActions();
    this.prices = PriceBook.of(checkpoint.prices.values(), checkpoint.policy?.prices);
    this.cursors = new Map(checkpoint.cursors);
    this.frozen = new Set(checkpoint.frozenBridges ?? []);
    this.screen = new AccountScreen((symbol) =>
      symbol === TIME ? new Decimal(this.prices.clock()) : markPriceOf(this.priceVector(), symbol),
    );
    this.screen.usePolicy(this.currentPolicy?.margin);
    this.liquidationFlows = new LiquidationFlows(checkpoint.liquidated ?? []);
    for (const { account, openCase } of this.accounts.values()) {
      this.liquidationFlows.follow(account.account, openCase);
    }
    for (const { account } of this.accounts.values()) this.index(account);
    for (const account of this.accounts.values()) this.followAgain(account);
    for (const symbol of this.prices.vector().keys()) this.hasOtherUses(symbol);
  }

  /** The next offset of a topic that has not been applied. */
  cursor(topic: string): bigint {
    return this.cursors.get(topic) ?? 0n;
  }

  advanceCursor(topic: string, next: bigint): void {
    this.cursors.set(topic, next);
  }

  /** The policy, with what the systemic-risk actions in force add to it. */
  policy(): RiskPolicy | undefined {
    return this.currentPolicy;
  }

  putPolicy(policy: RiskPolicy): void {
    this.statedPolicy = policy;
    this.useActions();
    this.prices.usePolicy(policy.prices);
    this.isPolicyChanged = true;
    this.screen.usePolicy(this.currentPolicy?.margin);
    // Its rules may read other prices; who assesses the accounts under it has them followed again.
    for (const { account } of this.accounts.values()) this.index(account);
    // Rules on prices may have formed other marks; accounts are assessed anew under a policy anyway.
    this.accountsConcernedBy([...this.prices.vector().keys()]);
  }

  /** The systemic-risk actions in force. */
  actionsInForce(): readonly ActionInForce[] {
    return this.actions;
  }

  /** Takes other actions, under which all accounts have to be assessed anew. */
  putActions(actions: readonly ActionInForce[]): void {
    this.actions = actions;
    this.areActionsChanged = true;
    this.useActions();
    this.screen.usePolicy(this.currentPolicy?.margin);
  }

  /** The subjects whose new collateral gives no credit. */
  creditFreezes(): readonly CollateralSubject[] {
    return this.freezes;
  }

  /** Whether a warning in force names the account. */
  isWarned(id: AccountId): boolean {
    return this.warned.has(id);
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
      asOf: this.prices.clock(),
    };
  }

  /** How each mark has been moving. */
  motions(): ReadonlyMap<string, MarketMotion> {
    return this.prices.motions();
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
    if (known?.openCase !== account.openCase) {
      this.liquidationFlows.follow(account.account.account, account.openCase);
    }
    if (known?.account !== account.account) this.index(account.account);
  }

  /** What liquidations do to instruments. */
  flows(): LiquidationFlows {
    return this.liquidationFlows;
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

  /**
   * The accounts of which new prices of some symbols can have changed anything that is told or done, in the order of their
   * ids. Whoever assesses one says by `follow` what it came to.
   */
  accountsConcernedBy(symbols: readonly string[]): readonly AccountId[] {
    const concerned = new Set(symbols.length === 0 ? [] : this.screen.move([...symbols, TIME]));
    const revalued = symbols.filter((symbol) => this.hasOtherUses(symbol));
    if (revalued.length > 0) for (const id of this.screen.suspectAll(revalued)) concerned.add(id);
    return [...concerned].sort();
  }

  /** Follows an account from what it was just assessed to. */
  follow(account: EngineAccount, state: MarginState): void {
    if (this.currentPolicy === undefined) return;
    // However healthy it is, the next look may open a case.
    if (this.isWarned(account.account.account)) this.index(account.account);
    else this.screen.follow(account, state, this.currentPolicy.margin, () => this.symbolsOf(account.account));
  }

  /** What looking at accounts has cost so far. */
  screenFigures(): ScreenFigures {
    return this.screen.figures();
  }

  /** What has changed since the last call, for one commit. */
  takeChanges(): EngineChanges {
    const liquidated = this.liquidationFlows.takeChanges();
    const changes: EngineChanges = {
      accounts: [...this.changedAccounts].sort().map((id) => expectPresent(this.accounts.get(id))),
      cases: [...this.changedCases.values()],
      prices: this.prices.takeChanged(),
      priceSeq: this.priceSeq,
      ...(this.isPolicyChanged && this.statedPolicy !== undefined ? { policy: this.statedPolicy } : {}),
      ...(this.isFrozenChanged ? { frozenBridges: new Set(this.frozen) } : {}),
      ...(this.areActionsChanged ? { actions: this.actions } : {}),
      ...(liquidated === undefined ? {} : { liquidated }),
      cursors: new Map(this.cursors) satisfies EngineCursors,
      deadLetters: this.deadLetters,
      outbox: this.outbox,
    };
    this.changedAccounts = new Set();
    this.changedCases = new Map();
    this.isPolicyChanged = false;
    this.isFrozenChanged = false;
    this.areActionsChanged = false;
    this.outbox = [];
    this.deadLetters = [];
    return changes;
  }

  private useActions(): void {
    const stated = this.statedPolicy;
    this.currentPolicy = stated === undefined ? undefined : policyInForce(stated, this.actions);
    this.freezes = creditFreezes(this.actions);
    this.warned = warnedAccounts(this.actions);
  }

  private index(account: MarginAccount): void {
    this.screen.watch(account.account, this.symbolsOf(account));
  }

  /** Takes up an account of the checkpoint where the engine before left it; those with a case are looked at anyway. */
  private followAgain(known: EngineAccount): void {
    const policy = this.currentPolicy;
    if (policy === undefined || known.openCase !== undefined || known.reported?.band !== 'healthy') return;
    this.follow(known, evaluateMargin(known.account, this.priceVector(), policy.margin, this.directory));
  }

  /** Whether a price may be used for other things than when it was last asked: then no bound on what it does holds. */
  private hasOtherUses(symbol: string): boolean {
    const validity = this.prices.vector().get(symbol)?.validity;
    const before = this.validities.get(symbol);
    if (validity === undefined) return this.validities.delete(symbol);
    this.validities.set(symbol, validity);
    return before === undefined || !isSameValidity(before, validity);
  }

  /** The symbols whose prices the margin of an account depends on. */
  private symbolsOf(account: MarginAccount): ReadonlySet<string> {
    return symbolsOfAccount(account, this.currentPolicy?.margin, this.directory);
  }
}

function expectPresent<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a changed row is missing from the memory it was changed in');
  return value;
}
