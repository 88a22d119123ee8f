import type { LiquidationCase } from '@causeway/domain/liquidation';
import type { AccountId, UnixMilliseconds } from '@causeway/domain/units';
import type {
  EngineAccount,
  EngineChanges,
  EngineCheckpoint,
  EngineCursors,
  EngineStore,
  LiquidatedChanges,
  LiquidatedSize,
  PartitionLease,
} from '@causeway/application/ports';
import type { MemoryDeadLetters } from './memory-dead-letters.js';
import type { MemoryOutbox } from './memory-outbox.js';

interface Ownership {
  readonly owner: string | undefined;
  readonly epoch: bigint;
  readonly expiresAt: number;
}

const EMPTY: EngineCheckpoint = {
  accounts: new Map(),
  prices: new Map(),
  priceSeq: 0,
  cursors: new Map(),
};

/** Checkpoints of the margin engines in memory. */
export class MemoryEngines implements EngineStore {
  private readonly ownerships = new Map<number, Ownership>();
  private readonly checkpoints = new Map<number, EngineCheckpoint>();
  private readonly cases = new Map<string, LiquidationCase>();

  constructor(
    private readonly outbox: MemoryOutbox,
    private readonly deadLetters: MemoryDeadLetters,
  ) {}

  claim(
    partition: number,
    owner: string,
    now: UnixMilliseconds,
    leaseSeconds: number,
  ): Promise<PartitionLease | undefined> {
    const known = this.ownerships.get(partition);
    const isTaken = known?.owner !== undefined && known.owner !== owner && known.expiresAt >= now;
    if (isTaken) return Promise.resolve(undefined);
    const isRenewal = known?.owner === owner;
    const epoch = isRenewal ? known.epoch : (known?.epoch ?? 0n) + 1n;
    this.ownerships.set(partition, { owner, epoch, expiresAt: now + leaseSeconds * 1_000 });
    return Promise.resolve({ partition, epoch });
  }

  release({ partition, epoch }: PartitionLease): Promise<void> {
    if (this.ownerships.get(partition)?.epoch === epoch) {
      this.ownerships.set(partition, { owner: undefined, epoch, expiresAt: 0 });
    }
    return Promise.resolve();
  }

  load(partition: number): Promise<EngineCheckpoint> {
    return Promise.resolve(this.checkpoints.get(partition) ?? EMPTY);
  }

  cursors(): Promise<ReadonlyMap<number, EngineCursors>> {
    return Promise.resolve(
      new Map([...this.checkpoints].map(([partition, { cursors }]) => [partition, cursors])),
    );
  }

  commit({ partition, epoch }: PartitionLease, changes: EngineChanges): Promise<'committed' | 'fenced'> {
    if (this.ownerships.get(partition)?.epoch !== epoch) return Promise.resolve('fenced');
    const known = this.checkpoints.get(partition) ?? EMPTY;
    const policy = changes.policy ?? known.policy;
    const actions = changes.actions ?? known.actions;
    const frozenBridges = changes.frozenBridges ?? known.frozenBridges;
    const liquidated = liquidatedAfter(known.liquidated ?? [], changes.liquidated);
    this.checkpoints.set(partition, {
      accounts: new Map([...known.accounts, ...changes.accounts.map(accountEntry)]),
      prices: new Map([...known.prices, ...changes.prices.map((state) => [state.symbol, state] as const)]),
      priceSeq: changes.priceSeq,
      ...(policy === undefined ? {} : { policy }),
      ...(frozenBridges === undefined || frozenBridges.size === 0 ? {} : { frozenBridges }),
      ...(actions === undefined || actions.length === 0 ? {} : { actions }),
      ...(liquidated.length === 0 ? {} : { liquidated }),
      cursors: new Map([...known.cursors, ...changes.cursors]),
    });
    for (const liquidationCase of changes.cases) this.cases.set(liquidationCase.id, liquidationCase);
    this.deadLetters.keep(changes.deadLetters);
    this.outbox.append(changes.outbox);
    return Promise.resolve('committed');
  }
}

function liquidatedAfter(
  known: readonly LiquidatedSize[],
  changes: LiquidatedChanges | undefined,
): readonly LiquidatedSize[] {
  if (changes === undefined) return known;
  const kept = new Map(
    [...known, ...changes.sizes].map((one) => [`${one.instrument} ${one.at}`, one] as const),
  );
  return [...kept.values()].filter(
    ({ instrument, at }) => at > (changes.forgottenUntil.get(instrument) ?? 0),
  );
}

function accountEntry(account: EngineAccount): [AccountId, EngineAccount] {
  return [account.account.account, account];
}
