import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { buildGraph, type LiquidityEdge } from '@causeway/domain/routing';
import { expectOk, parseAssetId, type AssetId } from '@causeway/domain/units';
import { ACROSS, ETHEREUM, FIRST_MOMENT, OPTIMISM, usdcOn, walletOf } from '../../fixtures/bridge-events.js';
import { blockOn, firstBlock, headerValue, headsAt } from '../../fixtures/chain-blocks.js';
import { depositRecord, fillRecord, transactionOf } from './across-logs.js';
import { openSettlingDesk, type SettlingDesk } from './settling-desk.js';

const WETH = expectOk(parseAssetId('eip155:1/erc20:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'));
const USDC = usdcOn(ETHEREUM);
const THERE = usdcOn(OPTIMISM);
const FACTS = { minimumInput: 1n, fixedCost: 0n, observedAt: FIRST_MOMENT } as const;
/** Sells WETH in the pair of Uniswap v2, and brings the USDC to OP Mainnet over Across. */
const EDGES: readonly LiquidityEdge[] = [
  {
    kind: 'constant-product',
    id: 'uniswap',
    ...{ from: WETH, to: USDC, chain: ETHEREUM, ...FACTS, capacity: 10n ** 24n },
    pool: 'uniswap-v2:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
    ...{ reserveIn: 10n ** 22n, reserveOut: 30_000_000_000_000n, feeMillionths: 3000n },
    latency: { lowerQuartileSeconds: 12, medianSeconds: 12, upperQuartileSeconds: 24 },
    security: 'validity-proof',
  },
  {
    kind: 'relayer',
    id: 'across',
    ...{ from: USDC, to: THERE, bridge: ACROSS, ...FACTS, capacity: 10n ** 13n },
    latency: { lowerQuartileSeconds: 5, medianSeconds: 10, upperQuartileSeconds: 20 },
    security: 'optimistic-challenge',
    ...{ rateNumerator: 1n, rateDenominator: 1n, feeMillionths: 100n, relayerFee: 0n, exclusivitySeconds: 0 },
  },
];
const GRAPH = expectOk(buildGraph('two-legs', EDGES));
const WALLET = walletOf('atlas');
const OPTIMISM_POOL = '0x6f26bf09b1c792e3228e5467807a900a503c0281';
/** What the pair gives for one WETH: 0.997·y / (x + 0.997), rounded down. */
const SWAPPED = '2990701827';

const REQUEST = { input: { asset: WETH, amount: '1' }, output: THERE };
const ACCEPT = `mutation ($input: AcceptQuoteInput!) {
  acceptQuote(input: $input) { id state legs { attempts { attempt } } } }`;
const REPORT = 'mutation ($input: ReportLegInput!) { reportLeg(input: $input) { state } }';

interface Leg {
  readonly standing: string;
  readonly minimumOutput: { readonly raw: string };
  readonly approvals: readonly { readonly purpose: string }[];
  readonly transactions: readonly { readonly to: string; readonly data: Hex; readonly purpose: string }[];
}

let desk: SettlingDesk;
beforeEach(async () => {
  desk = await openSettlingDesk(GRAPH);
  desk.at(0);
  const open = 'mutation ($input: OpenAccountInput!) { openAccount(input: $input) { accountSeq } }';
  await answer(open, {
    input: { account: 'atlas', desk: 'atlas', wallets: [WALLET], deposits: [{ asset: WETH, amount: '2' }] },
  });
  desk.at(1_000);
});
afterEach(() => desk.close());

async function answer(query: string, variables?: object): Promise<Record<string, unknown>> {
  const { data, errors } = await desk.ask(query, variables);
  if (errors !== undefined || data === null) throw new Error(JSON.stringify(errors));
  return data;
}

