import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import type { LiquidityEdge } from '@causeway/domain/routing';
import {
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  parseAddress,
  parseAssetId,
  parseBridgeId,
  type AssetId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { decodeFunctionData, pad, zeroAddress, zeroHash, type Abi } from 'viem';
import { spokePoolAbi } from './across.js';
import { erc20Abi } from './approval.js';
import { arbSysAbi, gatewayRouterAbi, inboxAbi } from './arbitrum.js';
import { tokenMessengerAbi } from './cctp.js';
import type { ContractCall, LegOrder } from './contract-call.js';
import { encodeLeg } from './encode-leg.js';
import { standardBridgeAbi } from './op-stack.js';
import { uniswapV2Pool, uniswapV3Pool } from './uniswap-pools.js';
import { uniswapV2RouterAbi } from './uniswap-v2.js';
import { swapRouterAbi } from './uniswap-v3.js';
import { wrappedCoinAbi } from './wrapped-coin.js';

const [ETHEREUM, OPTIMISM, BASE, ARBITRUM] = [1, 10, 8_453, 42_161].map(evmChain) as [
  ReturnType<typeof evmChain>,
  ReturnType<typeof evmChain>,
  ReturnType<typeof evmChain>,
  ReturnType<typeof evmChain>,
];
const address = (text: string) => expectOk(parseAddress(text));
const WALLET = address(`0x${'de'.repeat(20)}`);
const USDC = address('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
const USDT = address('0xdac17f958d2ee523a2206206994597c13d831ec7');
const WETH = address('0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2');
const BASE_WETH = address('0x4200000000000000000000000000000000000006');
const BASE_USDC = address('0x833589fcd6edb6e08f4c7c32d4f71b54bda02913');
const USDC_ON_ETHEREUM = erc20Asset(ETHEREUM, USDC);
const WETH_ON_ETHEREUM = erc20Asset(ETHEREUM, WETH);
const USDC_ON_BASE = erc20Asset(BASE, BASE_USDC);
const ETHER = nativeAsset(ETHEREUM);

const FACTS = {
  id: 'edge',
  latency: { lowerQuartileSeconds: 1, medianSeconds: 1, upperQuartileSeconds: 1 },
  security: 'validity-proof',
  minimumInput: 0n,
  capacity: 10n ** 30n,
  fixedCost: 0n,
  observedAt: 0 as UnixMilliseconds,
} as const;

function legOf(edge: object, more: Partial<LegOrder> = {}): LegOrder {
  return {
    // What the arithmetic of an edge needs is of no interest to its calldata.
    edge: { ...FACTS, ...edge } as LiquidityEdge,
    input: 1_000_000n,
    minimumOutput: 990_000n,
    issuedAt: 1_700_000_000_500 as UnixMilliseconds,
    validUntil: 1_700_000_600_500 as UnixMilliseconds,
    wallet: WALLET,
    isContractWallet: false,
    ...more,
  };
}

const callsOf = (order: LegOrder): readonly ContractCall[] => expectOk(encodeLeg(order, NETWORK));
const decode = <const Known extends Abi>(abi: Known, call: ContractCall | undefined) =>
  decodeFunctionData({ abi, data: call?.data ?? '0x' });
const refusal = (order: LegOrder) => {
  const encoded = encodeLeg(order, NETWORK);
  return encoded.ok ? undefined : encoded.failure;
};

const between = (kind: string, from: AssetId, to: AssetId, more: object = {}) => ({
  kind,
  from,
  to,
  ...more,
});
const pair = between('constant-product', USDC_ON_ETHEREUM, WETH_ON_ETHEREUM, {
  chain: ETHEREUM,
  pool: 'uniswap-v2:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
  feeMillionths: 3000n,
});
const pool = between('concentrated-liquidity', erc20Asset(BASE, BASE_WETH), USDC_ON_BASE, {
  chain: BASE,
  pool: 'uniswap-v3:0xd0b53d9277642d899df5c87a3966a349a798f224',
  feeMillionths: 500n,
});
const across = expectOk(parseBridgeId('across'));
const canonical = (bridge: string, direction: string, from: AssetId, to: AssetId) =>
  between('canonical-bridge', from, to, { bridge: expectOk(parseBridgeId(bridge)), direction });

describe('pool addresses', () => {
  it('are those at which the pools stand: USDC/WETH of Uniswap v2 and v3 on Ethereum', () => {
    const v2 = address('0x5c69bee701ef814a2b6a3edd4b1652cb9cc5aa6f');
    const v3 = address('0x1f98431c8ad98523631ae4a59f267346ea31f984');
    expect(uniswapV2Pool(v2, WETH, USDC)).toBe('0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc');
    expect(uniswapV3Pool(v3, USDC, WETH, 500)).toBe('0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640');
    expect(uniswapV3Pool(v3, WETH, USDC, 3000)).toBe('0x8ad599c3a0ff1de082011efddc58f1908eb6e6d8');
  });
});

describe('the calls of a leg', () => {
  it('trade in the pair of Uniswap v2 that was quoted', () => {
    const [approval, swap] = callsOf(legOf(pair));
    const router = '0x7a250d5630b4cf539739df2c5dacb4c659f2488d';
    expect(approval).toMatchObject({ chain: ETHEREUM, to: USDC, value: 0n });
    expect(decode(erc20Abi, approval).args.map(lower)).toEqual([router, 1_000_000n]);
    expect(swap).toMatchObject({ chain: ETHEREUM, to: router, value: 0n });
    expect(swap?.data.slice(0, 10)).toBe('0x38ed1739');
    const [input, minimum, path, to, deadline] = decode(uniswapV2RouterAbi, swap).args;
    expect([input, minimum, deadline]).toEqual([1_000_000n, 990_000n, 1_700_000_600n]);
    expect([...path, to].map(lower)).toEqual([USDC, WETH, WALLET]);
  });

  it('trade in the pool of Uniswap v3 that was quoted, and not after the deadline', () => {
    const [, call] = callsOf(legOf(pool));
    expect(call).toMatchObject({ chain: BASE, to: '0x2626664c2603336e57b271c5c0b26f421741e481', value: 0n });
    expect(call?.data.slice(0, 10)).toBe('0x5ae401dc');
    const outer = decode(swapRouterAbi, call);
    expect(outer.functionName).toBe('multicall');
    const [deadline, calls] = outer.args as readonly [bigint, readonly `0x${string}`[]];
    expect(deadline).toBe(1_700_000_600n);
    const inner = decodeFunctionData({ abi: swapRouterAbi, data: calls[0] ?? '0x' });
    expect(calls[0]?.slice(0, 10)).toBe('0x04e45aaf');
    expect(Object.values(inner.args[0] as object).map(lower)).toEqual([
      BASE_WETH,
      BASE_USDC,
      500,
      WALLET,
      1_000_000n,
      990_000n,
      0n,
    ]);
  });

  it.each([
    ['another pool', { ...pair, pool: 'uniswap-v2:0x397ff1542f962076d0bfe58ea045ffa2d347aca0' }],
    ['no pool', { ...pair, pool: undefined }],
    ['a fee that the router does not know', { ...pair, feeMillionths: 2500n }],
    ['another pool', { ...pool, feeMillionths: 3000n }],
    ['a coin', { ...pair, from: ETHER }],
    ['a layer without a router', { ...pair, chain: evmChain(59_144) }],
  ])('are refused where a router would not trade what was quoted: %s', (_, edge) => {
    expect(refusal(legOf(edge))).toMatchObject({ code: 'NO_KNOWN_CALL', field: 'legs.edge' });
  });

  it('wrap and unwrap a coin', () => {
    const [deposit] = callsOf(legOf(between('wrapping', ETHER, WETH_ON_ETHEREUM, { chain: ETHEREUM })));
    expect(deposit).toMatchObject({ to: WETH, value: 1_000_000n, data: '0xd0e30db0' });
    const [withdraw] = callsOf(legOf(between('wrapping', WETH_ON_ETHEREUM, ETHER, { chain: ETHEREUM })));
    expect(withdraw).toMatchObject({ to: WETH, value: 0n });
    expect(withdraw?.data.slice(0, 10)).toBe('0x2e1a7d4d');
    expect(decode(wrappedCoinAbi, withdraw).args).toEqual([1_000_000n]);
    const other = between('wrapping', USDC_ON_ETHEREUM, ETHER, { chain: ETHEREUM });
    expect(refusal(legOf(other))?.message).toContain('not the coin');
  });

  it('offer an intent to the relayers of Across', () => {
    const edge = between('relayer', USDC_ON_ETHEREUM, USDC_ON_BASE, { bridge: across });
    const [, deposit] = callsOf(legOf(edge));
    expect(deposit).toMatchObject({ to: '0x5c7bcd6e7de5423a257d81b442095a1a6ced35c5', value: 0n });
    expect(deposit?.data.slice(0, 10)).toBe('0x7b939232');
    expect(decode(spokePoolAbi, deposit).args.map(lower)).toEqual([
      WALLET,
      WALLET,
      USDC,
      BASE_USDC,
      1_000_000n,
      990_000n,
      8_453n,
      zeroAddress,
      1_699_999_940,
      1_700_004_200,
      0,
      '0x',
    ]);
  });

  it('offer no intent that may be sent for longer than a SpokePool takes its quote', () => {
    const edge = between('relayer', USDC_ON_ETHEREUM, USDC_ON_BASE, { bridge: across });
    const until = (seconds: number) => ({
      validUntil: (1_700_000_000_500 + seconds * 1000) as UnixMilliseconds,
    });
    expect(callsOf(legOf(edge, until(3_540)))).toHaveLength(2);
    expect(refusal(legOf(edge, until(3_541)))?.message).toContain('legSeconds of no more');
  });

  it('send a coin along, and leave out what Across would pay in another form', () => {
    const ether = between('relayer', ETHER, nativeAsset(BASE), { bridge: across });
    expect(callsOf(legOf(ether)).map(({ value }) => value)).toEqual([1_000_000n]);
    expect(refusal(legOf(ether, { isContractWallet: true }))?.message).toContain('wrapped coin');
    const wrapped = between('relayer', WETH_ON_ETHEREUM, erc20Asset(BASE, BASE_WETH), { bridge: across });
    expect(refusal(legOf(wrapped))?.message).toContain('in the coin');
    expect(callsOf(legOf(wrapped, { isContractWallet: true }))).toHaveLength(2);
  });

  it.each([
    ['fast', 1000],
    ['standard', 2000],
  ])('burn USDC to be minted elsewhere, %s', (speed, threshold) => {
    const cctp = expectOk(parseBridgeId('cctp'));
    const edge = between('mint-burn-bridge', USDC_ON_ETHEREUM, USDC_ON_BASE, { bridge: cctp, speed });
    const [, burn] = callsOf(legOf(edge));
    expect(burn).toMatchObject({ to: '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d', value: 0n });
    expect(burn?.data.slice(0, 10)).toBe('0x8e0250ee');
    expect(decode(tokenMessengerAbi, burn).args.map(lower)).toEqual([
      1_000_000n,
      6,
      pad(WALLET),
      USDC,
      zeroHash,
      10_000n,
      threshold,
    ]);
  });

  it('go over the standard bridge of an OP-stack rollup, both ways', () => {
    const [ether] = callsOf(legOf(canonical('op-stack', 'deposit', ETHER, nativeAsset(BASE))));
    expect(ether).toMatchObject({ to: '0x3154cf16ccdb4c6d922629664174b904d80f2c35', value: 1_000_000n });
    expect(ether?.data.slice(0, 10)).toBe('0xe11013dd');
    const bridged = asset('eip155:8453/erc20:0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca');
    const deposit = callsOf(legOf(canonical('op-stack', 'deposit', USDC_ON_ETHEREUM, bridged)));
    expect(deposit.map(({ kind }) => kind)).toEqual(['approval', 'call']);
    // What the rollup's bridge burns it needs no allowance for, so that one would be left behind.
    const withdrawal = callsOf(legOf(canonical('op-stack', 'withdrawal', bridged, USDC_ON_ETHEREUM)));
    expect(withdrawal.map(({ kind }) => kind)).toEqual(['call']);
    const [token] = withdrawal;
    expect(token).toMatchObject({ chain: BASE, to: '0x4200000000000000000000000000000000000010' });
    expect(token?.data.slice(0, 10)).toBe('0x540abf73');
    expect(decode(standardBridgeAbi, token).args.map(lower)).toEqual([
      '0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca',
      USDC,
      WALLET,
      1_000_000n,
      200_000,
      '0x',
    ]);
    expect(refusal(legOf(canonical('op-stack', 'deposit', USDC_ON_ETHEREUM, USDC_ON_BASE)))).toBeDefined();
    const dai = asset('eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f');
    const daiOnOptimism = erc20Asset(OPTIMISM, address('0xda10009cbd5d07dd0cecc66161fc93d7c9000da1'));
    expect(refusal(legOf(canonical('op-stack', 'deposit', dai, daiOnOptimism)))).toBeDefined();
  });

  it('go over the gateways of Arbitrum, both ways', () => {
    const bridged = asset('eip155:42161/erc20:0xff970a61a04b1ca14834a43f5de4533ebddb5cc8');
    const deposit = canonical('arbitrum', 'deposit', USDC_ON_ETHEREUM, bridged);
    expect(refusal(legOf(deposit))?.message).toContain('gas terms');
    const retryable = { gasLimit: 300_000n, gasPrice: 10_000_000n, submissionCost: 4_000n };
    const [approval, call] = callsOf(legOf(deposit, { retryable }));
    expect(decode(erc20Abi, approval).args.map(lower)[0]).toBe('0xa3a7b6f88361f48403514059f1f16c8e78d60eec');
    expect(call).toMatchObject({
      to: '0x72ce9c846789fdb6fc1f34ac4ad25dd9ef7031ef',
      value: 3_000_000_004_000n,
    });
    expect(call?.data.slice(0, 10)).toBe('0x4fb1a07b');
    const [withdrawal] = callsOf(legOf(canonical('arbitrum', 'withdrawal', bridged, USDC_ON_ETHEREUM)));
    expect(withdrawal).toMatchObject({ chain: ARBITRUM, to: '0x5288c571fd7ad117bea99bf60fe0846c4e84f933' });
    expect(withdrawal?.data.slice(0, 10)).toBe('0x7b3a3c8b');
    expect(decode(gatewayRouterAbi, withdrawal).args.map(lower)).toEqual([USDC, WALLET, 1_000_000n, '0x']);
    const [ether] = callsOf(legOf(canonical('arbitrum', 'withdrawal', nativeAsset(ARBITRUM), ETHER)));
    expect(ether).toMatchObject({ to: '0x0000000000000000000000000000000000000064', value: 1_000_000n });
    expect(decode(arbSysAbi, ether).args.map(lower)).toEqual([WALLET]);
    const coin = canonical('arbitrum', 'deposit', ETHER, nativeAsset(ARBITRUM));
    const [depositEth] = callsOf(legOf(coin));
    expect(depositEth).toMatchObject({ value: 1_000_000n, data: '0x439370b1' });
    expect(decode(inboxAbi, depositEth).functionName).toBe('depositEth');
    expect(refusal(legOf(coin, { isContractWallet: true }))?.message).toContain('alias');
    const usdt = erc20Asset(ARBITRUM, address('0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9'));
    expect(
      refusal(legOf(canonical('arbitrum', 'deposit', erc20Asset(ETHEREUM, USDT), usdt), { retryable })),
    ).toBeDefined();
  });

  it('set an allowance of USDT on Ethereum to 0 before they change it', () => {
    const edge = between('relayer', erc20Asset(ETHEREUM, USDT), erc20Asset(BASE, BASE_USDC), {
      bridge: across,
    });
    const allowances = callsOf(legOf(edge)).slice(0, -1);
    expect(allowances.map((call) => decode(erc20Abi, call).args[1])).toEqual([0n, 1_000_000n]);
  });

  it('are none for the desk’s own inventory, and refused with a reason for what no contract is known of', () => {
    expect(callsOf(legOf(between('inventory', USDC_ON_ETHEREUM, USDC_ON_BASE)))).toEqual([]);
    for (const kind of [
      'cryptoswap',
      'linear-bridge',
      'message-bridge',
      'order-book',
      'stableswap',
      'weighted-pool',
    ]) {
      expect(refusal(legOf(between(kind, USDC_ON_ETHEREUM, USDC_ON_BASE)))).toMatchObject({
        code: 'NO_KNOWN_CALL',
      });
    }
  });
});

function asset(text: string): AssetId {
  return expectOk(parseAssetId(text));
}

function lower<Value>(value: Value): Value | string {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
