import { expect, it } from '@jest/globals';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { ViemChains } from '@causeway/adapters/chains-viem';
import { chainReadFormat, headerReportFormat, transactionLogsFormat } from '@causeway/adapters/wire';
import { collectLogs, openCollector } from '@causeway/application/collect-logs';
import { FatalError } from '@causeway/application/ports';
import { expectOk, nativeAsset } from '@causeway/domain/units';
import { caughtUp, memoryInstallation, startTestCollector, type Installation } from './collecting.js';
import { exampleNetwork, TRADER } from './example-layer.js';
import { describeLayers, HALTED, hashesOf } from './two-layers.js';

const SILENT = { failed: () => undefined, disagreed: () => undefined, stalled: () => undefined };

describeLayers('the collector against two real nodes', (at) => {
  it('carries whole transactions of bridge contracts from both chains into the log, and nothing else', async () => {
    const sent = await at.first.deposit(at.second, at.newDeposit(), 1_000n);
    const paid = await at.second.fill(at.first, at.lastDeposit(), 1_000n);
    const forged = await at.first.deposit(at.second, at.lastDeposit() + 1_000, 1_000n, at.first.imitation);
    await Promise.all([at.first.mine(2), at.second.mine(2)]);
    const installation = memoryInstallation();
    const collector = at.start({ installation });
    await caughtUp(installation, at.layers);

    expect(await hashesOf(installation, at.first)).not.toContain(forged);
    const collected = await installation.collected();
    const deposit = collected.find(({ transactionHash }) => transactionHash === sent);
    const fill = collected.find(({ transactionHash }) => transactionHash === paid);
    if (deposit === undefined || fill === undefined) throw new Error('not collected');
    expect([deposit.chain, fill.chain]).toEqual(['eip155:901', 'eip155:902']);
    expect([deposit.finality, fill.finality]).toEqual(['finalised', 'finalised']);
    expect(deposit.blockTime % 1_000).toBe(0);
    expect(Math.abs(deposit.blockTime - Date.now())).toBeLessThan(3_600_000);
    const network = exampleNetwork(at.layers);
    const [initiated] = decodeTransaction(deposit, network).events;
    const [finalised] = decodeTransaction(fill, network).events;
    // Only the log of the wrapped token, which is no bridge contract, tells that ether was given.
    expect(initiated).toMatchObject({
      step: 'initiated',
      emitter: 'known-contract',
      sender: TRADER,
      sent: { asset: nativeAsset(at.first.chain), raw: 1_000n },
    });
    expect(finalised).toMatchObject({
      step: 'finalised',
      emitter: 'known-contract',
      transfer: initiated?.transfer,
    });
    expect(collector.problems).toEqual([]);
    expect(await collector.metric(HALTED, at.first.chain)).toBe(0);
    expect(await collector.metric('causeway_collector_blocks_behind', at.first.chain)).toBe(0);
    const { finalised: head } = await at.first.heads();
    expect(await collector.metric('causeway_collector_last_block', at.first.chain)).toBe(Number(head));
  });

  it('keeps the order of the chain, several transactions of a block included', async () => {
    await at.first.inOneBlock(async () => {
      for (let each = 0; each < 3; each += 1) await at.first.deposit(at.second, at.newDeposit(), 1_000n);
    });
    await at.deposits(2);
    const installation = memoryInstallation();
    at.start({ installation, settings: { maximumRangeBlocks: 3 } });
    await caughtUp(installation, at.layers);
    const collected = (await installation.collected()).filter(({ chain }) => chain === at.first.chain);
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
    const [kept] = await at.deposits(1);
    const installation = memoryInstallation();
    at.start({ installation });
    await caughtUp(installation, at.layers);
    const before = await hashesOf(installation, at.first);
    const orphaned = await at.first.deposit(at.second, at.newDeposit(), 1_000n);
    await at.first.reorganise(1);
    await at.first.mine(3);
    await caughtUp(installation, at.layers);
    expect(await hashesOf(installation, at.first)).toEqual(before);
    const [after] = await at.deposits(1);
    await caughtUp(installation, at.layers);
    const hashes = await hashesOf(installation, at.first);
    expect(hashes).toEqual([...before, after]);
    expect(hashes).toContain(kept);
    expect(hashes).not.toContain(orphaned);
  });

  it('loses nothing when it dies between the log and the cursor, and repeats only what the inbox drops', async () => {
    await at.deposits(6);
    const undisturbed = memoryInstallation();
    at.start({ installation: undisturbed });
    await caughtUp(undisturbed, at.layers);

    const installation = memoryInstallation();
    let appends = 0;
    let isDoomed = false;
    const dying: Installation = {
      ...installation,
      eventLog: {
        append: async (topic, records) => {
          await installation.eventLog.append(topic, records);
          if (records[0]?.key !== at.first.chain) return;
          appends += 1;
          isDoomed = appends % 2 === 0;
        },
      },
      collectors: {
        cursor: (chain) => installation.collectors.cursor(chain),
        wantedBlocks: (chain) => installation.collectors.wantedBlocks(chain),
        advance: async (chain, from, to) => {
          if (chain === at.first.chain && isDoomed) throw new FatalError('the process was killed here');
          return installation.collectors.advance(chain, from, to);
        },
      },
    };
    for (let life = 0; life < 3; life += 1) {
      isDoomed = false;
      const collector = startTestCollector({
        installation: dying,
        layers: at.layers,
        settings: { maximumRangeBlocks: 2 },
      });
      const deaths = collector.roles.map((role) => role.finished.catch(() => undefined));
      await Promise.race(deaths);
      await collector.stop();
    }
    at.start({ installation, settings: { maximumRangeBlocks: 2 } });
    await caughtUp(installation, at.layers);
    for (const layer of at.layers) {
      const hashes = await hashesOf(installation, layer);
      expect([...new Set(hashes)]).toEqual(await hashesOf(undisturbed, layer));
    }
    const repeated =
      (await hashesOf(installation, at.first)).length - (await hashesOf(undisturbed, at.first)).length;
    expect(repeated).toBeGreaterThanOrEqual(3);
  });

  it('cuts a range with too many transactions after a whole block', async () => {
    await at.first.inOneBlock(async () => {
      for (let each = 0; each < 3; each += 1) await at.first.deposit(at.second, at.newDeposit(), 1_000n);
    });
    await at.deposits(3);
    const installation = memoryInstallation();
    const ports = {
      chains: new ViemChains({
        endpoints: new Map([[at.first.chain, [at.first.url]]]),
        timeoutMilliseconds: 2_000,
        quorum: 1,
        verification: () => ({ everyHeader: true, receiptsRoot: true }),
        ownHeaderRules: new Set(),
        patienceMilliseconds: () => 60_000,
        observer: SILENT,
      }),
      cursors: installation.collectors,
      eventLog: installation.eventLog,
      network: exampleNetwork(at.layers),
      encodeTransaction: transactionLogsFormat.encodeText,
      encodeHeader: headerReportFormat.encodeText,
      encodeReading: chainReadFormat.encodeText,
    };
    const limits = {
      ...{ firstBlocks: 100, maximumBlocks: 100, maximumToldBlocks: 100, maximumTransactions: 1 },
      ...{ startBlock: 0n, readTo: 'finalised' as const },
    };
    let state = await openCollector(installation.collectors, at.first.chain, limits);
    const steps: number[] = [];
    for (let hasMore = true; hasMore;) {
      const step = expectOk(await collectLogs(ports, at.first.chain, state, limits));
      ({ state, hasMore } = step);
      steps.push(step.transactions);
    }
    const direct = memoryInstallation();
    at.start({ installation: direct });
    await caughtUp(direct, at.layers);
    expect(await hashesOf(installation, at.first)).toEqual(await hashesOf(direct, at.first));
    expect(Math.max(...steps)).toBe(3);
    expect(steps.filter((transactions) => transactions === 1).length).toBeGreaterThanOrEqual(3);
  });

  it('leaves a chain to whichever collector moved its cursor first', async () => {
    await at.deposits(4);
    const installation = memoryInstallation();
    const collectors = [
      at.start({ installation, settings: { maximumRangeBlocks: 1 } }),
      at.start({ installation, settings: { maximumRangeBlocks: 1 } }),
    ];
    await caughtUp(installation, at.layers);
    const undisturbed = memoryInstallation();
    at.start({ installation: undisturbed });
    await caughtUp(undisturbed, at.layers);
    expect([...new Set(await hashesOf(installation, at.first))]).toEqual(
      await hashesOf(undisturbed, at.first),
    );
    expect(collectors.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
