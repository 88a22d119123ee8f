import { expect } from '@jest/globals';
import { encodeEventText } from '@causeway/adapters/wire';
import type { AssetDirectory } from '@causeway/domain/margin';
import type { AccountId } from '@causeway/domain/units';
import type { EngineCheckpoint } from '@causeway/application/ports';
import { symbolsOfAccount } from './account-symbols.js';
import { applyEngineInput, EngineMemory, type EngineInput } from './index.js';

const EMPTY: EngineCheckpoint = { accounts: new Map(), prices: new Map(), priceSeq: 0, cursors: new Map() };

/**
 * The engine as it would be without a screen: a price has every account evaluated. Only those whose case is open, or may
 * be opened by a warning, are left out at prices that they do not depend on, since a look at a case is itself told.
 */
class EvaluatesAll extends EngineMemory {
  constructor(
    checkpoint: EngineCheckpoint,
    private readonly known: AssetDirectory,
  ) {
    super(0, checkpoint, known);
  }

  override accountsConcernedBy(symbols: readonly string[]): readonly AccountId[] {
    return this.allAccounts().filter((id) => {
      const known = this.account(id);
      if (known === undefined || (known.openCase === undefined && !this.isWarned(id))) return true;
      const dependsOn = symbolsOfAccount(known.account, this.policy()?.margin, this.known);
      return dependsOn.has('@time') || symbols.some((symbol) => dependsOn.has(symbol));
    });
  }
}

/** An engine with its screen beside one that evaluates everything; each input must make both say and keep the same. */
export class EnginePair {
  readonly reference: EngineMemory;
  /** Accounts that prices had the screened engine evaluate, and those that they had the other one. */
  evaluated = 0;
  exposed = 0;
  private screened: EngineMemory;
  private checkpoint: EngineCheckpoint = EMPTY;

  constructor(private readonly directory: AssetDirectory) {
    this.reference = new EvaluatesAll(EMPTY, directory);
    this.screened = new EngineMemory(0, EMPTY, directory);
  }

  apply(input: EngineInput): void {
    const before = this.screened.screenFigures().evaluated;
    applyEngineInput(this.screened, input, this.directory);
    applyEngineInput(this.reference, input, this.directory);
    if (input.kind === 'price') {
      this.evaluated += this.screened.screenFigures().evaluated - before;
      this.exposed += this.reference.accountsConcernedBy([input.price.symbol]).length;
    }
    const { outbox, ...changes } = this.screened.takeChanges();
    const { outbox: expectedOutbox, ...expected } = this.reference.takeChanges();
    expect(outbox.map(({ event }) => encodeEventText(event))).toEqual(
      expectedOutbox.map(({ event }) => encodeEventText(event)),
    );
    expect(changes).toEqual(expected);
    this.keep(changes);
  }

  /** Takes the screened engine up from what it has committed. */
  restart(): void {
    this.screened = new EngineMemory(0, this.checkpoint, this.directory);
  }

  /** Names of the present policy's rules that are not folded. */
  unfoldedRules(): readonly string[] {
    return this.screened.screenFigures().unfoldedRules;
  }

  private keep(changes: Omit<ReturnType<EngineMemory['takeChanges']>, 'outbox'>): void {
    const policy = changes.policy ?? this.checkpoint.policy;
    const actions = changes.actions ?? this.checkpoint.actions;
    const frozenBridges = changes.frozenBridges ?? this.checkpoint.frozenBridges;
    this.checkpoint = {
      accounts: new Map([
        ...this.checkpoint.accounts,
        ...changes.accounts.map((known) => [known.account.account, known] as const),
      ]),
      prices: new Map([
        ...this.checkpoint.prices,
        ...changes.prices.map((state) => [state.symbol, state] as const),
      ]),
      priceSeq: changes.priceSeq,
      cursors: changes.cursors,
      ...(policy === undefined ? {} : { policy }),
      ...(frozenBridges === undefined ? {} : { frozenBridges }),
      ...(actions === undefined ? {} : { actions }),
    };
  }
}
