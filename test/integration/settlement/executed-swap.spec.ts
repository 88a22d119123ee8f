import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildGraph } from '@causeway/domain/routing';
import { erc20Asset, evmChain, expectOk, nativeAsset, type UnixMilliseconds } from '@causeway/domain/units';
import { anvilProgram, startAnvil, type Anvil } from '../collector/anvil.js';
import { ChainDesk, LEAD_SECONDS } from './chain-desk.js';
import { DESK } from './local-chain.js';
import { UniswapV2Chain, USDC, V2_ROUTER, WETH } from './uniswap-v2-chain.js';

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

const isInstalled = anvilProgram() !== undefined;
if (!isInstalled) console.warn('skipped: execution: the EVM node anvil is installed for Linux on x64 only');

(isInstalled ? describe : describe.skip)(
  'the calldata of a plan, on a chain with the published contracts of Uniswap v2',
  () => {
    let node: Anvil;
    let chain: UniswapV2Chain;
    let desk: ChainDesk;

    beforeEach(async () => {
      node = await startAnvil(1, 1);
      chain = await UniswapV2Chain.open(node.url, 6_000_000_000_000n, 2_000n * 10n ** 18n);
      const [reserveOut, reserveIn] = await chain.reserves();
      const graph = buildGraph('as read from the chain', [
        // The desk's own gas, which the quote takes off and the contracts do not.
        {
          ...FACTS,
          kind: 'wrapping',
          id: 'wrap',
          ...{ from: ETHER, to: WETH_ASSET, chain: ETHEREUM, fixedCost: 10n ** 15n },
        },
        {
          ...FACTS,
          kind: 'constant-product',
          id: 'pair',
          ...{ from: WETH_ASSET, to: USDC_ASSET, chain: ETHEREUM, reserveIn, reserveOut },
          pool: `uniswap-v2:${await chain.pair()}`,
          feeMillionths: 3000n,
        },
      ]);
      desk = await ChainDesk.open(chain, expectOk(graph), ETHER, '100');
    }, 60_000);
    afterEach(async () => {
      await desk.close();
      await node.stop();
    });

    /** Accepts a quote for 7.5 ether, wraps, and answers what is to be sent for the swap. */
    async function wrapped() {
      const accepted = await desk.accept(ETHER, '7.5', USDC_ASSET);
      expect(await desk.execute(await desk.callsOf(accepted.id, 0))).toMatchObject({ isExecuted: true });
      const delivered = String(await chain.balanceOf(WETH, DESK));
      await desk.report(accepted.id, 0, { kind: 'EXECUTED', delivered, isFinal: true });
      return { ...accepted, calls: await desk.callsOf(accepted.id, 1) };
    }

    it('moves what was quoted and the gas that the quote took off, and leaves no allowance behind', async () => {
      const [reserveOut, reserveIn] = await chain.reserves();
      const { id, output, calls } = await wrapped();
      const input = 7_500_000_000_000_000_000n;
      expect(await chain.balanceOf(WETH, DESK)).toBe(input);
      expect(calls).toHaveLength(2);
      const { hash, isExecuted } = await desk.execute(calls);
      expect(isExecuted).toBe(true);
      const delivered = await chain.balanceOf(USDC, DESK);
      // `UniswapV2Library.getAmountOut`
      const paid = (weth: bigint) => (weth * 997n * reserveOut) / (reserveIn * 1000n + weth * 997n);
      expect(delivered).toBe(paid(input));
      expect(output).toBe(paid(input - 10n ** 15n));
      expect(await chain.balanceOf(WETH, DESK)).toBe(0n);
      expect(await chain.allowance(WETH, V2_ROUTER)).toBe(0n);
      await desk.report(id, 1, { kind: 'SENT', transaction: hash });
      const state = await desk.report(id, 1, {
        kind: 'EXECUTED',
        delivered: String(delivered),
        isFinal: true,
      });
      expect(state).toBe('SETTLED');
      expect(await desk.held()).toEqual({
        [`available ${ETHER}`]: '92500000000000000000',
        [`available ${USDC_ASSET}`]: String(delivered),
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
      await desk.execute([approval]);
      expect(await desk.execute([swap])).toMatchObject({ isExecuted: false });
      expect(await chain.balanceOf(WETH, DESK)).toBe(7_500_000_000_000_000_000n);
    });

    it('is refused by the chain after its deadline', async () => {
      const { calls } = await wrapped();
      await chain.pass(LEAD_SECONDS + 601);
      expect(await desk.execute(calls)).toMatchObject({ isExecuted: false });
      expect(await chain.balanceOf(USDC, DESK)).toBe(0n);
    });
  },
);
