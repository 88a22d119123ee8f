import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import type { Hex } from 'viem';
import { buildGraph, type CanonicalBridgeEdge } from '@causeway/domain/routing';
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
import { ChainDesk } from './chain-desk.js';
import { DESK, LocalChain, MARKET } from './local-chain.js';
import { BALANCES_SLOT, placeTokens, USDC, WETH } from './uniswap-v2-chain.js';

const require = createRequire(import.meta.url);
const address = (text: string) => expectOk(parseAddress(text));
const nitro = (name: string) =>
  require.resolve(`@arbitrum/nitro-contracts/build/contracts/src/bridge/${name}.sol/${name}.json`);
const gateway = (name: string) =>
  require.resolve(
    `@arbitrum/token-bridge-contracts/build/contracts/contracts/tokenbridge/ethereum/gateway/${name}.sol/${name}.json`,
  );

/** Where the contracts stand on Ethereum. Source: docs.arbitrum.io/build-decentralized-apps/reference/contract-addresses. */
const BRIDGE = address('0x8315177ab297ba92a06054ce80a67ed4dbd7ed3a');
const INBOX = address('0x4dbd4fc535ac27206064b68ffcf827b0a60bab3f');
const ROUTER = address('0x72ce9c846789fdb6fc1f34ac4ad25dd9ef7031ef');
const ERC20_GATEWAY = address('0xa3a7b6f88361f48403514059f1f16c8e78d60eec');
const WETH_GATEWAY = address('0xd92023e9d9911199a6711321d1277285e6d4e2db');
/** Their counterparts on Arbitrum One. */
const L2_ROUTER = address('0x5288c571fd7ad117bea99bf60fe0846c4e84f933');
const L2_ERC20_GATEWAY = address('0x09e9222e96e7b4ae2a407b98d48e330053351eee');
const L2_WETH_GATEWAY = address('0x6c411ad3e74de3e7bd422b94a27770f5b86c623b');
const L2_WETH = address('0x82af49447d8a07e3bd95bd0d56f35241523fbab1');
const NOBODY = address(`0x${'00'.repeat(20)}`);

const [ETHEREUM, ARBITRUM] = [evmChain(1), evmChain(42_161)];
const ETHER = nativeAsset(ETHEREUM);
const USDC_ASSET = erc20Asset(ETHEREUM, USDC);
const WETH_ASSET = erc20Asset(ETHEREUM, WETH);
const BRIDGED_USDC = erc20Asset(ARBITRUM, address('0xff970a61a04b1ca14834a43f5de4533ebddb5cc8'));
/** As `NodeInterface.estimateRetryableTicket` might give them, well above what the inbox asks at least. */
const TERMS = { gasLimit: '300000', gasPrice: '100000000', submissionCost: '1000000000000000' };
const TICKET = 300_000n * 100_000_000n + 10n ** 15n;

function canonical(from: AssetId, to: AssetId): CanonicalBridgeEdge {
  return {
    kind: 'canonical-bridge',
    ...{ id: 'deposit', from, to, direction: 'deposit' },
    bridge: expectOk(parseBridgeId('arbitrum')),
    latency: { lowerQuartileSeconds: 500, medianSeconds: 600, upperQuartileSeconds: 900 },
    security: 'optimistic-challenge',
    minimumInput: 1n,
    capacity: 10n ** 24n,
    fixedCost: 1_000n,
    observedAt: 0 as UnixMilliseconds,
  };
}

const isInstalled = anvilProgram() !== undefined;
if (!isInstalled) console.warn('skipped: execution: the EVM node anvil is installed for Linux on x64 only');

