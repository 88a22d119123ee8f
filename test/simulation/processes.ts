import type { MemoryBroker, MemoryEventLog } from '@causeway/adapters/event-log-memory';
import { decodeEventText, priceFormat } from '@causeway/adapters/wire';
import { INGEST_GROUP } from '@causeway/application/check-drained';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { BROADCAST_TOPICS, PartitionEngine, readEngineRecords } from '@causeway/application/margin-engine';
import {
  ACCOUNT_EVENTS,
  CHAIN_LOGS,
  type EngineStore,
  type LedgerStore,
  type RecordBatch,
  type Subscription,
} from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { eventPorts } from '../fixtures/bridge-events.js';
import { directory } from '../fixtures/margin.js';
import type { Mishaps } from './mishaps.js';

const MAXIMUM_BATCH = 7;
const LEASE_SECONDS = 5;
const PARSERS = { parsePublishedEvent: decodeEventText, parsePrice: priceFormat.decodeText };

/** A process that applies chain logs to the books, until it is killed. */
export class IngestProcess {
  private readonly connection: MemoryEventLog;

  constructor(
    broker: MemoryBroker,
    private readonly ledger: LedgerStore,
    private readonly mishaps: Mishaps,
  ) {
    this.connection = broker.connect();
  }

  async start(): Promise<void> {
    await this.connection.consume({
      group: INGEST_GROUP,
      topics: [CHAIN_LOGS],
      maximumBatch: MAXIMUM_BATCH,
      handle: async (batch) => {
        await ingestLogs({ ledger: this.ledger, ...eventPorts }, batch);
        // Dies with the batch in the books and its offset not yet committed.
        if (this.mishaps.strikes()) this.kill();
      },
    });
  }

  kill(): void {
    this.connection.kill();
    this.isAlive = false;
  }

  isAlive = true;
}

/** A process that runs the margin engines of the partitions it gets, until it is killed. */
export class EngineProcess {
  private readonly connection: MemoryEventLog;
  private readonly owned = new Map<number, { engine: PartitionEngine; inputs: Subscription[] }>();

  constructor(
    broker: MemoryBroker,
    private readonly engines: EngineStore,
    private readonly owner: string,
  ) {
    this.connection = broker.connect();
  }

  /** Renews the lease of a partition or tries to get it, and reads its inputs when it is newly got. */
  async claim(partition: number, now: UnixMilliseconds): Promise<void> {
    const lease = await this.engines.claim(partition, this.owner, now, LEASE_SECONDS);
    if (this.owned.get(partition)?.engine.lease.epoch === lease?.epoch) return;
    await this.drop(partition);
    if (lease === undefined) return;
    const engine = await PartitionEngine.open({ engines: this.engines, directory }, lease);
    const inputs = [await this.read(engine, ACCOUNT_EVENTS, partition)];
    for (const topic of BROADCAST_TOPICS) inputs.push(await this.read(engine, topic, 0));
    this.owned.set(partition, { engine, inputs });
  }

  kill(): void {
    this.connection.kill();
    this.owned.clear();
  }

  private read(engine: PartitionEngine, topic: string, partition: number): Promise<Subscription> {
    return this.connection.read({
      topic,
      from: new Map([[partition, engine.cursor(topic)]]),
      maximumBatch: MAXIMUM_BATCH,
      handle: (batch) => this.apply(engine, batch),
    });
  }

  private async apply(engine: PartitionEngine, batch: RecordBatch): Promise<void> {
    const { partition } = engine.lease;
    if (this.owned.get(partition)?.engine !== engine) return;
    const outcome = await engine.apply(batch.topic, readEngineRecords(PARSERS, batch));
    if (outcome === 'fenced') this.owned.delete(partition);
  }

  private async drop(partition: number): Promise<void> {
    const inputs = this.owned.get(partition)?.inputs ?? [];
    this.owned.delete(partition);
    await Promise.all(inputs.map((input) => input.stop()));
  }
}
