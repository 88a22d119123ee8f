import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { ViemChains } from '@causeway/adapters/chains-viem';
import { transactionLogsFormat } from '@causeway/adapters/wire';
import { collectLogs, openCollector } from '@causeway/application/collect-logs';
import { FatalError } from '@causeway/application/ports';
import { expectOk, nativeAsset } from '@causeway/domain/units';
import { testDatabase } from '@causeway/platform/testkit';
import { anvilProgram } from './anvil.js';
import {
  caughtUp,
  eventually,
  memoryInstallation,
  postgresInstallation,
  startTestCollector,
  type CollectorUnderTest,
  type Installation,
  type RunningCollector,
} from './collecting.js';
import { exampleNetwork, startExampleLayer, TRADER, type ExampleLayer } from './example-layer.js';
import { honestly, startRpcProxy, type Question, type RpcProxy } from './rpc-proxy.js';

const isInstalled = anvilProgram() !== undefined;
if (!isInstalled) console.warn('skipped: the EVM node anvil is installed for Linux on x64 only');

const HALTED = 'causeway_collector_halted';

(isInstalled ? describe : describe.skip)('the collector against two real nodes', () => {
  let first: ExampleLayer;
  let second: ExampleLayer;
  let layers: readonly ExampleLayer[];
  const cleanUp: (() => Promise<void>)[] = [];
  let depositId = 0;

  beforeAll(async () => {
    [first, second] = await Promise.all([startExampleLayer(901), startExampleLayer(902)]);
    layers = [first, second];
  });
  afterEach(async () => {
    for (const free of cleanUp.splice(0).reverse()) await free();
  });
  afterAll(async () => {
    await Promise.all(layers.map((layer) => layer.stop()));
  });

  /** Deposits on the first layer, final at once. */
  const deposits = async (count: number): Promise<readonly string[]> => {
    const hashes: string[] = [];
    for (let each = 0; each < count; each += 1) {
      hashes.push(await first.deposit(second, (depositId += 1), 1_000n));
    }
    await first.mine(2);
    return hashes;
  };
  const start = (under: Omit<CollectorUnderTest, 'layers'>): RunningCollector => {
    const collector = startTestCollector({ layers, ...under });
    cleanUp.push(collector.stop);
    return collector;
  };
  const proxyOf = async (layer: ExampleLayer): Promise<RpcProxy> => {
    const proxy = await startRpcProxy(layer.url);
    cleanUp.push(proxy.close);
    return proxy;
  };
  const hashesOf = async (installation: Installation, layer: ExampleLayer): Promise<readonly string[]> =>
    (await installation.collected())
      .filter(({ chain }) => chain === layer.chain)
      .map(({ transactionHash }) => transactionHash);

  it('carries whole transactions of bridge contracts from both chains into the log, and nothing else', async () => {
    const sent = await first.deposit(second, (depositId += 1), 1_000n);
    const paid = await second.fill(first, depositId, 1_000n);
    const forged = await first.deposit(second, depositId + 1_000, 1_000n, first.imitation);
    await Promise.all([first.mine(2), second.mine(2)]);
    const installation = memoryInstallation();
    const collector = start({ installation });
    await caughtUp(installation, layers);

    expect(await hashesOf(installation, first)).not.toContain(forged);
    const collected = await installation.collected();
    const deposit = collected.find(({ transactionHash }) => transactionHash === sent);
    const fill = collected.find(({ transactionHash }) => transactionHash === paid);
    if (deposit === undefined || fill === undefined) throw new Error('not collected');
    expect([deposit.chain, fill.chain]).toEqual(['eip155:901', 'eip155:902']);
    expect([deposit.finality, fill.finality]).toEqual(['finalised', 'finalised']);
    expect(deposit.blockTime % 1_000).toBe(0);
    expect(Math.abs(deposit.blockTime - Date.now())).toBeLessThan(3_600_000);
    const network = exampleNetwork(layers);
    const [initiated] = decodeTransaction(deposit, network).events;
    const [finalised] = decodeTransaction(fill, network).events;
    // Only the log of the wrapped token, which is no bridge contract, tells that ether was given.
    expect(initiated).toMatchObject({
      step: 'initiated',
      emitter: 'known-contract',
      sender: TRADER,
      sent: { asset: nativeAsset(first.chain), raw: 1_000n },
    });
    expect(finalised).toMatchObject({
      step: 'finalised',
      emitter: 'known-contract',
      transfer: initiated?.transfer,
    });
    expect(collector.problems).toEqual([]);
    expect(await collector.metric(HALTED, first.chain)).toBe(0);
    expect(await collector.metric('causeway_collector_blocks_behind', first.chain)).toBe(0);
    const { finalised: head } = await first.heads();
    expect(await collector.metric('causeway_collector_last_block', first.chain)).toBe(Number(head));
  });

  it('keeps the order of the chain, several transactions of a block included', async () => {
    await first.inOneBlock(async () => {
      for (let each = 0; each < 3; each += 1) await first.deposit(second, (depositId += 1), 1_000n);
    });
    await deposits(2);
    const installation = memoryInstallation();
    start({ installation, maximumRangeBlocks: 3 });
    await caughtUp(installation, layers);
    const collected = (await installation.collected()).filter(({ chain }) => chain === first.chain);
    const places = collected.map(
      ({ blockNumber, logs }) => Number(blockNumber) * 1_000 + (logs[0]?.logIndex ?? 0),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const perBlock = collected.map(({ blockNumber }) =>
      collected.filter((other) => other.blockNumber === blockNumber),
    );
    expect(Math.max(...perBlock.map((block) => block.length))).toBe(3);
  });

  it('never emits what a reorganisation above the finalised head takes back', async () => {
    const [kept] = await deposits(1);
    const installation = memoryInstallation();
    start({ installation });
    await caughtUp(installation, layers);
    const before = await hashesOf(installation, first);
    const orphaned = await first.deposit(second, (depositId += 1), 1_000n);
    await first.reorganise(1);
    await first.mine(3);
    await caughtUp(installation, layers);
    expect(await hashesOf(installation, first)).toEqual(before);
    const [after] = await deposits(1);
    await caughtUp(installation, layers);
    const hashes = await hashesOf(installation, first);
    expect(hashes).toEqual([...before, after]);
    expect(hashes).toContain(kept);
    expect(hashes).not.toContain(orphaned);
  });

  it('loses nothing when it dies between the log and the cursor, and repeats only what the inbox drops', async () => {
    await deposits(6);
    const undisturbed = memoryInstallation();
    start({ installation: undisturbed });
    await caughtUp(undisturbed, layers);

    const installation = memoryInstallation();
    let appends = 0;
    let isDoomed = false;
    const dying: Installation = {
      ...installation,
      eventLog: {
        append: async (topic, records) => {
          await installation.eventLog.append(topic, records);
          if (records[0]?.key !== first.chain) return;
          appends += 1;
          isDoomed = appends % 2 === 0;
        },
      },
      collectors: {
        cursor: (chain) => installation.collectors.cursor(chain),
        advance: async (chain, from, to) => {
          if (chain === first.chain && isDoomed) throw new FatalError('the process was killed here');
          return installation.collectors.advance(chain, from, to);
        },
      },
    };
    for (let life = 0; life < 3; life += 1) {
      isDoomed = false;
      const collector = startTestCollector({ installation: dying, layers, maximumRangeBlocks: 2 });
      const deaths = collector.roles.map((role) => role.finished.catch(() => undefined));
      await Promise.race(deaths);
      await collector.stop();
    }
    start({ installation, maximumRangeBlocks: 2 });
    await caughtUp(installation, layers);
    for (const layer of layers) {
      const hashes = await hashesOf(installation, layer);
      expect([...new Set(hashes)]).toEqual(await hashesOf(undisturbed, layer));
    }
    const repeated =
      (await hashesOf(installation, first)).length - (await hashesOf(undisturbed, first)).length;
    expect(repeated).toBeGreaterThanOrEqual(3);
  });

  it('goes on after a restart where the database says', async () => {
    await deposits(3);
    const database = await testDatabase();
    cleanUp.push(database.drop);
    const before = await postgresInstallation(database);
    cleanUp.push(before.close);
    const collector = startTestCollector({ installation: before, layers, maximumRangeBlocks: 4 });
    await caughtUp(before, layers);
    await collector.stop();
    const collectedBefore = await before.collected();
    await deposits(3);

    const after = await postgresInstallation(database);
    cleanUp.push(after.close);
    start({ installation: after, maximumRangeBlocks: 4 });
    await caughtUp(after, layers);
    const undisturbed = memoryInstallation();
    start({ installation: undisturbed });
    await caughtUp(undisturbed, layers);
    expect(await after.collected()).toEqual(await undisturbed.collected());
    expect((await after.collected()).length).toBe(collectedBefore.length + 3);
  });

  it('cuts a range with too many transactions after a whole block', async () => {
    await first.inOneBlock(async () => {
      for (let each = 0; each < 3; each += 1) await first.deposit(second, (depositId += 1), 1_000n);
    });
    await deposits(3);
    const installation = memoryInstallation();
    const ports = {
      chains: new ViemChains({
        endpoints: new Map([[first.chain, [first.url]]]),
        timeoutMilliseconds: 2_000,
        onFailure: () => undefined,
      }),
      cursors: installation.collectors,
      eventLog: installation.eventLog,
      network: exampleNetwork(layers),
      encodeTransaction: transactionLogsFormat.encodeText,
    };
    const limits = { firstBlocks: 100, maximumBlocks: 100, maximumTransactions: 1, startBlock: 0n };
    let state = await openCollector(installation.collectors, first.chain, limits);
    const steps: number[] = [];
    for (let hasMore = true; hasMore;) {
      const step = expectOk(await collectLogs(ports, first.chain, state, limits));
      ({ state, hasMore } = step);
      steps.push(step.transactions);
    }
    const direct = memoryInstallation();
    start({ installation: direct });
    await caughtUp(direct, layers);
    expect(await hashesOf(installation, first)).toEqual(await hashesOf(direct, first));
    expect(Math.max(...steps)).toBe(3);
    expect(steps.filter((transactions) => transactions === 1).length).toBeGreaterThanOrEqual(3);
  });

  it('leaves a chain to whichever collector moved its cursor first', async () => {
    await deposits(4);
    const installation = memoryInstallation();
    const collectors = [
      start({ installation, maximumRangeBlocks: 1 }),
      start({ installation, maximumRangeBlocks: 1 }),
    ];
    await caughtUp(installation, layers);
    const undisturbed = memoryInstallation();
    start({ installation: undisturbed });
    await caughtUp(undisturbed, layers);
    expect([...new Set(await hashesOf(installation, first))]).toEqual(await hashesOf(undisturbed, first));
    expect(collectors.flatMap(({ problems }) => problems)).toEqual([]);
  });

  describe('with endpoints that misbehave', () => {
    const through = (proxy: RpcProxy, ...others: readonly string[]) =>
      new Map([[first.chain, [proxy.url, ...others]]]);

    it('goes on with the next endpoint when one is lost, and refuses one of another chain', async () => {
      const [early] = await deposits(1);
      const proxy = await startRpcProxy(first.url);
      const installation = memoryInstallation();
      const endpoints = new Map([[first.chain, [second.url, proxy.url, first.url]]]);
      const collector = start({ installation, endpoints });
      await caughtUp(installation, layers);
      expect(collector.problems.join()).toContain('serves eip155:902, not eip155:901');
      await proxy.close();
      const [late] = await deposits(1);
      await caughtUp(installation, layers);
      expect(await hashesOf(installation, first)).toEqual(expect.arrayContaining([early, late]));
    });

    it('narrows the range that a provider refuses', async () => {
      await deposits(5);
      const proxy = await proxyOf(first);
      const asked: number[] = [];
      proxy.answer = async (question, forward) => {
        if (question.method !== 'eth_getLogs') return forward(question);
        const { fromBlock, toBlock } = question.params[0] as { fromBlock: string; toBlock: string };
        const blocks = Number(toBlock) - Number(fromBlock) + 1;
        asked.push(blocks);
        if (blocks > 3) throw new Error('query returned more than 10000 results');
        return forward(question);
      };
      const installation = memoryInstallation();
      start({ installation, endpoints: through(proxy) });
      await caughtUp(installation, layers);
      const direct = memoryInstallation();
      start({ installation: direct });
      await caughtUp(direct, layers);
      expect(await hashesOf(installation, first)).toEqual(await hashesOf(direct, first));
      expect(Math.max(...asked)).toBeGreaterThan(3);
      expect(asked.filter((blocks) => blocks <= 3).length).toBeGreaterThan(1);
    });

    it('does not believe a lagging node that there is nothing', async () => {
      const [sent] = await deposits(1);
      const { finalised } = await first.heads();
      const proxy = await proxyOf(first);
      proxy.answer = async (question, forward) => {
        if (question.method === 'eth_getLogs') return [];
        const isAhead = isBlock(question, finalised) || question.method === 'eth_getTransactionReceipt';
        return isAhead ? null : forward(question);
      };
      const installation = memoryInstallation();
      const collector = start({ installation, endpoints: through(proxy) });
      await eventually(
        'the gap is reported',
        async () => (await collector.metric(HALTED, first.chain)) === 1,
      );
      expect(collector.problems.join()).toContain('MISSING_BLOCK');
      proxy.answer = honestly;
      await caughtUp(installation, layers);
      expect(await hashesOf(installation, first)).toContain(sent);
    });

    it.each([
      {
        contradiction: 'BLOCK_HASH_MISMATCH',
        lie: ({ method }: Question, truth: unknown) =>
          method === 'eth_getLogs'
            ? (truth as object[]).map((log) => ({ ...log, blockHash: `0x${'ab'.repeat(32)}` }))
            : truth,
      },
      {
        contradiction: 'LOG_MISMATCH',
        lie: ({ method }: Question, truth: unknown) =>
          method === 'eth_getTransactionReceipt' ? { ...(truth as object), logs: [] } : truth,
      },
      {
        contradiction: 'PARENT_HASH_MISMATCH',
        lie: (question: Question, truth: unknown) =>
          isBlock(question, 2n) ? { ...(truth as object), parentHash: `0x${'cd'.repeat(32)}` } : truth,
      },
    ])('halts a chain on $contradiction while the other goes on', async ({ contradiction, lie }) => {
      await deposits(1);
      const proxy = await proxyOf(first);
      proxy.answer = async (question, forward) => lie(question, await forward(question));
      const installation = memoryInstallation();
      // One block at a time, so that the second block begins a range.
      const collector = start({ installation, endpoints: through(proxy), maximumRangeBlocks: 1 });
      await eventually(
        'the chain is halted',
        async () => (await collector.metric(HALTED, first.chain)) === 1,
      );
      await caughtUp(installation, [second]);
      const halts = collector.problems.filter((problem) => problem.includes(contradiction));
      expect(halts).toHaveLength(1);
      expect(await hashesOf(installation, first)).toEqual([]);
      expect(await collector.metric(HALTED, second.chain)).toBe(0);

      proxy.answer = honestly;
      await caughtUp(installation, layers);
      await eventually('the alert is over', async () => (await collector.metric(HALTED, first.chain)) === 0);
      expect(await hashesOf(installation, first)).not.toEqual([]);
    });
  });
});

function isBlock({ method, params }: Question, number: bigint): boolean {
  return method === 'eth_getBlockByNumber' && params[0] === `0x${number.toString(16)}`;
}
