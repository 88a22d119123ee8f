import type { EngineStore, PartitionLease } from '@causeway/application/ports';
import type { ScreenFigures } from './account-screen.js';
import { applyEngineInput, type EngineDirectory } from './apply-engine-input.js';
import type { EngineRecord } from './engine-input.js';
import { EngineMemory } from './engine-memory.js';

/** What a margin engine needs from outside. */
export interface PartitionEnginePorts {
  readonly engines: EngineStore;
  readonly directory: EngineDirectory;
}

/**
 * The margin engine of one account partition: a state machine over its input records. Each batch is applied in
 * memory and committed with the cursors of its inputs, so that an input takes effect exactly once.
 */
export class PartitionEngine {
  private queue: Promise<unknown> = Promise.resolve();
  private isMemoryValid = true;

  private constructor(
    private readonly ports: PartitionEnginePorts,
    readonly lease: PartitionLease,
    private memory: EngineMemory,
  ) {}

  /** Opens the engine of a leased partition where its last commit left it. */
  static async open(ports: PartitionEnginePorts, lease: PartitionLease): Promise<PartitionEngine> {
    return new PartitionEngine(ports, lease, await loadMemory(ports, lease));
  }

  /** The next offset of a topic that this partition has not applied. */
  cursor(topic: string): bigint {
    return this.memory.cursor(topic);
  }

  /** What looking at accounts has cost since the partition was read. */
  screenFigures(): ScreenFigures {
    return this.memory.screenFigures();
  }

  /**
   * Applies records of a topic in their order; those applied before are passed over. Calls are worked off one
   * after another. `fenced` means that a newer engine owns the partition: nothing was written, and this engine
   * must not be used again.
   */
  apply(topic: string, records: readonly EngineRecord[]): Promise<'committed' | 'fenced'> {
    const result = this.queue.then(() => this.applyNow(topic, records));
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async applyNow(topic: string, records: readonly EngineRecord[]): Promise<'committed' | 'fenced'> {
    if (!this.isMemoryValid) this.memory = await loadMemory(this.ports, this.lease);
    this.isMemoryValid = false;
    for (const { offset, input, deadLetter } of records) {
      if (offset < this.memory.cursor(topic)) continue;
      if (input !== undefined) applyEngineInput(this.memory, input, this.ports.directory);
      if (deadLetter !== undefined) this.memory.keepDeadLetter(deadLetter);
      this.memory.advanceCursor(topic, offset + 1n);
    }
    const outcome = await this.ports.engines.commit(this.lease, this.memory.takeChanges());
    this.isMemoryValid = outcome === 'committed';
    return outcome;
  }
}

async function loadMemory(ports: PartitionEnginePorts, lease: PartitionLease): Promise<EngineMemory> {
  return new EngineMemory(lease.partition, await ports.engines.load(lease.partition), ports.directory);
}
