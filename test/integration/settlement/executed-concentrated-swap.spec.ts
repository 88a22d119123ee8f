import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { buildGraph, edgeInput, edgeOutput } from '@causeway/domain/routing';
import { erc20Asset, evmChain, expectOk, type UnixMilliseconds } from '@causeway/domain/units';
import { anvilProgram, startAnvil, type Anvil } from '../collector/anvil.js';
import { SeededRandom } from '../../fixtures/seeded-random.js';
import { ChainDesk, LEAD_SECONDS } from './chain-desk.js';
import { DESK } from './local-chain.js';
import { USDC, WETH } from './uniswap-v2-chain.js';
import { UniswapV3Chain, V3_ROUTER, type ChainPool } from './uniswap-v3-chain.js';

const ETHEREUM = evmChain(1);
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
const INPUT = 7_500_000_000_000_000_000n;
/** √(1 WETH / 3,000 USDC in base units) × 2⁹⁶, near tick 196,256. */
const SQRT_PRICE = 1_446_501_726_624_926_496_477_173_928_747_177n;
/** Around the price: some narrow, some that leave gaps, some over many words of the pool's bitmap of ticks. */
const POSITIONS = [
  { lower: 196_200, upper: 196_320, liquidity: 3n * 10n ** 16n },
  { lower: 195_600, upper: 196_800, liquidity: 10n ** 16n + 7n },
  { lower: 196_320, upper: 196_380, liquidity: 5n * 10n ** 15n + 1n },
  { lower: 190_200, upper: 202_200, liquidity: 2n * 10n ** 15n + 13n },
  { lower: 203_400, upper: 214_800, liquidity: 3n * 10n ** 14n + 11n },
  { lower: 150_000, upper: 189_000, liquidity: 10n ** 14n + 3n },
];

const isInstalled = anvilProgram() !== undefined;
if (!isInstalled) console.warn('skipped: execution: the EVM node anvil is installed for Linux on x64 only');

(isInstalled ? describe : describe.skip)(
  'a pool of Uniswap v3, on a chain with the published contracts',
  () => {
    let node: Anvil;
    let chain: UniswapV3Chain;
    let pool: ChainPool;
    let coarse: ChainPool;

    beforeAll(async () => {
      node = await startAnvil(1, 1);
      chain = await UniswapV3Chain.open(node.url);
      pool = await chain.makePool(500, 10, SQRT_PRICE, POSITIONS);
      coarse = await chain.makePool(3000, 60, SQRT_PRICE, POSITIONS);
    }, 60_000);
    afterAll(() => node.stop());

    it.each([
      ['of 0.05 %, selling USDC', 'fine', USDC, 12, 9_000_000_001n],
      ['of 0.05 %, selling WETH', 'fine', WETH, 21, 3_000_000_000_000_000_001n],
      ['of 0.3 %, selling USDC', 'coarse', USDC, 12, 9_000_000_001n],
      ['of 0.3 %, selling WETH', 'coarse', WETH, 21, 3_000_000_000_000_000_001n],
    ] as const)(
      'pays to the unit what its edge says: %s',
      async (_, which, sold, digits, moving) => {
        const snapshot = await chain.snapshot();
        const traded = which === 'fine' ? pool : coarse;
        const random = new SeededRandom(digits);
        for (let round = 0; round < 4; round += 1) {
          const edge = await chain.edgeOf(traded, sold, FACTS);
          for (let at = 0; at < 25; at += 1) {
            const input =
              (BigInt(1 + random.below(999_983)) * 10n ** BigInt(random.below(digits))) / 100_000n + 1n;
            const paid = await chain.wouldPay(traded, sold, input);
            const computed = edgeOutput(edge, input);
            expect([input, computed.ok ? computed.value : 0n]).toEqual([input, paid]);
            if (paid === 0n) continue;
            const least = expectOk(edgeInput(edge, paid));
            expect(least).toBeLessThanOrEqual(input);
            expect(await chain.wouldPay(traded, sold, least)).toBe(paid);
            if (least > 1n) expect(await chain.wouldPay(traded, sold, least - 1n)).toBeLessThan(paid);
          }
          // The next round starts somewhere else, behind a few ticks.
          await chain.sellAsMarket(traded, sold, moving);
        }
        await chain.revert(snapshot);
      },
      120_000,
    );

    describe('in which a plan trades', () => {
      let desk: ChainDesk;
      let snapshot: Hex;

      beforeEach(async () => {
        snapshot = await chain.snapshot();
        await chain.call(DESK, WETH, 'function deposit() payable', [], INPUT);
        const edge = await chain.edgeOf(pool, WETH, FACTS);
        const graph = expectOk(buildGraph('as read from the chain', [edge]));
        desk = await ChainDesk.open(chain, graph, WETH_ASSET, '7.5');
      }, 60_000);
      afterEach(async () => {
        await desk.close();
        await chain.revert(snapshot);
      });

      it('moves exactly what was quoted, and leaves no allowance behind', async () => {
        const { id, output } = await desk.accept(WETH_ASSET, '7.5', USDC_ASSET);
        const calls = await desk.callsOf(id, 0);
        expect(calls.map(({ to }) => to)).toEqual([WETH, V3_ROUTER]);
        expect(await desk.execute(calls)).toMatchObject({ isExecuted: true });
        expect(await chain.balanceOf(USDC, DESK)).toBe(output);
        expect(await chain.balanceOf(WETH, DESK)).toBe(0n);
        expect(await chain.allowance(WETH, V3_ROUTER)).toBe(0n);
        const delivered = { kind: 'EXECUTED', delivered: String(output), isFinal: true };
        expect(await desk.report(id, 0, delivered)).toBe('SETTLED');
      });

      it('stands at the address that the plan has proven', () => {
        expect(pool.address).toBe('0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640');
        expect(coarse.address).toBe('0x8ad599c3a0ff1de082011efddc58f1908eb6e6d8');
      });

      it('is refused by the chain once another trade leaves less than the minimum', async () => {
        const { id } = await desk.accept(WETH_ASSET, '7.5', USDC_ASSET);
        const calls = await desk.callsOf(id, 0);
        await chain.sellAsMarket(pool, WETH, 60n * 10n ** 18n);
        expect(await desk.execute(calls)).toMatchObject({ isExecuted: false });
        expect(await chain.balanceOf(WETH, DESK)).toBe(INPUT);
      });

      it('is refused by the chain after its deadline', async () => {
        const { id } = await desk.accept(WETH_ASSET, '7.5', USDC_ASSET);
        const calls = await desk.callsOf(id, 0);
        await chain.pass(LEAD_SECONDS + 601);
        expect(await desk.execute(calls)).toMatchObject({ isExecuted: false });
        expect(await chain.balanceOf(USDC, DESK)).toBe(0n);
      });
    });
  },
);
