import { createRequire } from 'node:module';
import { maxUint256, pad, toHex } from 'viem';
import type { ConcentratedLiquidityEdge, EdgeFacts } from '@causeway/domain/routing';
import { erc20Asset, evmChain, expectOk, parseAddress, type Address } from '@causeway/domain/units';
import { compile } from '../collector/compile.js';
import { LocalChain, MARKET } from './local-chain.js';
import { BALANCES_SLOT, placeTokens, USDC, WETH } from './uniswap-v2-chain.js';

const require = createRequire(import.meta.url);
const address = (text: string) => expectOk(parseAddress(text));
const artifact = (path: string) => require.resolve(`@uniswap/v3-core/artifacts/contracts/${path}`);

/** Where the contracts stand on Ethereum. Source: docs.uniswap.org/contracts/v3/reference/deployments. */
const V3_FACTORY = address('0x1f98431c8ad98523631ae4a59f267346ea31f984');
export const V3_ROUTER = address('0x68b3465833fb72a70ecdf485e0e4c7bd8665fc45');
/** The slot of `UniswapV3Factory.owner`, after the parameters of the pool that is being made. */
const OWNER_SLOT = pad(toHex(3));

const EXACT_INPUT =
  'function exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params) payable returns (uint256)';

/** Liquidity between two ticks. */
export interface Position {
  readonly lower: number;
  readonly upper: number;
  readonly liquidity: bigint;
}

/** A pool of USDC, whose address sorts before that of WETH, and of WETH. */
export interface ChainPool {
  readonly address: Address;
  readonly fee: number;
  readonly tickSpacing: number;
  readonly positions: readonly Position[];
}

/** A node's chain with the published contracts of Uniswap v3 and WETH at their addresses on Ethereum. */
export class UniswapV3Chain extends LocalChain {
  private provider: Address | undefined;

  static async open(url: string): Promise<UniswapV3Chain> {
    const chain = new UniswapV3Chain(url);
    // More than any test trades, for the market and for positions.
    await placeTokens(chain, 10n ** 18n, 9_000n * 10n ** 18n);
    await chain.place(V3_FACTORY, artifact('UniswapV3Factory.sol/UniswapV3Factory.json'), []);
    await chain.write(V3_FACTORY, OWNER_SLOT, pad(MARKET));
    const router = '@uniswap/swap-router-contracts/artifacts/contracts/SwapRouter02.sol/SwapRouter02.json';
    const none = `0x${'00'.repeat(20)}`;
    await chain.place(V3_ROUTER, require.resolve(router), [none, V3_FACTORY, none, WETH]);
    for (const token of [USDC, WETH]) {
      await chain.call(MARKET, token, 'function approve(address, uint256)', [V3_ROUTER, maxUint256]);
    }
    const { abi, bytecode } = compile(new URL('LiquidityProvider.sol', import.meta.url), 'LiquidityProvider');
    chain.provider = await chain.deploy(abi, bytecode);
    await chain.fund(USDC, chain.provider, 10n ** 18n, BALANCES_SLOT);
    await chain.call(MARKET, WETH, 'function transfer(address, uint256)', [
      chain.provider,
      4_000n * 10n ** 18n,
    ]);
    return chain;
  }

  /** Makes a pool at a price and fills it. */
  async makePool(
    fee: number,
    tickSpacing: number,
    sqrtPrice: bigint,
    positions: readonly Position[],
  ): Promise<ChainPool> {
    await this.call(MARKET, V3_FACTORY, 'function enableFeeAmount(uint24, int24)', [fee, tickSpacing]);
    const create = 'function createPool(address, address, uint24) returns (address)';
    const made = await this.read<Address>(V3_FACTORY, create, [USDC, WETH, fee], MARKET);
    await this.call(MARKET, V3_FACTORY, create, [USDC, WETH, fee]);
    const pool = made.toLowerCase() as Address;
    await this.call(MARKET, pool, 'function initialize(uint160)', [sqrtPrice]);
    for (const { lower, upper, liquidity } of positions) {
      await this.call(MARKET, this.provider ?? MARKET, 'function add(address, int24, int24, uint128)', [
        ...[pool, lower, upper, liquidity],
      ]);
    }
    return { address: pool, fee, tickSpacing, positions };
  }

  /** The pool's present state as an edge that sells USDC, or WETH. */
  async edgeOf(pool: ChainPool, sold: Address, facts: Omit<EdgeFacts, 'id' | 'from' | 'to'>) {
    const slot0 =
      'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)';
    const [sqrtPrice, tick] = await this.read<readonly [bigint, number]>(pool.address, slot0);
    const liquidity = await this.read<bigint>(pool.address, 'function liquidity() view returns (uint128)');
    const indices = new Set(pool.positions.flatMap(({ lower, upper }) => [lower, upper]));
    const ticks: { index: number; liquidityNet: bigint }[] = [];
    for (const index of [...indices].sort((a, b) => a - b)) {
      const [, liquidityNet] = await this.read<readonly [bigint, bigint]>(
        pool.address,
        'function ticks(int24) view returns (uint128, int128, uint256, uint256, int56, uint160, uint32, bool)',
        [index],
      );
      ticks.push({ index, liquidityNet });
    }
    const [from, to] = sold === USDC ? [USDC, WETH] : [WETH, USDC];
    const chain = evmChain(1);
    return {
      ...facts,
      kind: 'concentrated-liquidity',
      id: `uniswap-v3:${pool.fee}:${sold === USDC ? 'buy' : 'sell'}`,
      ...{ from: erc20Asset(chain, from), to: erc20Asset(chain, to), chain },
      pool: `uniswap-v3:${pool.address}`,
      isZeroForOne: sold === USDC,
      feeMillionths: BigInt(pool.fee),
      ...{ sqrtPrice, tick, liquidity, tickSpacing: pool.tickSpacing, ticks },
    } satisfies ConcentratedLiquidityEdge;
  }

  /** What the router would pay the market for so much, as the pool is now. */
  wouldPay(pool: ChainPool, sold: Address, input: bigint): Promise<bigint> {
    return this.read(V3_ROUTER, EXACT_INPUT, [swapOf(pool, sold, input)], MARKET);
  }

  /** Somebody else sells so much. */
  async sellAsMarket(pool: ChainPool, sold: Address, input: bigint): Promise<void> {
    await this.call(MARKET, V3_ROUTER, EXACT_INPUT, [swapOf(pool, sold, input)]);
  }
}

function swapOf({ fee }: ChainPool, sold: Address, amountIn: bigint) {
  const [tokenIn, tokenOut] = sold === USDC ? [USDC, WETH] : [WETH, USDC];
  return { tokenIn, tokenOut, fee, recipient: MARKET, amountIn, amountOutMinimum: 0n, sqrtPriceLimitX96: 0n };
}
