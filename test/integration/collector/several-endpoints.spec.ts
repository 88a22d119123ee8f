import { describe, expect, it } from '@jest/globals';
import type { CollectorSettings } from '../../../apps/collector/start-collector.js';
import { caughtUp, eventually, memoryInstallation, type RunningCollector } from './collecting.js';
import { startExampleLayer } from './example-layer.js';
import { withLogs, withoutLogs } from './lies.js';
import { forwardTo, honestly, type Answer, type RpcProxy } from './rpc-proxy.js';
import { startTcpRelay } from './tcp-relay.js';
import { describeLayers, HALTED, hashesOf } from './two-layers.js';

const DISAGREEMENTS = 'causeway_collector_endpoint_disagreements_total';
const STALLED = 'causeway_collector_endpoint_stalled';
/** So long that a test would fail if it waited for a poll. */
const NEVER_POLLS = { pollMilliseconds: 60_000 };

describeLayers('the collector with several endpoints of a chain', (at) => {
  const hostOf = ({ url }: { readonly url: string }): string => new URL(url).host;
  const proxies = (count: number): Promise<readonly RpcProxy[]> =>
    Promise.all(Array.from({ length: count }, () => at.proxyOf(at.first)));
  const startWith = (
    endpoints: readonly { readonly url: string }[],
    settings: Partial<CollectorSettings>,
  ) => {
    const installation = memoryInstallation();
    const urls = new Map([[at.first.chain, endpoints.map(({ url }) => url)]]);
    return {
      installation,
      collector: at.start({ installation, layers: [at.first], endpoints: urls, settings }),
    };
  };
  const isHalted = async (collector: RunningCollector): Promise<boolean> =>
    (await collector.metric(HALTED, at.first.chain)) === 1;

  /** Ways to lie that contradict nothing else the liar says, because all headers are its own. */
  const lies: readonly { readonly does: string; readonly answer: () => Promise<Answer> }[] = [
    {
      does: 'changes a log',
      answer: async () => async (question, forward) =>
        withLogs(question, await forward(question), (log) =>
          log.address === at.first.pool ? { ...log, data: log.data.replace('3e8', '3e9') } : log,
        ),
    },
    {
      does: 'leaves logs out',
      answer: async () => async (question, forward) => withoutLogs(question, await forward(question)),
    },
    {
      does: 'is on a fork',
      answer: async () => {
        const fork = await startExampleLayer(901);
        at.afterwards(fork.stop);
        await fork.mine(Number((await at.first.heads()).latest));
        const ask = forwardTo(fork.url);
        return (question) => ask(question);
      },
    },
  ];
  it.each(lies)('believes two of three when the first $does, and names it', async ({ answer }) => {
    const sent = await at.deposits(2);
    const [liar, ...honest] = await proxies(3);
    if (liar === undefined) throw new Error('three were started');
    liar.answer = await answer();
    const settings = { quorum: 2, ownHeaderRules: new Set([at.first.chain]) };
    const { installation, collector } = startWith([liar, ...honest], settings);
    await caughtUp(installation, [at.first]);
    const direct = startWith([at.first], {});
    await caughtUp(direct.installation, [at.first]);
    const collected = (await installation.collected()).filter(({ chain }) => chain === at.first.chain);
    expect(collected).toEqual(
      (await direct.installation.collected()).filter(({ chain }) => chain === at.first.chain),
    );
    expect(collected.map(({ transactionHash }) => transactionHash)).toEqual(
      expect.arrayContaining([...sent]),
    );
    expect(await collector.metric(DISAGREEMENTS, at.first.chain, hostOf(liar))).toBeGreaterThan(0);
    for (const each of honest) {
      expect(await collector.metric(DISAGREEMENTS, at.first.chain, hostOf(each))).toBeUndefined();
    }
    expect(collector.problems.filter((problem) => problem.includes('left out')).join()).toContain(
      hostOf(liar),
    );
    expect(await isHalted(collector)).toBe(false);
  });

  it.each(lies)('halts when one of two $does, and goes on when they agree', async ({ answer }) => {
    const [sent] = await at.deposits(1);
    const [liar, honest] = await proxies(2);
    if (liar === undefined || honest === undefined) throw new Error('two were started');
    liar.answer = await answer();
    const settings = { quorum: 2, ownHeaderRules: new Set([at.first.chain]) };
    const { installation, collector } = startWith([liar, honest], settings);
    await eventually('the chain is halted', () => isHalted(collector));
    expect(await hashesOf(installation, at.first)).toEqual([]);
    expect(collector.problems.join()).toContain('NO_AGREEMENT');
    liar.answer = honestly;
    await caughtUp(installation, [at.first]);
    await eventually('the alert is over', async () => !(await isHalted(collector)));
    expect(await hashesOf(installation, at.first)).toContain(sent);
  });

  it('halts when too few are left, and goes on when one comes back', async () => {
    const [sent] = await at.deposits(1);
    const [lost, other] = await proxies(2);
    if (lost === undefined || other === undefined) throw new Error('two were started');
    lost.answer = () => Promise.reject(new Error('out of order'));
    const { installation, collector } = startWith([lost, other], { quorum: 2 });
    await eventually('the chain is halted', () => isHalted(collector));
    lost.answer = honestly;
    await caughtUp(installation, [at.first]);
    await eventually('the alert is over', async () => !(await isHalted(collector)));
    expect(await hashesOf(installation, at.first)).toContain(sent);
  });

  it('passes over a node that stands still while another moves on, and says so', async () => {
    const [still, moving] = await proxies(2);
    if (still === undefined || moving === undefined) throw new Error('two were started');
    const { installation, collector } = startWith([still, moving], { stalledBlocks: 1 });
    await caughtUp(installation, [at.first]);
    const { latest, finalised } = await at.first.heads();
    const tags = new Map<unknown, bigint>([
      ['latest', latest],
      ['safe', finalised],
      ['finalized', finalised],
    ]);
    still.answer = (question, forward) => {
      const frozen = question.method === 'eth_getBlockByNumber' ? tags.get(question.params[0]) : undefined;
      if (frozen === undefined) return forward(question);
      return forward({ ...question, params: [`0x${frozen.toString(16)}`, false] });
    };
    const [sent] = await at.deposits(1);
    const isStalled = (endpoint: RpcProxy) => collector.metric(STALLED, at.first.chain, hostOf(endpoint));
    await eventually('it is noticed', async () => (await isStalled(still)) === 1);
    await caughtUp(installation, [at.first]);
    expect(await hashesOf(installation, at.first)).toContain(sent);
    expect(await isStalled(moving)).not.toBe(1);
    still.answer = honestly;
    await eventually('it is trusted again', async () => (await isStalled(still)) === 0);
  });

  describe('on a WebSocket', () => {
    const webSocket = (url: string): { readonly url: string } => ({ url: url.replace(/^http/, 'ws') });
    const milliseconds = async (happens: Promise<void>): Promise<number> => {
      const start = performance.now();
      await happens;
      return performance.now() - start;
    };

    it('wakes at a new head long before the next poll', async () => {
      const { installation, collector } = startWith([webSocket(at.first.url)], NEVER_POLLS);
      await caughtUp(installation, [at.first]);
      const [sent] = await at.deposits(1);
      expect(await milliseconds(caughtUp(installation, [at.first]))).toBeLessThan(5_000);
      expect(await hashesOf(installation, at.first)).toContain(sent);
      expect(collector.problems).toEqual([]);
    });

    it('connects again, and subscribes again, when the connection breaks', async () => {
      const relay = await startTcpRelay(new URL(at.first.url));
      at.afterwards(relay.close);
      const { installation, collector } = startWith([webSocket(relay.url)], NEVER_POLLS);
      await caughtUp(installation, [at.first]);
      relay.cut();
      await eventually('it connects again', () => relay.connections() > 0);
      const [sent] = await at.deposits(1);
      expect(await milliseconds(caughtUp(installation, [at.first]))).toBeLessThan(5_000);
      expect(await hashesOf(installation, at.first)).toContain(sent);
      expect(await isHalted(collector)).toBe(false);
    });
  });
});
