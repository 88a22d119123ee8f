import { describe, expect, it } from '@jest/globals';
import type { ChainId } from '@causeway/domain/units';
import type { CollectorSettings } from '../../../apps/collector/start-collector.js';
import { caughtUp, eventually, memoryInstallation, type Installation } from './collecting.js';
import type { ExampleLayer } from './example-layer.js';
import { isBlock, withLogs, withoutLogs } from './lies.js';
import { honestly, startRpcProxy, type Question, type RpcProxy } from './rpc-proxy.js';
import { describeLayers, HALTED, hashesOf, type TwoLayers } from './two-layers.js';

const WHOLE_RECEIPTS = { verification: { everyHeader: true, receiptsRoot: 'all' as const } };

interface Lie {
  readonly contradiction: string;
  readonly told: string;
  readonly settings?: (chain: ChainId) => Partial<CollectorSettings>;
  readonly lie: (question: Question, truth: unknown, first: ExampleLayer) => unknown;
}

const LIES: readonly Lie[] = [
  {
    contradiction: 'BLOCK_HASH_MISMATCH',
    told: 'logs of another block',
    lie: ({ method }, truth) =>
      method === 'eth_getLogs'
        ? (truth as object[]).map((log) => ({ ...log, blockHash: `0x${'ab'.repeat(32)}` }))
        : truth,
  },
  {
    contradiction: 'LOG_MISMATCH',
    told: 'a receipt without its logs',
    lie: ({ method }, truth) =>
      method === 'eth_getTransactionReceipt' ? { ...(truth as object), logs: [] } : truth,
  },
  {
    contradiction: 'HEADER_HASH_MISMATCH',
    told: 'a header with another parent',
    lie: (question, truth) =>
      isBlock(question, 2n) ? { ...(truth as object), parentHash: `0x${'cd'.repeat(32)}` } : truth,
  },
  {
    contradiction: 'PARENT_HASH_MISMATCH',
    told: 'a header with another parent that cannot be verified',
    settings: (chain) => ({ ownHeaderRules: new Set([chain]) }),
    lie: (question, truth) =>
      isBlock(question, 2n) ? { ...(truth as object), parentHash: `0x${'cd'.repeat(32)}` } : truth,
  },
  {
    contradiction: 'BLOOM_MISMATCH',
    told: 'another depositor in every answer that shows the log',
    lie: (question, truth, { pool }) =>
      withLogs(question, truth, (log) =>
        log.address === pool ? { ...log, topics: [...log.topics.slice(0, 3), `0x${'12'.repeat(32)}`] } : log,
      ),
  },
  {
    contradiction: 'LOGS_OMITTED',
    told: 'no log where there is one',
    lie: ({ method }, truth) => (method === 'eth_getLogs' ? [] : truth),
  },
  {
    contradiction: 'RECEIPTS_ROOT_MISMATCH',
    told: 'another amount in every answer that shows the log',
    settings: () => WHOLE_RECEIPTS,
    lie: (question, truth, { pool }) =>
      withLogs(question, truth, (log) =>
        log.address === pool ? { ...log, data: log.data.replace('3e8', '3e9') } : log,
      ),
  },
  {
    contradiction: 'RECEIPTS_ROOT_MISMATCH',
    told: 'no log where there is one, not even in the receipts',
    settings: () => WHOLE_RECEIPTS,
    lie: withoutLogs,
  },
];

