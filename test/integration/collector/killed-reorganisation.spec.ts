import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { decodeChainRecordText } from '@causeway/adapters/wire';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { CHAIN_LOGS, type EventLog } from '@causeway/application/ports';
import type { TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { testDatabase, type TestDatabase } from '@causeway/platform/testkit';
import { peek } from '../../fixtures/accounts.js';
import { anvilProgram } from './anvil.js';
import { eventually, postgresInstallation, type Installation } from './collecting.js';
import { startCollectorProcess, type CollectorProcess } from './collector-process.js';
import { startExampleLayer, type ExampleLayer } from './example-layer.js';
import { forwardTo } from './rpc-proxy.js';

const OPTIMISM = 10;
const SLOTS_IN_AN_EPOCH = 8;
const REORGANISED_BLOCKS = 5;
const SEVERAL_PROCESSES_MILLISECONDS = 120_000;

/** Going back is let through; going on after that waits until the process is dead. */
const HOLD_THE_CURSOR = `
  CREATE FUNCTION hold_the_cursor() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
  CREATE TRIGGER hold_the_cursor BEFORE UPDATE ON collector_cursor FOR EACH ROW
    WHEN (NEW.next_block > OLD.next_block) EXECUTE FUNCTION hold_the_cursor()`;
const LET_GO = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event = 'PgSleep';
  DROP TRIGGER hold_the_cursor ON collector_cursor; DROP FUNCTION hold_the_cursor()`;

const isPossible = anvilProgram() !== undefined && existsSync('dist/apps/collector/main.js');
if (!isPossible) console.warn('skipped: the EVM node anvil is not installed, or nothing is built');

(isPossible ? describe : describe.skip)('a collector process that is killed while its chain forks', () => {
  let layer: ExampleLayer;
  let database: TestDatabase;
  let installation: Installation & { close(): Promise<void> };
  let collector: CollectorProcess | undefined;

  beforeAll(async () => {
    const started = Promise.all([startExampleLayer(OPTIMISM, SLOTS_IN_AN_EPOCH), testDatabase()]);
    [layer, database] = await started;
    installation = await postgresInstallation(database);
  });
  afterAll(async () => {
    await collector?.kill();
    await installation.close();
    await database.drop();
    await layer.stop();
  });

  const start = (into: TestDatabase): CollectorProcess =>
    startCollectorProcess({
      DATABASE_URL: into.url,
      CHAIN_RPC_URLS: `eip155:${OPTIMISM}=${layer.url}`,
      CHAIN_START_BLOCKS: `eip155:${OPTIMISM}=0`,
      CHAIN_READ_TO: 'latest',
      CHAIN_POLL_SECONDS: '1',
    });
  const appended = async (): Promise<bigint> => {
    const ends = await (installation.eventLog as EventLog).endOffsets(CHAIN_LOGS);
    return [...ends.values()].reduce((sum, end) => sum + end, 0n);
  };
  const collectedToHead = async ({ collectors }: Pick<Installation, 'collectors'>): Promise<void> => {
    const { latest } = await layer.heads();
    const hash = await layer.hashOf(latest);
    await eventually(`block ${latest} is collected`, async () => {
      return (await collectors.cursor(layer.chain))?.previousHash === hash;
    });
  };
  const transfersIn = async (from: Installation) => {
    const stores = createMemoryStores();
    const ports = { ledger: stores.ledger, network: NETWORK, parseRecord: decodeChainRecordText };
    const decode = { decodeTransaction: (logs: TransactionLogs) => decodeTransaction(logs, NETWORK) };
    for (const record of await from.records()) {
      const { topic, partition } = record;
      await ingestLogs({ ...ports, ...decode }, { topic, partition, records: [record] });
    }
    const told = await stores.outbox.read('transfer/across', 0, 10_000);
    const ids = told.flatMap(({ event }) => (event.type === 'transfer.changed' ? [event.transfer.id] : []));
    const { transfers } = await peek(stores.ledger, { transfers: [...new Set(ids)] });
    return [...transfers.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  };

  it(
    'leaves what somebody finds who never saw the blocks that were taken back',
    async () => {
      const pool = [...NETWORK.contracts]
        .filter(([key, { bridge }]) => key.startsWith(`${layer.chain}/`) && bridge === 'across')
        .map(([, { address }]) => address)[0];
      if (pool === undefined) throw new Error('the pool of the chain is known');
      const node = forwardTo(layer.url);
      const code = await node({ method: 'eth_getCode', params: [layer.pool, 'latest'] });
      await node({ method: 'anvil_setCode', params: [pool, code] });
      await layer.deposit(layer, 1, 1_000n, pool);
      collector = start(database);
      await collectedToHead(installation);
      await layer.deposit(layer, 2, 2_000n, pool);
      await layer.mine(REORGANISED_BLOCKS - 1);
      await collectedToHead(installation);
      const before = (await installation.collectors.cursor(layer.chain))?.nextBlock ?? 0n;

      await database.pool.query(HOLD_THE_CURSOR);
      const already = await appended();
      await layer.reorganise(REORGANISED_BLOCKS);
      await layer.deposit(layer, 3, 3_000n, pool);
      await eventually('the new branch is in the log', async () => (await appended()) > already);
      const halfway = await installation.collectors.cursor(layer.chain);
      expect(halfway?.nextBlock).toBe(before - BigInt(REORGANISED_BLOCKS));
      await collector.kill();
      await database.pool.query(LET_GO);

      // While nobody looks the chain changes its mind again.
      await layer.reorganise(3);
      await layer.deposit(layer, 4, 4_000n, pool);
      collector = start(database);
      await collectedToHead(installation);
      await layer.mine(2 * SLOTS_IN_AN_EPOCH + 2);
      await collectedToHead(installation);
      expect(await collector.stop()).toBe(0);

      const other = await testDatabase();
      const hindsight = await postgresInstallation(other);
      collector = start(other);
      await collectedToHead(hindsight);
      expect(await collector.stop()).toBe(0);
      const expected = await transfersIn(hindsight);
      const found = await transfersIn(installation);
      await hindsight.close();
      await other.drop();
      expect(expected.map(({ sent }) => sent?.raw)).toEqual([1_000n, 4_000n]);
      expect(found).toEqual(expected);
    },
    SEVERAL_PROCESSES_MILLISECONDS,
  );
});