const quoted = async (amount = '1') => {
  const request = { ...REQUEST, input: { asset: WETH, amount } };
  const query = 'query ($input: QuoteInput!) { quote(input: $input) { id quotedAt } }';
  const { quote } = await answer(query, { input: request });
  return { account: 'atlas', wallet: WALLET, quote: { ...(quote as object), request } };
};
async function accept(more: object = {}): Promise<string> {
  const { acceptQuote } = await answer(ACCEPT, { input: { ...(await quoted()), ...more } });
  return (acceptQuote as { id: string }).id;
}
async function plan(id: string): Promise<readonly Leg[]> {
  const query = `{ executionPlan(settlement: "${id}") { legs { standing minimumOutput { raw }
    approvals { purpose } transactions { to data purpose } } } }`;
  const { executionPlan } = await answer(query);
  return (executionPlan as { legs: readonly Leg[] }).legs;
}
/** The state, how the attempts at the legs stand, and where all units are in the end. */
async function standing(id: string) {
  const query = `{ settlement(id: "${id}") { state holdings { asset raw } legs { attempts { progress } } } }`;
  const { settlement } = await answer(query);
  const { state, holdings, legs } = settlement as {
    state: string;
    holdings: { asset: AssetId; raw: string }[] | null;
    legs: { attempts: { progress: string }[] }[];
  };
  const progress = legs.map(({ attempts }) => attempts.map((each) => each.progress).join(' '));
  const place = holdings?.map(({ asset, raw }) => `${raw} ${asset}`) ?? [];
  return [state, ...progress, ...place];
}
async function reportSwap(id: string, more: object): Promise<void> {
  await answer(REPORT, { input: { account: 'atlas', settlement: id, leg: 0, attempt: 0, ...more } });
}
/** Accepts, has the swap executed, and answers the transaction that sends the second leg. */
async function swapped(): Promise<{ readonly id: string; readonly call: Leg['transactions'][number] }> {
  const id = await accept();
  desk.at(1_020);
  await reportSwap(id, { kind: 'EXECUTED', delivered: SWAPPED, isFinal: true });
  const call = (await plan(id))[1]?.transactions[0];
  if (call === undefined) throw new Error('the second leg has no transaction');
  return { id, call };
}

