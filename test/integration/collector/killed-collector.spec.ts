import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHAIN_LOGS, type EventLog } from '@causeway/application/ports';
import { emittersOn } from '@causeway/application/collect-logs';
import { NETWORK } from '@causeway/domain/network';
import { testDatabase, type TestDatabase } from '@causeway/platform/testkit';
import { anvilProgram } from './anvil.js';
import { caughtUp, eventually, postgresInstallation, type Installation } from './collecting.js';
import { startCollectorProcess, type CollectorProcess } from './collector-process.js';
import { startExampleLayer, type ExampleLayer } from './example-layer.js';
import { forwardTo } from './rpc-proxy.js';

const OPTIMISM = 10;
const KILLS = 3;
const DEPOSITS_PER_LIFE = 3;

const isPossible = anvilProgram() !== undefined && existsSync('dist/apps/collector/main.js');
if (!isPossible) console.warn('skipped: the EVM node anvil is not installed, or nothing is built');

(isPossible ? describe : describe.skip)('a collector process that is killed', () => {
  let layer: ExampleLayer;
  let database: TestDatabase;
  let installation: Installation & { close(): Promise<void> };
  let collector: CollectorProcess | undefined;

  beforeAll(async () => {
    [layer, database] = await Promise.all([startExampleLayer(OPTIMISM), testDatabase()]);
    installation = await postgresInstallation(database);
  });
  afterAll(async () => {
    await collector?.kill();
    await installation.close();
    await database.drop();
    await layer.stop();
  });

  const start = (): CollectorProcess =>
    startCollectorProcess({
      DATABASE_URL: database.url,
      CHAIN_RPC_URLS: `eip155:${OPTIMISM}=${layer.url}`,
      CHAIN_START_BLOCKS: `eip155:${OPTIMISM}=0`,
      CHAIN_READ_TO: 'finalised',
      CHAIN_POLL_SECONDS: '1',
    });
  const appended = async (): Promise<bigint> => {
    const ends = await (installation.eventLog as EventLog).endOffsets(CHAIN_LOGS);
    return [...ends.values()].reduce((sum, end) => sum + end, 0n);
  };

  it('has every transaction in the log at least once, however often it died before it moved its cursor', async () => {
    const [pool] = emittersOn(NETWORK, layer.chain);
    if (pool === undefined) throw new Error('bridges of the chain are known');
    const node = forwardTo(layer.url);
    const code = await node({ method: 'eth_getCode', params: [layer.pool, 'latest'] });
    await node({ method: 'anvil_setCode', params: [pool, code] });
    await layer.mine(3);
    collector = start();
    await caughtUp(installation, [layer]);
    expect(await collector.stop()).toBe(0);

    const sent: string[] = [];
    for (let life = 0; life < KILLS; life += 1) {
      for (let each = 0; each < DEPOSITS_PER_LIFE; each += 1) {
        sent.push(await layer.deposit(layer, sent.length, 1_000n, pool));
      }
      await layer.mine(2);
      const before = await appended();
      // Whoever reads the cursor may do so, but moving it waits until the lock is given up.
      const lock = await database.pool.connect();
      await lock.query('BEGIN; LOCK TABLE collector_cursor IN EXCLUSIVE MODE');
      collector = start();
      await eventually('the records are in the log', async () => (await appended()) > before);
      await collector.kill();
      await lock.query('ROLLBACK');
      lock.release();
      expect((await installation.collectors.cursor(layer.chain))?.nextBlock).toBeLessThan(
        (await layer.heads()).finalised,
      );
    }
    collector = start();
    await caughtUp(installation, [layer]);
    expect(await collector.stop()).toBe(0);

    const collected = (await installation.collected()).map(({ transactionHash }) => transactionHash);
    expect([...new Set(collected)]).toEqual(sent);
    // All of the first life was read again in each of the others, and by the last collector.
    expect(collected.length).toBe(DEPOSITS_PER_LIFE * (1 + 2 + 3 + 3));
  });
});