(isInstalled ? describe : describe.skip)(
  'a deposit into Arbitrum, on a chain with the published contracts of its bridge',
  () => {
    let node: Anvil;
    let chain: LocalChain;
    let snapshot: Hex;
    let desk: ChainDesk;

    beforeAll(async () => {
      node = await startAnvil(1, 1);
      chain = new LocalChain(node.url);
      await placeTokens(chain, 10n ** 12n, 10n ** 18n);
      await chain.place(BRIDGE, nitro('Bridge'), [], true);
      await chain.call(MARKET, BRIDGE, 'function initialize(address)', [MARKET]);
      await chain.place(INBOX, nitro('Inbox'), [117_964n], true);
      await chain.call(MARKET, INBOX, 'function initialize(address, address)', [BRIDGE, MARKET]);
      await chain.call(MARKET, BRIDGE, 'function setDelayedInbox(address, bool)', [INBOX, true]);
      await chain.place(ROUTER, gateway('L1GatewayRouter'), []);
      await chain.place(ERC20_GATEWAY, gateway('L1ERC20Gateway'), []);
      await chain.place(WETH_GATEWAY, gateway('L1WethGateway'), []);
      const five = 'function initialize(address, address, address, address, address)';
      await chain.call(MARKET, ROUTER, five, [MARKET, ERC20_GATEWAY, NOBODY, L2_ROUTER, INBOX]);
      await chain.call(MARKET, WETH_GATEWAY, five, [L2_WETH_GATEWAY, ROUTER, INBOX, WETH, L2_WETH]);
      await chain.call(
        MARKET,
        ERC20_GATEWAY,
        'function initialize(address, address, address, bytes32, address)',
        [...[L2_ERC20_GATEWAY, ROUTER, INBOX, `0x${'01'.repeat(32)}`, L2_ROUTER]],
      );
      const setGateways =
        'function setGateways(address[], address[], uint256, uint256, uint256) payable returns (uint256)';
      const gateways = [[WETH], [WETH_GATEWAY], 300_000n, 100_000_000n, 10n ** 15n];
      await chain.call(MARKET, ROUTER, setGateways, gateways, TICKET);
    }, 60_000);
    afterAll(() => node.stop());

    beforeEach(async () => {
      snapshot = await chain.snapshot();
    });
    afterEach(async () => {
      await desk.close();
      await chain.revert(snapshot);
    });

    /** Accepts a quote for so much, and sends what the plan says. */
    async function deposited(from: AssetId, to: AssetId, amount: string) {
      desk = await ChainDesk.open(chain, expectOk(buildGraph('v1', [canonical(from, to)])), from, amount);
      const { id } = await desk.accept(from, amount, to);
      const calls = await desk.callsOf(id, 0, TERMS);
      return { id, calls, sent: await desk.execute(calls) };
    }

    it('locks a token in its gateway, by a ticket that the inbox takes, and is seen to have left', async () => {
      await chain.fund(USDC, DESK, 5_000_000_000n, BALANCES_SLOT);
      const { id, calls, sent } = await deposited(USDC_ASSET, BRIDGED_USDC, '5000');
      expect(sent.isExecuted).toBe(true);
      expect(calls.map(({ to, value }) => [to, value])).toEqual([
        [USDC, '0'],
        [ROUTER, String(TICKET)],
      ]);
      expect(await chain.balanceOf(USDC, ERC20_GATEWAY)).toBe(5_000_000_000n);
      expect(await chain.allowance(USDC, ERC20_GATEWAY)).toBe(0n);
      expect(await chain.coinsOf(BRIDGE)).toBeGreaterThanOrEqual(TICKET);
      expect(await desk.learn(id, await chain.recordOf(sent.hash))).toBe('OPEN');
      expect(await desk.held()).toEqual({ [`in-transit ${USDC_ASSET}`]: '5000000000' });
    }, 60_000);

    it('turns wrapped ether into ether on its way through the gateway of its own', async () => {
      await chain.call(DESK, WETH, 'function deposit() payable', [], 10n ** 18n);
      const before = await chain.coinsOf(BRIDGE);
      const { id, sent } = await deposited(WETH_ASSET, erc20Asset(ARBITRUM, L2_WETH), '1');
      expect(sent.isExecuted).toBe(true);
      expect(await chain.allowance(WETH, WETH_GATEWAY)).toBe(0n);
      expect((await chain.coinsOf(BRIDGE)) - before).toBe(10n ** 18n + TICKET);
      await desk.learn(id, await chain.recordOf(sent.hash));
      expect(await desk.held()).toEqual({ [`in-transit ${WETH_ASSET}`]: String(10n ** 18n) });
    }, 60_000);

    it('gives ether to the inbox, which passes all of it to the bridge', async () => {
      const before = await chain.coinsOf(BRIDGE);
      const { id, sent } = await deposited(ETHER, nativeAsset(ARBITRUM), '3');
      expect(sent.isExecuted).toBe(true);
      expect((await chain.coinsOf(BRIDGE)) - before).toBe(3n * 10n ** 18n);
      await desk.learn(id, await chain.recordOf(sent.hash));
      expect(await desk.held()).toEqual({ [`in-transit ${ETHER}`]: String(3n * 10n ** 18n) });
    }, 60_000);
  },
);