describe('a settlement of two legs', () => {
  it('goes from its quote to the destination, over GraphQL, PostgreSQL and the logs of the bridge', async () => {
    const id = await accept();
    expect(await desk.held('atlas')).toEqual({
      [`available ${WETH}`]: '1000000000000000000',
      [`reserved ${WETH}`]: '1000000000000000000',
    });
    const [swap, bridging] = await plan(id);
    expect(swap).toMatchObject({
      standing: 'TO_SEND',
      // Half a per cent below what the pool gives.
      minimumOutput: { raw: '2975748318' },
      approvals: [{ purpose: expect.stringContaining('approve(') }],
      transactions: [{ purpose: 'UniswapV2Router02.swapExactTokensForTokens' }],
    });
    expect(bridging).toMatchObject({ standing: 'WAITING', transactions: [] });

    desk.at(1_020);
    await reportSwap(id, { kind: 'SENT', transaction: transactionOf('swap') });
    expect((await plan(id))[0]).toMatchObject({ standing: 'SENT', transactions: [] });
    await reportSwap(id, { kind: 'EXECUTED', delivered: SWAPPED, isFinal: true });
    expect(await desk.held('atlas')).toEqual({
      [`available ${WETH}`]: '1000000000000000000',
      [`reserved ${USDC}`]: SWAPPED,
    });
    expect(await standing(id)).toEqual(['OPEN', 'COMPLETE', 'PENDING']);

    const call = (await plan(id))[1]?.transactions[0];
    if (call === undefined) throw new Error('the second leg has no transaction');
    await desk.tell(depositRecord({ chain: ETHEREUM, seconds: 1_040 }, 'deposit', call));
    desk.at(1_041);
    await desk.follow();
    expect(await standing(id)).toEqual(['OPEN', 'COMPLETE', 'UNDER_WAY']);
    expect((await plan(id))[1]).toMatchObject({ standing: 'UNDER_WAY', transactions: [] });

    const fill = { origin: 1, call };
    await desk.tell(fillRecord({ chain: OPTIMISM, seconds: 1_050 }, 'fill', OPTIMISM_POOL, fill));
    desk.at(1_051);
    await desk.follow();
    // The relayer was asked for exactly what the quote says the leg gives for what the swap delivered.
    const arrived = (BigInt(SWAPPED) * 999_900n) / 1_000_000n;
    const [state, , , place] = await standing(id);
    expect([state, place]).toEqual(['SETTLED', `${arrived} ${THERE}`]);
    expect(await desk.held('atlas')).toEqual({
      [`available ${WETH}`]: '1000000000000000000',
      [`available ${THERE}`]: String(arrived),
    });
  });

  it('goes back when the blocks of its legs are orphaned, and forth when they come again', async () => {
    const { id, call } = await swapped();
    const heads = headsAt(100n);
    const [source, destination] = [firstBlock(ETHEREUM), firstBlock(OPTIMISM)];
    const [departure, arrival] = [blockOn(source, 'deposit'), blockOn(destination, 'fill')];
    await desk.tell(headerValue(source, heads), headerValue(departure, heads));
    await desk.tell(headerValue(destination, heads), headerValue(arrival, heads));
    await desk.tell(depositRecord(departure, 'deposit', call));
    desk.at(1_300);
    await desk.follow();
    expect(await standing(id)).toEqual(['OPEN', 'COMPLETE', 'UNDER_WAY']);
    const under = await desk.held('atlas');
    await desk.tell(fillRecord(arrival, 'fill', OPTIMISM_POOL, { origin: 1, call }));
    await desk.follow();
    // All has arrived, but in a block that is not final.
    expect(await standing(id)).toEqual(['OPEN', 'COMPLETE', 'COMPLETE']);

    await desk.tell(headerValue(blockOn(destination, 'other'), heads));
    await desk.follow();
    expect(await standing(id)).toEqual(['OPEN', 'COMPLETE', 'UNDER_WAY']);
    expect(await desk.held('atlas')).toEqual(under);
    await desk.tell(headerValue(blockOn(source, 'other'), heads));
    await desk.follow();
    expect(await standing(id)).toEqual(['OPEN', 'COMPLETE', 'PENDING']);
    expect(await desk.held('atlas')).toEqual({
      [`available ${WETH}`]: '1000000000000000000',
      [`reserved ${USDC}`]: SWAPPED,
    });

    await desk.tell(
      headerValue(blockOn(departure, 'next'), heads),
      headerValue(blockOn(arrival, 'next'), heads),
    );
    await desk.follow();
    expect(await standing(id)).toEqual(['OPEN', 'COMPLETE', 'COMPLETE']);
    const final = headsAt(101n);
    for (const block of [departure, arrival]) {
      await desk.tell(headerValue(blockOn(blockOn(block, 'next'), 'final'), final));
    }
    await desk.follow();
    expect((await standing(id))[0]).toBe('SETTLED');
  });

  it('ends where its units are when a leg is never sent, and gives them free', async () => {
    const id = await accept({ maximumAttempts: 1 });
    desk.at(1_000 + 600 + 600);
    await desk.follow();
    expect((await plan(id))[0]).toMatchObject({ standing: 'OVERDUE', transactions: [] });
    expect(await standing(id)).toEqual(['OPEN', 'PENDING', '']);
    desk.at(1_000 + 600 + 601);
    await desk.follow();
    expect(await standing(id)).toEqual(['FAILED', 'VOID', '', `1000000000000000000 ${WETH}`]);
    expect(await desk.held('atlas')).toEqual({ [`available ${WETH}`]: '2000000000000000000' });
  });

  it('keeps what a leg has brought when the next one is given up, and says where it is', async () => {
    const { id } = await swapped();
    const input = { account: 'atlas', settlement: id, leg: 1, attempt: 0, kind: 'ABANDONED' };
    await answer(REPORT, { input });
    expect(await standing(id)).toEqual(['SETTLED_ELSEWHERE', 'COMPLETE', 'VOID', `${SWAPPED} ${USDC}`]);
    expect(await desk.held('atlas')).toEqual({
      [`available ${WETH}`]: '1000000000000000000',
      [`available ${USDC}`]: SWAPPED,
    });
  });

  it('takes a swap back in the books that turns out to have failed', async () => {
    const id = await accept();
    desk.at(1_020);
    await reportSwap(id, { kind: 'EXECUTED', delivered: SWAPPED, isFinal: false });
    expect(await desk.held('atlas')).toMatchObject({ [`reserved ${USDC}`]: SWAPPED });
    await reportSwap(id, { kind: 'REVERTED', isFinal: false });
    expect(await desk.held('atlas')).toEqual({
      [`available ${WETH}`]: '1000000000000000000',
      [`reserved ${WETH}`]: '1000000000000000000',
    });
  });

  it('gives no unit twice to many quotes that are accepted at once', async () => {
    const all = await Promise.all(
      ['0.5', '0.6', '0.7', '0.8', '0.9', '1.1', '1.2', '1.3'].map(async (amount) =>
        desk.ask(ACCEPT, { input: await quoted(amount) }),
      ),
    );
    const codes = all.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions['code']) ?? []);
    expect(new Set(codes)).toEqual(new Set(['INSUFFICIENT_INVENTORY']));
    expect(codes.length).toBeLessThan(8);
    const query = '{ settlements(first: 50) { edges { node { reserved { raw } } } } }';
    const { settlements } = await answer(query);
    const { edges } = settlements as { edges: { node: { reserved: { raw: string }[] } }[] };
    const reserved = edges.flatMap(({ node }) => node.reserved.map(({ raw }) => BigInt(raw)));
    const held = await desk.held('atlas');
    const sum = reserved.reduce((total, raw) => total + raw, 0n);
    expect(held[`reserved ${WETH}`]).toBe(String(sum));
    expect(sum + BigInt(held[`available ${WETH}`] ?? 0)).toBe(2n * 10n ** 18n);
  });
});
