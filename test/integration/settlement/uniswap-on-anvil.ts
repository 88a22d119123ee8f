import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  createTestClient,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  http,
  keccak256,
  pad,
  parseAbi,
  publicActions,
  toHex,
  walletActions,
  type Abi,
  type Hex,
} from 'viem';
import { mainnet } from 'viem/chains';
import { expectOk, parseAddress, type Address } from '@causeway/domain/units';

const require = createRequire(import.meta.url);
const address = (text: string) => expectOk(parseAddress(text));

/** Where the contracts stand on Ethereum. Source: docs.uniswap.org/contracts/v2/reference/smart-contracts/v2-deployments. */
export const FACTORY = address('0x5c69bee701ef814a2b6a3edd4b1652cb9cc5aa6f');
export const ROUTER = address('0x7a250d5630b4cf539739df2c5dacb4c659f2488d');
export const WETH = address('0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2');
export const USDC = address('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
/** The first two accounts of anvil's default mnemonic. */
export const DESK = address('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266');
export const MARKET = address('0x70997970c51812dc3a010c7d01b50e0d17dc79c8');

const abi = parseAbi([
  'function createPair(address, address) returns (address)',
  'function getPair(address, address) view returns (address)',
  'function getReserves() view returns (uint112, uint112, uint32)',
  'function mint(address) returns (uint256)',
  'function swap(uint256, uint256, address, bytes)',
  'function deposit() payable',
  'function transfer(address, uint256) returns (bool)',
  'function balanceOf(address) view returns (uint256)',
  'function allowance(address, address) view returns (uint256)',
]);

/** Of functions by whatever name. */
const anyAbi: Abi = abi;

interface Artifact {
  readonly abi: Abi;
  readonly bytecode: string;
}

/** A contract as its authors published it. */
function published(file: string): { readonly abi: Abi; readonly bytecode: Hex } {
  const artifact = JSON.parse(readFileSync(file, 'utf8')) as Artifact;
  return { abi: artifact.abi, bytecode: `0x${artifact.bytecode.replace(/^0x/, '')}` };
}

/** A client of the node. */
export function clientOf(url: string) {
  return createTestClient({ mode: 'anvil', transport: http(url), pollingInterval: 20, chain: mainnet })
    .extend(publicActions)
    .extend(walletActions);
}

/** A node's chain with the published contracts of Uniswap v2 and WETH at their addresses on Ethereum. */
export class UniswapOnAnvil {
  private constructor(private readonly client: ReturnType<typeof clientOf>) {}

  /** Puts the contracts in place, and a pair of so much USDC and WETH. */
  static async deploy(url: string, usdc: bigint, weth: bigint): Promise<UniswapOnAnvil> {
    const chain = new UniswapOnAnvil(clientOf(url));
    await chain.place(FACTORY, require.resolve('@uniswap/v2-core/build/UniswapV2Factory.json'), [DESK]);
    await chain.place(WETH, require.resolve('@uniswap/v2-periphery/build/WETH9.json'), []);
    await chain.place(USDC, require.resolve('@uniswap/v2-periphery/build/ERC20.json'), [0n]);
    await chain.place(ROUTER, require.resolve('@uniswap/v2-periphery/build/UniswapV2Router02.json'), [
      FACTORY,
      WETH,
    ]);
    // The example token keeps balances in slot 1.
    const slot = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [MARKET, 1n]));
    await chain.client.setStorageAt({ address: USDC, index: slot, value: pad(toHex(10n * usdc)) });
    await chain.call(MARKET, FACTORY, 'createPair', [USDC, WETH]);
    const pair = await chain.pair();
    await chain.call(MARKET, WETH, 'deposit', [], 2n * weth);
    await chain.call(MARKET, WETH, 'transfer', [pair, weth]);
    await chain.call(MARKET, USDC, 'transfer', [pair, usdc]);
    await chain.call(MARKET, pair, 'mint', [MARKET]);
    return chain;
  }

  async pair(): Promise<Address> {
    const found = await this.client.readContract({
      ...{ abi, address: FACTORY, functionName: 'getPair', args: [USDC, WETH] },
    });
    return found.toLowerCase() as Address;
  }

  /** What the pair holds of USDC, whose address sorts before that of WETH, and of WETH. */
  async reserves(): Promise<readonly [bigint, bigint]> {
    const [usdc, weth] = await this.client.readContract({
      ...{ abi, address: await this.pair(), functionName: 'getReserves' },
    });
    return [usdc, weth];
  }

  balanceOf(token: Address, owner: Address): Promise<bigint> {
    return this.client.readContract({ abi, address: token, functionName: 'balanceOf', args: [owner] });
  }

  allowance(token: Address): Promise<bigint> {
    return this.client.readContract({
      ...{ abi, address: token, functionName: 'allowance', args: [DESK, ROUTER] },
    });
  }

  /** Seconds of the newest block. */
  async time(): Promise<number> {
    return Number((await this.client.getBlock()).timestamp);
  }

  /** Sends a transaction and answers its hash and whether it went through, also where it fails. */
  async send(call: { readonly to: Address; readonly data: Hex; readonly value: bigint }, from = DESK) {
    // With a limit given, no node simulates it first, so that it fails on the chain as anybody's would.
    const hash = await this.client.sendTransaction({ account: from, ...call, gas: 5_000_000n });
    const { status } = await this.client.waitForTransactionReceipt({ hash });
    return { hash, isExecuted: status === 'success' };
  }

  /** Somebody else sells so much WETH in the pair, paying the pair itself as its router would. */
  async sellAsMarket(weth: bigint): Promise<void> {
    const [usdcReserve, wethReserve] = await this.reserves();
    const output = (weth * 997n * usdcReserve) / (wethReserve * 1000n + weth * 997n);
    const pair = await this.pair();
    await this.call(MARKET, WETH, 'transfer', [pair, weth]);
    await this.call(MARKET, pair, 'swap', [output, 0n, MARKET, '0x']);
  }

  async pass(seconds: number): Promise<void> {
    await this.client.increaseTime({ seconds });
    await this.client.mine({ blocks: 1 });
  }

  private async call(
    from: Address,
    to: Address,
    functionName: 'createPair' | 'deposit' | 'transfer' | 'mint' | 'swap',
    args: readonly unknown[],
    value = 0n,
  ): Promise<void> {
    const data = encodeFunctionData({ abi: anyAbi, functionName, args });
    const { isExecuted } = await this.send({ to, data, value }, from);
    if (!isExecuted) throw new Error(`${functionName} failed`);
  }

  private async place(at: Address, file: string, args: readonly unknown[]): Promise<void> {
    const { abi: own, bytecode } = published(file);
    const data = encodeDeployData({ abi: own, bytecode, args });
    const hash = await this.client.sendTransaction({ account: MARKET, data });
    const { contractAddress } = await this.client.waitForTransactionReceipt({ hash });
    const code = await this.client.getCode({ address: contractAddress ?? at });
    await this.client.setCode({ address: at, bytecode: code ?? '0x' });
  }
}
