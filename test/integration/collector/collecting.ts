import { Registry } from 'prom-client';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { PostgresEventLog } from '@causeway/adapters/event-log-postgres';
import type { Role } from '@causeway/adapters/roles';
import { createMemoryStores, type MemoryStores } from '@causeway/adapters/store-memory';
import { createStores } from '@causeway/adapters/store-postgres';
import { decodeChainRecordText, TOPICS } from '@causeway/adapters/wire';
import {
  CHAIN_LOGS,
  type CollectorStore,
  type EventLog,
  type StoredRecord,
} from '@causeway/application/ports';
import { ingestLogs, type ChainNotice } from '@causeway/application/ingest-logs';
import type { TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { expectOk, type ChainId, type UnixMilliseconds } from '@causeway/domain/units';
import type { TestDatabase } from '@causeway/platform/testkit';
import { startCollector, type CollectorSettings } from '../../../apps/collector/start-collector.js';
import { exampleNetwork, type ExampleLayer } from './example-layer.js';

const PATIENCE_MILLISECONDS = 25_000;

/** What a collector of the test writes to; it outlives the collector as a database does. */
export interface Installation {
  readonly eventLog: Pick<EventLog, 'append'>;
  readonly collectors: CollectorStore;
  /** All of the log, partition after partition. */
  records(): Promise<readonly StoredRecord[]>;
  /** All transactions in the log, in its order. */
  collected(): Promise<readonly TransactionLogs[]>;
}

/** An installation in memory, whose books take in what is collected. */
export interface BookedInstallation extends Installation {
  readonly stores: MemoryStores;
  /** Applies what is in the log and was not applied yet; what it noticed of the chains. */
  ingest(network: Network): Promise<readonly ChainNotice[]>;
}

/** An installation in memory. */
export function memoryInstallation(): BookedInstallation {
  const broker = new MemoryBroker({ now: () => Date.now() as UnixMilliseconds });
  broker.ensureTopics(TOPICS);
  const eventLog = broker.connect();
  const stores = createMemoryStores();
  const read = (): Promise<readonly StoredRecord[]> => readAll(eventLog, () => broker.runUntilIdle());
  let applied = new Map<number, bigint>();
  return {
    eventLog,
    stores,
    collectors: stores.collectors,
    records: read,
    collected: async () => transactionsOf(await read()),
    ingest: async (network) => {
      const decode = (transaction: TransactionLogs) => decodeTransaction(transaction, network);
      const ports = {
        ...{ ledger: stores.ledger, network },
        ...{ parseRecord: decodeChainRecordText, decodeTransaction: decode },
      };
      const notices: ChainNotice[] = [];
      const fresh = (await read()).filter(
        ({ partition, offset }) => offset >= (applied.get(partition) ?? 0n),
      );
      for (const record of fresh) {
        const { topic, partition, offset } = record;
        notices.push(...((await ingestLogs(ports, { topic, partition, records: [record] })).notices ?? []));
        applied = new Map(applied).set(partition, offset + 1n);
      }
      return notices;
    },
  };
}

/** An installation in PostgreSQL; another one on the same database finds what this one left. */
export async function postgresInstallation(
  database: TestDatabase,
): Promise<Installation & { close(): Promise<void> }> {
  const { pool, url } = database;
  const eventLog = new PostgresEventLog({ pool, connectionString: url, pollMilliseconds: 100 });
  await eventLog.ensureTopics(TOPICS);
  const stores = createStores(pool);
  return {
    eventLog,
    collectors: stores.collectors,
    records: () => readAll(eventLog, () => Promise.resolve()),
    collected: async () => transactionsOf(await readAll(eventLog, () => Promise.resolve())),
    close: async () => {
      await eventLog.close();
      await stores.close();
    },
  };
}

/** All of the log, partition after partition. */
async function readAll(eventLog: EventLog, progress: () => Promise<void>): Promise<readonly StoredRecord[]> {
  const ends = await eventLog.endOffsets(CHAIN_LOGS);
  const wanted = [...ends.values()].reduce((sum, end) => sum + end, 0n);
  const records: StoredRecord[] = [];
  const reading = await eventLog.read({
    topic: CHAIN_LOGS,
    from: new Map([...ends.keys()].map((partition) => [partition, 0n])),
    maximumBatch: 1_000,
    handle: async (batch) => void records.push(...batch.records),
  });
  await eventually('the log is read', async () => {
    await progress();
    return BigInt(records.length) >= wanted;
  });
  await reading.stop();
  return records.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
}

function transactionsOf(records: readonly StoredRecord[]): readonly TransactionLogs[] {
  return records
    .map(({ value }) => expectOk(decodeChainRecordText(value)))
    .flatMap((decoded) => (decoded.kind === 'transaction-logs' ? decoded.record : []));
}

/** What a collector process of the test is given. */
export interface CollectorUnderTest {
  readonly installation: Installation;
  readonly layers: readonly ExampleLayer[];
  /** Endpoints of a layer; its node's own where left out. */
  readonly endpoints?: ReadonlyMap<ChainId, readonly string[]>;
  readonly settings?: Partial<CollectorSettings>;
}

/** A collector as a process of its own would run it, from block 0. */
export interface RunningCollector {
  readonly roles: readonly Role[];
  readonly problems: string[];
  /** Of the chain, or of one endpoint of it. */
  metric(name: string, chain: ChainId, endpoint?: string): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Starts a collector of all layers. */
export function startTestCollector(under: CollectorUnderTest): RunningCollector {
  const { installation, layers, endpoints, settings } = under;
  const registry = new Registry();
  const problems: string[] = [];
  const keep = (facts: object, message: string): void => {
    problems.push(`${message} ${JSON.stringify(facts)}`);
  };
  const roles = startCollector(
    { ...installation, network: exampleNetwork(layers) },
    {
      endpoints: new Map(layers.map(({ chain, url }) => [chain, endpoints?.get(chain) ?? [url]])),
      startBlocks: new Map(layers.map(({ chain }) => [chain, 0n])),
      timeoutMilliseconds: 2_000,
      readTo: 'finalised',
      pollMilliseconds: 20,
      maximumRangeBlocks: 100,
      quorum: 1,
      verification: { everyHeader: true, receiptsRoot: 'none' },
      ownHeaderRules: new Set(),
      stalledBlocks: 20,
      ...settings,
    },
    registry,
    { info: () => undefined, warn: keep, error: keep },
  );
  return {
    roles,
    problems,
    metric: async (name, chain, endpoint) => {
      const values = (await registry.getSingleMetric(name)?.get())?.values ?? [];
      return values.find(({ labels }) => labels['chain'] === chain && labels['endpoint'] === endpoint)?.value;
    },
    stop: async () => {
      await Promise.all(roles.map((role) => role.stop()));
    },
  };
}

/** Waits until the finalised head of each layer, as it is now, has been collected. */
export async function caughtUp({ collectors }: Installation, layers: readonly ExampleLayer[]): Promise<void> {
  for (const layer of layers) {
    const { finalised } = await layer.heads();
    await eventually(`${layer.chain} is collected up to ${finalised}`, async () => {
      const cursor = await collectors.cursor(layer.chain);
      return cursor !== undefined && cursor.nextBlock > finalised;
    });
  }
}

/** Waits until a condition holds. @throws Error saying what did not happen */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (Date.now() < deadline) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain until ${what}`);
}
