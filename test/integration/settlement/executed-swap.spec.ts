import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { buildGraph } from '@causeway/domain/routing';
import {
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  type Address,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { anvilProgram, startAnvil, type Anvil } from '../collector/anvil.js';
import { FIRST_MOMENT } from '../../fixtures/bridge-events.js';
import { openSettlingDesk, type SettlingDesk } from './settling-desk.js';
import { DESK, UniswapOnAnvil, USDC, WETH } from './uniswap-on-anvil.js';

const ETHEREUM = evmChain(1);
const ETHER = nativeAsset(ETHEREUM);
const WETH_ASSET = erc20Asset(ETHEREUM, WETH);
const USDC_ASSET = erc20Asset(ETHEREUM, USDC);
const FACTS = {
  latency: { lowerQuartileSeconds: 12, medianSeconds: 12, upperQuartileSeconds: 24 },
  security: 'validity-proof',
  minimumInput: 1n,
  capacity: 10n ** 24n,
  fixedCost: 0n,
  observedAt: 0 as UnixMilliseconds,
} as const;

interface Transaction {
  readonly to: Address;
  readonly value: string;
  readonly data: Hex;
}

const isInstalled = anvilProgram() !== undefined;
if (!isInstalled) console.warn('skipped: execution: the EVM node anvil is installed for Linux on x64 only');

(isInstalled ? describe : describe.skip)(
  'the calldata of a plan, on a chain with the published contracts',
  () => {
    let node: Anvil;
    let chain: UniswapOnAnvil;
    let desk: SettlingDesk;

    beforeEach(async () => {
      node = await startAnvil(1, 1);
      chain = await UniswapOnAnvil.deploy(node.url, 6_000_000_000_000n, 2_000n * 10n ** 18n);
      const [reserveOut, reserveIn] = await chain.reserves();
      const graph = buildGraph('as read from the chain', [
        { kind: 'wrapping', id: 'wrap', from: ETHER, to: WETH_ASSET, chain: ETHEREUM, ...FACTS },
        {
          kind: 'constant-product',
          id: 'pair',
          ...{ from: WETH_ASSET, to: USDC_ASSET, chain: ETHEREUM, reserveIn, reserveOut, ...FACTS },
          pool: `uniswap-v2:${await chain.pair()}`,
          feeMillionths: 3000n,
        },
      ]);
      desk = await openSettlingDesk(expectOk(graph));
      await atChainTime();
      const deposits = [{ asset: ETHER, amount: '100' }];
      await answer('mutation ($input: OpenAccountInput!) { openAccount(input: $input) { account } }', {
        input: { account: 'atlas', desk: 'atlas', wallets: [DESK], deposits },
      });
    }, 60_000);
    afterEach(async () => {
      await desk.close();
      await node.stop();
    });

    async function atChainTime(): Promise<void> {
      desk.at((await chain.time()) - FIRST_MOMENT / 1000);
    }
    async function answer(query: string, variables?: object): Promise<Record<string, unknown>> {
      const { data, errors } = await desk.ask(query, variables);
      if (errors !== undefined || data === null) throw new Error(JSON.stringify(errors));
      return data;
    }
    /** Accepts a quote for 7.5 ether; answers its id and exact output. */
    async function accept(): Promise<{ readonly id: string; readonly output: bigint }> {
      const request = { input: { asset: ETHER, amount: '7.5' }, output: USDC_ASSET };
      const asked = await answer(
        'query ($input: QuoteInput!) { quote(input: $input) { id quotedAt output { raw } } }',
        { input: request },
      );
      const { output, ...quote } = asked['quote'] as {
        id: string;
        quotedAt: string;
        output: { raw: string };
      };
      const input = { account: 'atlas', wallet: DESK, quote: { ...quote, request } };
      await answer('mutation ($input: AcceptQuoteInput!) { acceptQuote(input: $input) { id } }', { input });
      return { id: quote.id, output: BigInt(output.raw) };
    }
    async function callsOf(id: string, leg: number): Promise<readonly Transaction[]> {
      const { executionPlan } = await answer(
        `{ executionPlan(settlement: "${id}") { legs { approvals { to value data } transactions { to value data } } } }`,
      );
      const { legs } = executionPlan as { legs: Record<'approvals' | 'transactions', Transaction[]>[] };
      return [...(legs[leg]?.approvals ?? []), ...(legs[leg]?.transactions ?? [])];
    }
    async function execute(calls: readonly Transaction[]): Promise<{ hash: Hex; isExecuted: boolean }> {
      let last: { hash: Hex; isExecuted: boolean } | undefined;
      for (const { to, value, data } of calls) last = await chain.send({ to, data, value: BigInt(value) });
      if (last === undefined) throw new Error('there is nothing to send');
      return last;
    }
    async function report(id: string, leg: number, more: object): Promise<string> {
      await atChainTime();
      const input = { account: 'atlas', settlement: id, leg, attempt: 0, ...more };
      const { reportLeg } = await answer(
        'mutation ($input: ReportLegInput!) { reportLeg(input: $input) { state } }',
        { input },
      );
      return (reportLeg as { state: string }).state;
    }
    /** Accepts, wraps, and answers what is to be sent for the swap. */
    async function wrapped() {
      const accepted = await accept();
      expect(await execute(await callsOf(accepted.id, 0))).toMatchObject({ isExecuted: true });
      const delivered = String(await chain.balanceOf(WETH, DESK));
      await report(accepted.id, 0, { kind: 'EXECUTED', delivered, isFinal: true });
      return { ...accepted, calls: await callsOf(accepted.id, 1) };
    }

    it('moves exactly what was quoted, and leaves no allowance behind', async () => {
      const { id, output, calls } = await wrapped();
      expect(await chain.balanceOf(WETH, DESK)).toBe(7_500_000_000_000_000_000n);
      expect(calls).toHaveLength(2);
      const { hash, isExecuted } = await execute(calls);
      expect(isExecuted).toBe(true);
      const delivered = await chain.balanceOf(USDC, DESK);
      expect(delivered).toBe(output);
      expect(await chain.balanceOf(WETH, DESK)).toBe(0n);
      expect(await chain.allowance(WETH)).toBe(0n);
      await report(id, 1, { kind: 'SENT', transaction: hash });
      const state = await report(id, 1, { kind: 'EXECUTED', delivered: String(delivered), isFinal: true });
      expect(state).toBe('SETTLED');
      expect(await desk.held('atlas')).toEqual({
        [`available ${ETHER}`]: '92500000000000000000',
        [`available ${USDC_ASSET}`]: String(output),
      });
    });

    it('trades in the very pair whose address the plan has proven', async () => {
      expect(await chain.pair()).toBe('0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc');
    });

    it('is refused by the chain once another trade leaves less than the minimum', async () => {
      const { calls } = await wrapped();
      const [approval, swap] = calls;
      if (approval === undefined || swap === undefined)
        throw new Error('an approval and a swap are to be sent');
      await chain.sellAsMarket(20n * 10n ** 18n);
      await execute([approval]);
      expect(await execute([swap])).toMatchObject({ isExecuted: false });
      expect(await chain.balanceOf(WETH, DESK)).toBe(7_500_000_000_000_000_000n);
    });

    it('is refused by the chain after its deadline', async () => {
      const { calls } = await wrapped();
      await chain.pass(601);
      expect(await execute(calls)).toMatchObject({ isExecuted: false });
      expect(await chain.balanceOf(USDC, DESK)).toBe(0n);
    });
  },
);
