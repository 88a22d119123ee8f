import {
  BROADCAST_TOPICS,
  PartitionEngine,
  readEngineRecords,
  type EngineInputParsers,
  type PartitionEnginePorts,
  type ScreenFigures,
} from '@causeway/application/margin-engine';
import {
  ACCOUNT_EVENTS,
  type EventLog,
  type PartitionLease,
  type RecordBatch,
  type Subscription,
} from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { repeatStep } from './repeating-role.js';
import type { Role, RoleLog } from './role.js';

const MAXIMUM_BATCH = 500;

/** What the engine of a partition does and holds, and how long it took to take it up. */
export interface EngineFigures extends ScreenFigures {
  readonly rebuildSeconds: number;
}

/** Is told how to read the figures of all partitions that the process owns. */
export interface EngineObserver {
  reads(reader: () => ReadonlyMap<number, EngineFigures>): void;
}

/** What the role needs besides what an engine needs. */
export interface MarginEngineRolePorts extends PartitionEnginePorts, EngineInputParsers {
  readonly eventLog: EventLog;
  readonly clock: () => UnixMilliseconds;
  readonly observe?: EngineObserver;
}

/** Which partitions to work for, and as whom. */
export interface MarginEngineRoleSettings {
  readonly owner: string;
  readonly partitions: readonly number[];
  /** How long a partition waits for an owner that has died. */
  readonly leaseSeconds: number;
}

/**
 * Runs the margin engines of all partitions whose lease this process gets. A process that dies is replaced by
 * another after `leaseSeconds`; one that lost a partition without knowing is fenced at its next commit.
 */
export async function startMarginEngineRole(
  ports: MarginEngineRolePorts,
  settings: MarginEngineRoleSettings,
  log: RoleLog,
): Promise<Role> {
  const engines = new OwnedEngines(ports, settings, log);
  ports.observe?.reads(() => engines.figures());
  const role = repeatStep(
    {
      name: 'margin-engine',
      step: async () => {
        await engines.renewLeases();
        return false;
      },
      restMilliseconds: (settings.leaseSeconds * 1_000) / 3,
    },
    log,
  );
  engines.onLost(() => role.wake());
  return {
    name: role.name,
    finished: Promise.race([role.finished, engines.failed]),
    stop: async () => {
      await role.stop();
      await engines.close();
    },
  };
}

class OwnedEngines {
  private readonly engines = new Map<number, PartitionEngine>();
  private readonly rebuildSeconds = new Map<number, number>();
  private subscriptions: Subscription[] = [];
  private isReadingStale = false;
  private lost: () => void = () => undefined;
  private fail: (cause: unknown) => void = () => undefined;
  /** Rejects when an input can no longer be read. */
  readonly failed: Promise<never> = new Promise((_, reject) => {
    this.fail = reject;
  });

  constructor(
    private readonly ports: MarginEngineRolePorts,
    private readonly settings: MarginEngineRoleSettings,
    private readonly log: RoleLog,
  ) {
    this.failed.catch(() => undefined);
  }

  onLost(listener: () => void): void {
    this.lost = listener;
  }

  /** Renews what is owned, takes what is free, and reads the inputs of what is owned now. */
  async renewLeases(): Promise<void> {
    const { owner, partitions, leaseSeconds } = this.settings;
    for (const partition of partitions) {
      const lease = await this.ports.engines.claim(partition, owner, this.ports.clock(), leaseSeconds);
      const known = this.engines.get(partition);
      if (known?.lease.epoch === lease?.epoch) continue;
      this.isReadingStale = true;
      this.engines.delete(partition);
      if (lease === undefined) {
        this.log.warn({ partition }, 'another engine owns the partition');
      } else {
        await this.take(lease);
      }
    }
    if (!this.isReadingStale) return;
    this.isReadingStale = false;
    try {
      await this.readAgain();
    } catch (error) {
      this.isReadingStale = true;
      throw error;
    }
    this.log.info({ partitions: [...this.engines.keys()] }, 'runs the margin engines of its partitions');
  }

  figures(): ReadonlyMap<number, EngineFigures> {
    const figures = [...this.engines].map(([partition, engine]) => {
      const rebuildSeconds = this.rebuildSeconds.get(partition) ?? 0;
      return [partition, { ...engine.screenFigures(), rebuildSeconds }] as const;
    });
    return new Map(figures);
  }

  private async take(lease: PartitionLease): Promise<void> {
    const { partition } = lease;
    const startedAt = performance.now();
    const engine = await PartitionEngine.open(this.ports, lease);
    const rebuildSeconds = (performance.now() - startedAt) / 1_000;
    this.engines.set(partition, engine);
    this.rebuildSeconds.set(partition, rebuildSeconds);
    const { accounts, unfoldedRules } = engine.screenFigures();
    if (accounts > 0)
      this.log.info({ partition, accounts, rebuildSeconds }, 'took up the accounts of the partition');
    if (unfoldedRules.length > 0) {
      this.log.warn(
        { partition, unfoldedRules },
        'the policy has rules that no bound is known of: every price has all its accounts evaluated',
      );
    }
  }

  async close(): Promise<void> {
    await this.stopReading();
    for (const { lease } of this.engines.values()) await this.ports.engines.release(lease);
    this.engines.clear();
  }

  private async readAgain(): Promise<void> {
    await this.stopReading();
    if (this.engines.size === 0) return;
    const engines = [...this.engines.values()];
    const ownCursors = engines.map(
      (engine) => [engine.lease.partition, engine.cursor(ACCOUNT_EVENTS)] as const,
    );
    await this.read(ACCOUNT_EVENTS, new Map(ownCursors));
    for (const topic of BROADCAST_TOPICS) {
      const first = engines.map((engine) => engine.cursor(topic)).reduce((a, b) => (a < b ? a : b));
      await this.read(topic, new Map([[0, first]]));
    }
  }

  private async stopReading(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.stop()));
    this.subscriptions = [];
  }

  private async read(topic: string, from: ReadonlyMap<number, bigint>): Promise<void> {
    const handle = (batch: RecordBatch): Promise<void> => this.apply(batch);
    const subscription = await this.ports.eventLog.read({ topic, from, maximumBatch: MAXIMUM_BATCH, handle });
    subscription.finished.catch(this.fail);
    this.subscriptions.push(subscription);
  }

  private async apply(batch: RecordBatch): Promise<void> {
    const records = readEngineRecords(this.ports, batch);
    const owned =
      batch.topic === ACCOUNT_EVENTS
        ? [this.engines.get(batch.partition)].filter((engine) => engine !== undefined)
        : [...this.engines.values()];
    await Promise.all(owned.map((engine) => this.applyTo(engine, batch.topic, records)));
  }

  private async applyTo(
    engine: PartitionEngine,
    topic: string,
    records: ReturnType<typeof readEngineRecords>,
  ): Promise<void> {
    if ((await engine.apply(topic, records)) === 'committed') return;
    const { partition } = engine.lease;
    this.log.warn({ partition }, 'was fenced: a newer engine owns the partition');
    if (this.engines.get(partition) === engine) this.engines.delete(partition);
    this.isReadingStale = true;
    this.lost();
  }
}
