import { createRequire } from 'node:module';
import { expectOk, parseAddress, type Address } from '@causeway/domain/units';
import { DESK, LocalChain, MARKET } from './local-chain.js';

const require = createRequire(import.meta.url);
const address = (text: string) => expectOk(parseAddress(text));

/** Where the contracts stand on Ethereum. Source: docs.uniswap.org/contracts/v2/reference/smart-contracts/v2-deployments. */
const FACTORY = address('0x5c69bee701ef814a2b6a3edd4b1652cb9cc5aa6f');
export const V2_ROUTER = address('0x7a250d5630b4cf539739df2c5dacb4c659f2488d');
export const WETH = address('0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2');
export const USDC = address('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

/** The storage slot in which the example token of Uniswap v2 keeps its balances. */
export const BALANCES_SLOT = 1n;

/** Puts WETH and a token in the place of USDC, and gives the market so many units of both. */
export async function placeTokens(chain: LocalChain, usdc: bigint, weth: bigint): Promise<void> {
  await chain.place(WETH, require.resolve('@uniswap/v2-periphery/build/WETH9.json'), []);
  await chain.place(USDC, require.resolve('@uniswap/v2-periphery/build/ERC20.json'), [0n]);
  await chain.fund(USDC, MARKET, usdc, BALANCES_SLOT);
  await chain.call(MARKET, WETH, 'function deposit() payable', [], weth);
}

/** A node's chain with the published contracts of Uniswap v2 and WETH at their addresses on Ethereum. */
export class UniswapV2Chain extends LocalChain {
  /** Puts the contracts in place, and a pair of so much USDC and WETH. */
  static async open(url: string, usdc: bigint, weth: bigint): Promise<UniswapV2Chain> {
    const chain = new UniswapV2Chain(url);
    await placeTokens(chain, 10n * usdc, 2n * weth);
    await chain.place(FACTORY, require.resolve('@uniswap/v2-core/build/UniswapV2Factory.json'), [DESK]);
    await chain.place(V2_ROUTER, require.resolve('@uniswap/v2-periphery/build/UniswapV2Router02.json'), [
      FACTORY,
      WETH,
    ]);
    await chain.call(MARKET, FACTORY, 'function createPair(address, address)', [USDC, WETH]);
    const pair = await chain.pair();
    await chain.call(MARKET, WETH, 'function transfer(address, uint256)', [pair, weth]);
    await chain.call(MARKET, USDC, 'function transfer(address, uint256)', [pair, usdc]);
    await chain.call(MARKET, pair, 'function mint(address)', [MARKET]);
    return chain;
  }

  async pair(): Promise<Address> {
    const found = await this.read<Address>(
      FACTORY,
      'function getPair(address, address) view returns (address)',
      [USDC, WETH],
    );
    return found.toLowerCase() as Address;
  }

  /** What the pair holds of USDC, whose address sorts before that of WETH, and of WETH. */
  async reserves(): Promise<readonly [bigint, bigint]> {
    const signature = 'function getReserves() view returns (uint112, uint112, uint32)';
    const [usdc, weth] = await this.read<readonly [bigint, bigint, number]>(await this.pair(), signature);
    return [usdc, weth];
  }

  /** Somebody else sells so much WETH in the pair, paying the pair itself as its router would. */
  async sellAsMarket(weth: bigint): Promise<void> {
    const [usdcReserve, wethReserve] = await this.reserves();
    const output = (weth * 997n * usdcReserve) / (wethReserve * 1000n + weth * 997n);
    const pair = await this.pair();
    await this.call(MARKET, WETH, 'function transfer(address, uint256)', [pair, weth]);
    await this.call(MARKET, pair, 'function swap(uint256, uint256, address, bytes)', [
      output,
      0n,
      MARKET,
      '0x',
    ]);
  }
}
