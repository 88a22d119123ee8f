import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { temporaryFolder } from '@causeway/platform/testkit';
import { runCli } from '../../apps/cli/run-cli.js';
import { graphql, startService, type RunningService } from './running-service.js';

const GRAPH = 'examples/liquidity/graph.json';
const USDC_ON_ARBITRUM = 'eip155:42161/erc20:0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const WETH_ON_BASE = 'eip155:8453/erc20:0x4200000000000000000000000000000000000006';

/** The same request for both: as the query's input, and as the document that the command reads. */
const REQUESTS = [
  {
    name: 'an exact input, split over what pays',
    input: `input: { asset: "${USDC_ON_ARBITRUM}", amount: "250000" }, output: "${WETH_ON_BASE}"`,
    document: { input: { asset: USDC_ON_ARBITRUM, raw: '250000000000' }, output: WETH_ON_BASE },
  },
  {
    name: 'an exact output',
    input: `inputAsset: "${USDC_ON_ARBITRUM}", outputAmount: { asset: "${WETH_ON_BASE}", amount: "2.5" }`,
    document: { input: USDC_ON_ARBITRUM, output: { asset: WETH_ON_BASE, raw: '2500000000000000000' } },
  },
  {
    name: 'constraints',
    input: `input: { asset: "${USDC_ON_ARBITRUM}", amount: "40000" }, output: "${WETH_ON_BASE}", deadlineSeconds: 3600, forbiddenBridges: ["across"], maximumLegs: 3`,
    document: {
      input: { asset: USDC_ON_ARBITRUM, raw: '40000000000' },
      output: WETH_ON_BASE,
      deadlineSeconds: 3600,
      forbiddenBridges: ['across'],
      maximumLegs: 3,
    },
  },
] as const;

/** What `causeway route` prints. */
async function printed(request: string, at: string, ...more: readonly string[]): Promise<string> {
  let text = '';
  const sink = { write: (written: string) => (text += written) };
  const streams = { stdin: Readable.from([]), stdout: sink, stderr: sink };
  await runCli(['route', '--graph', GRAPH, '--request', request, '--at', at, ...more], streams);
  return text;
}

describe('a route found offline', () => {
  jest.setTimeout(120_000);
  const folder = temporaryFolder();
  let service: RunningService;

  beforeAll(async () => {
    service = await startService(path.join(folder.path, 'data'), { LIQUIDITY_GRAPH: GRAPH });
  }, 240_000);

  afterAll(async () => {
    await service.stop();
    folder.remove();
  }, 30_000);

  it.each(REQUESTS)('is to the byte what the service answered: $name', async ({ input, document }) => {
    const data = await graphql(service.url, `{ quote(input: { ${input} }) { id quotedAt document } }`);
    const quote = data['quote'] as { id: string; quotedAt: string; document: string };
    const file = path.join(folder.path, 'request.json');
    writeFileSync(file, JSON.stringify({ schema: 'causeway.route-request/1', ...document }));
    expect(await printed(file, quote.quotedAt)).toBe(`${quote.document}\n`);
    expect(JSON.parse(quote.document)).toMatchObject({ id: quote.id });
  });

  it('has to the byte the choices that the service has', async () => {
    const [{ input, document }] = REQUESTS;
    const query = `{ routeFront(input: { ${input} }) { document points { quote { quotedAt } } } }`;
    const { routeFront } = await graphql(service.url, query);
    const front = routeFront as { document: string; points: { quote: { quotedAt: string } }[] };
    expect(front.points.length).toBeGreaterThan(1);
    const file = path.join(folder.path, 'request.json');
    writeFileSync(file, JSON.stringify({ schema: 'causeway.route-request/1', ...document }));
    const at = front.points[0]?.quote.quotedAt ?? '';
    expect(await printed(file, at, '--front')).toBe(`${front.document}\n`);
  });

  it('differs with the time, so that equal bytes say something', async () => {
    const file = path.join(folder.path, 'request.json');
    const [first, second] = await Promise.all(
      ['1735603200000', '1735603200001'].map((at) => printed(file, at)),
    );
    expect(first).toContain('causeway.route-quote/1');
    expect(first).not.toBe(second);
  });
});
