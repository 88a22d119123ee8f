import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { maxUint256, type Hex } from 'viem';
import { buildGraph, type RelayerEdge } from '@causeway/domain/routing';
import {
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  parseAddress,
  parseBridgeId,
  type AssetId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { anvilProgram, startAnvil, type Anvil } from '../collector/anvil.js';
import { depositOf, fillOnBase, placeSpokePool, SPOKE_POOLS } from './across-chain.js';
import { ChainDesk } from './chain-desk.js';
import { DESK, LocalChain, MARKET } from './local-chain.js';
import { BALANCES_SLOT, placeTokens, USDC, WETH } from './uniswap-v2-chain.js';

const require = createRequire(import.meta.url);
const [ETHEREUM, BASE] = [evmChain(1), evmChain(8_453)];
const address = (text: string) => expectOk(parseAddress(text));
const BASE_USDC = address('0x833589fcd6edb6e08f4c7c32d4f71b54bda02913');
const BASE_WETH = address('0x4200000000000000000000000000000000000006');
const USDC_ASSET = erc20Asset(ETHEREUM, USDC);
const BASE_USDC_ASSET = erc20Asset(BASE, BASE_USDC);
const ETHER = nativeAsset(ETHEREUM);
const BASE_ETHER = nativeAsset(BASE);
const HELD = 50_000_000_000n;

function relayer(id: string, from: AssetId, to: AssetId, relayerFee: bigint, fixedCost: bigint): RelayerEdge {
  return {
    kind: 'relayer',
    ...{ id, from, to, relayerFee, fixedCost },
    bridge: expectOk(parseBridgeId('across')),
    latency: { lowerQuartileSeconds: 2, medianSeconds: 4, upperQuartileSeconds: 28 },
    security: 'bonded-relayer',
    minimumInput: 1n,
    capacity: 10n ** 24n,
    observedAt: 0 as UnixMilliseconds,
    ...{ rateNumerator: 1n, rateDenominator: 1n, feeMillionths: 45n, exclusivitySeconds: 0 },
  };
}

const isInstalled = anvilProgram() !== undefined;
if (!isInstalled) console.warn('skipped: execution: the EVM node anvil is installed for Linux on x64 only');

(isInstalled ? describe : describe.skip)(
  'an intent of Across, on two chains with the published SpokePools',
  () => {
    let nodes: readonly Anvil[];
    let chain: LocalChain;
    let base: LocalChain;
    let snapshot: Hex;
    let desk: ChainDesk;

    beforeAll(async () => {
      nodes = await Promise.all([startAnvil(1, 1), startAnvil(8_453, 1)]);
      chain = new LocalChain(nodes[0]?.url ?? '');
      await placeTokens(chain, HELD, 10n ** 18n);
      await placeSpokePool(chain, 'ethereum', WETH);
      await chain.fund(USDC, DESK, HELD, BALANCES_SLOT);
      base = new LocalChain(nodes[1]?.url ?? '', 'base');
      await base.place(BASE_USDC, require.resolve('@uniswap/v2-periphery/build/ERC20.json'), [0n]);
      await base.place(BASE_WETH, require.resolve('@uniswap/v2-periphery/build/WETH9.json'), []);
      await placeSpokePool(base, 'base', BASE_WETH);
      await base.fund(BASE_USDC, MARKET, HELD, BALANCES_SLOT);
      await base.call(MARKET, BASE_WETH, 'function deposit() payable', [], 10n ** 19n);
      for (const token of [BASE_USDC, BASE_WETH]) {
        await base.call(MARKET, token, 'function approve(address, uint256)', [SPOKE_POOLS.base, maxUint256]);
      }
    }, 60_000);
    afterAll(() => Promise.all(nodes.map((node) => node.stop())));

    beforeEach(async () => {
      snapshot = await chain.snapshot();
    });
    afterEach(async () => {
      await desk.close();
      await chain.revert(snapshot);
    });

    async function open(edge: RelayerEdge, amount: string): Promise<void> {
      desk = await ChainDesk.open(chain, expectOk(buildGraph('v1', [edge])), edge.from, amount);
    }

    it('offers what the relayer asked for, not the desk’s gas, and is settled by the events of the fill', async () => {
      await open(relayer('usdc', USDC_ASSET, BASE_USDC_ASSET, 40_000n, 2_000_000n), '50000');
      const { id, output } = await desk.accept(USDC_ASSET, '20000', BASE_USDC_ASSET);
      const { hash, isExecuted } = await desk.execute(await desk.callsOf(id, 0));
      expect(isExecuted).toBe(true);
      expect(await chain.balanceOf(USDC, DESK)).toBe(HELD - 20_000_000_000n);
      expect(await chain.allowance(USDC, SPOKE_POOLS.ethereum)).toBe(0n);
      // 20,000 less 0.45 bp and 0.04.
      const offered = 20_000_000_000n - 900_000n - 40_000n;
      expect(output).toBe(offered - 2_000_000n);
      const deposit = await depositOf(chain, hash);
      expect(deposit).toMatchObject({ inputAmount: 20_000_000_000n, outputAmount: offered });

      expect(await desk.learn(id, await chain.recordOf(hash))).toBe('OPEN');
      const filled = await fillOnBase(base, deposit);
      expect(await base.balanceOf(BASE_USDC, DESK)).toBe(offered);
      expect(await desk.learn(id, await base.recordOf(filled))).toBe('SETTLED');
      expect(await desk.held()).toEqual({
        [`available ${USDC_ASSET}`]: '30000000000',
        [`available ${BASE_USDC_ASSET}`]: String(offered),
      });
    }, 60_000);

    it('sends a coin along, and is paid the coin', async () => {
      await open(relayer('ether', ETHER, BASE_ETHER, 10n ** 13n, 10n ** 14n), '5');
      const before = await base.coinsOf(DESK);
      const { id } = await desk.accept(ETHER, '2', BASE_ETHER);
      const calls = await desk.callsOf(id, 0);
      expect(calls.map(({ to, value }) => [to, value])).toEqual([
        [SPOKE_POOLS.ethereum, String(2n * 10n ** 18n)],
      ]);
      const deposit = await depositOf(chain, (await desk.execute(calls)).hash);
      await fillOnBase(base, deposit);
      const offered = 2n * 10n ** 18n - 90_000_000_000_000n - 10n ** 13n;
      expect((await base.coinsOf(DESK)) - before).toBe(offered);
    }, 60_000);

    it('is refused by the SpokePool an hour after its quote', async () => {
      await open(relayer('usdc', USDC_ASSET, BASE_USDC_ASSET, 40_000n, 0n), '50000');
      const { id } = await desk.accept(USDC_ASSET, '20000', BASE_USDC_ASSET);
      const calls = await desk.callsOf(id, 0);
      await chain.pass(3_600);
      expect(await desk.execute(calls)).toMatchObject({ isExecuted: false });
      expect(await chain.balanceOf(USDC, DESK)).toBe(HELD);
    }, 60_000);
  },
);