describeLayers('the collector with endpoints that misbehave', (at) => {
  const through = (proxy: RpcProxy, ...others: readonly string[]) =>
    new Map([[at.first.chain, [proxy.url, ...others]]]);

  it('goes on with the next endpoint when one is lost, and refuses one of another chain', async () => {
    const [early] = await at.deposits(1);
    const proxy = await startRpcProxy(at.first.url);
    const installation = memoryInstallation();
    const endpoints = new Map([[at.first.chain, [at.second.url, proxy.url, at.first.url]]]);
    const collector = at.start({ installation, endpoints });
    await caughtUp(installation, at.layers);
    expect(collector.problems.join()).toContain('serves eip155:902, not eip155:901');
    await proxy.close();
    const [late] = await at.deposits(1);
    await caughtUp(installation, at.layers);
    expect(await hashesOf(installation, at.first)).toEqual(expect.arrayContaining([early, late]));
  });

  it('narrows the range that a provider refuses', async () => {
    await at.deposits(5);
    const proxy = await at.proxyOf(at.first);
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
    at.start({ installation, endpoints: through(proxy) });
    await caughtUp(installation, at.layers);
    expect(await hashesOf(installation, at.first)).toEqual(await hashesWithout(at));
    expect(Math.max(...asked)).toBeGreaterThan(3);
    expect(asked.filter((blocks) => blocks <= 3).length).toBeGreaterThan(1);
  });

  it('does not believe a lagging node that there is nothing', async () => {
    const [sent] = await at.deposits(1);
    const { finalised } = await at.first.heads();
    const proxy = await at.proxyOf(at.first);
    proxy.answer = async (question, forward) => {
      if (question.method === 'eth_getLogs') return [];
      const isAhead = isBlock(question, finalised) || question.method === 'eth_getTransactionReceipt';
      return isAhead ? null : forward(question);
    };
    const installation = memoryInstallation();
    const collector = at.start({ installation, endpoints: through(proxy) });
    await eventually(
      'the gap is reported',
      async () => (await collector.metric(HALTED, at.first.chain)) === 1,
    );
    expect(collector.problems.join()).toContain('MISSING_BLOCK');
    proxy.answer = honestly;
    await caughtUp(installation, at.layers);
    expect(await hashesOf(installation, at.first)).toContain(sent);
  });

  it.each(LIES)('halts a chain on $contradiction, told $told, while the other goes on', async (told) => {
    const { contradiction, settings, lie } = told;
    await at.deposits(1);
    const proxy = await at.proxyOf(at.first);
    proxy.answer = async (question, forward) => lie(question, await forward(question), at.first);
    const installation = memoryInstallation();
    const collector = at.start({
      installation,
      endpoints: through(proxy),
      // A few blocks at a time, so that contradictions within a range and between two are met.
      settings: { maximumRangeBlocks: 2, ...settings?.(at.first.chain) },
    });
    await eventually(
      'the chain is halted',
      async () => (await collector.metric(HALTED, at.first.chain)) === 1,
    );
    await caughtUp(installation, [at.second]);
    const halts = collector.problems.filter(
      (problem) => problem.startsWith('halted') && problem.includes(contradiction),
    );
    expect(halts).toHaveLength(1);
    expect(await hashesOf(installation, at.first)).toEqual([]);
    expect(await collector.metric(HALTED, at.second.chain)).toBe(0);

    proxy.answer = honestly;
    await caughtUp(installation, at.layers);
    await eventually('the alert is over', async () => (await collector.metric(HALTED, at.first.chain)) === 0);
    expect(await hashesOf(installation, at.first)).toEqual(await hashesWithout(at));
  });

  describe('of which another is honest', () => {
    it('leaves out the one that contradicts itself, and says which', async () => {
      const [sent] = await at.deposits(1);
      const [liar, honest] = [await at.proxyOf(at.first), await at.proxyOf(at.first)];
      liar.answer = async (question, forward) => (question.method === 'eth_getLogs' ? [] : forward(question));
      const installation = memoryInstallation();
      const collector = at.start({ installation, endpoints: through(liar, honest.url) });
      await caughtUp(installation, at.layers);
      expect(await hashesOf(installation, at.first)).toContain(sent);
      expect(await disagreements(collector, at, liar)).toBeGreaterThan(0);
      expect(await disagreements(collector, at, honest)).toBeUndefined();
      expect(await collector.metric(HALTED, at.first.chain)).toBe(0);
      expect(collector.problems.join()).toContain(new URL(liar.url).host);
    });
  });

  it('catches an omission at a node that does not offer the receipts of a whole block', async () => {
    await at.deposits(1);
    const proxy = await at.proxyOf(at.first);
    proxy.answer = async (question, forward) => {
      const unoffered = Object.assign(new Error('the method does not exist'), { code: -32_601 });
      if (question.method === 'eth_getBlockReceipts') throw unoffered;
      return question.method === 'eth_getLogs' ? [] : forward(question);
    };
    const installation: Installation = memoryInstallation();
    const collector = at.start({ installation, endpoints: through(proxy) });
    await eventually('the omission is noticed', () => collector.problems.join().includes('LOGS_OMITTED'));
    expect(await hashesOf(installation, at.first)).toEqual([]);
  });
});

function disagreements(
  collector: ReturnType<TwoLayers['start']>,
  { first }: TwoLayers,
  { url }: RpcProxy,
): Promise<number | undefined> {
  const name = 'causeway_collector_endpoint_disagreements_total';
  return collector.metric(name, first.chain, new URL(url).host);
}

/** What a collector finds that nobody lies to. */
async function hashesWithout(at: TwoLayers): Promise<readonly string[]> {
  const installation = memoryInstallation();
  at.start({ installation });
  await caughtUp(installation, at.layers);
  return hashesOf(installation, at.first);
}
