import { createTestClient, createWalletClient, http, pad, publicActions, type Hex } from 'viem';
import { buildNetwork, type Bridge, type Layer, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  parseAddress,
  parseAssetFamily,
  parseBridgeId,
  type Address,
  type ChainId,
} from '@causeway/domain/units';
import { startAnvil } from './anvil.js';
import { compile } from './compile.js';

const ACROSS = expectOk(parseBridgeId('across'));
const ETHER = expectOk(parseAssetFamily('ETH'));
/** Accounts that anvil holds the keys of. */
const RELAYER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
export const TRADER = expectOk(parseAddress('0x70997970c51812dc3a010c7d01b50e0d17dc79c8'));
/** A wei, so that the fill can be told from the deposit. */
const FEE = 1n;

/** A layer run by a node of its own, with a pool of the Across bridge on it and one that only looks like it. */
export interface ExampleLayer {
  readonly chain: ChainId;
  readonly url: string;
  readonly pool: Address;
  readonly imitation: Address;
  readonly wrappedEther: Address;
  /** Sends ether towards another layer through a contract. */
  deposit(to: ExampleLayer, depositId: number, wei: bigint, contract?: Address): Promise<Hex>;
  /** Pays out on this layer what was deposited on another. */
  fill(from: ExampleLayer, depositId: number, wei: bigint): Promise<Hex>;
  mine(blocks: number): Promise<void>;
  /** Puts the transactions sent by `send` into one block. */
  inOneBlock(send: () => Promise<void>): Promise<void>;
  /** Replaces the newest blocks by empty ones. */
  reorganise(blocks: number): Promise<void>;
  /** Remembers the chain as it is; what is called back goes back to it, whatever came since. */
  remember(): Promise<() => Promise<void>>;
  hashOf(number: bigint): Promise<Hex>;
  heads(): Promise<{ readonly latest: bigint; readonly finalised: bigint }>;
  stop(): Promise<void>;
}

let compiled: ReturnType<typeof compile> | undefined;

/** Starts a node, whose blocks are final after twice the slots of an epoch, and deploys the contracts. */
export async function startExampleLayer(chainNumber: number, slotsInAnEpoch = 1): Promise<ExampleLayer> {
  const { abi, bytecode } = (compiled ??= compile(new URL('./Bridges.sol', import.meta.url), 'SpokePool'));
  const node = await startAnvil(chainNumber, slotsInAnEpoch);
  const transport = http(node.url);
  const chain = {
    id: chainNumber,
    name: `Layer ${chainNumber}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [node.url] } },
  };
  const client = createTestClient({ mode: 'anvil', chain, transport, pollingInterval: 20 }).extend(
    publicActions,
  );
  const wallet = createWalletClient({ chain, transport });
  const deploy = async (): Promise<Address> => {
    const hash = await wallet.deployContract({ account: RELAYER, abi, bytecode });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    return expectOk(parseAddress(contractAddress ?? ''));
  };
  const pool = await deploy();
  const imitation = await deploy();
  const wrapped = await client.readContract({ address: pool, abi, functionName: 'wrappedEther' });
  const wrappedEther = expectOk(parseAddress(wrapped as string));
  let minesAtOnce = true;
  const call = async (
    functionName: 'deposit' | 'fill',
    account: Address | typeof RELAYER,
    contract: Address,
    [origin, destination]: readonly [ExampleLayer, ExampleLayer],
    depositId: number,
    wei: bigint,
  ): Promise<Hex> => {
    const relay = {
      inputToken: pad(origin.wrappedEther),
      outputToken: pad(destination.wrappedEther),
      inputAmount: wei,
      outputAmount: wei - FEE,
      originChainId: BigInt(origin.chain.slice('eip155:'.length)),
      destinationChainId: BigInt(destination.chain.slice('eip155:'.length)),
      depositId: BigInt(depositId),
      depositor: pad(TRADER),
      recipient: pad(TRADER),
    };
    const value = functionName === 'deposit' ? wei : wei - FEE;
    const gas = 1_000_000n;
    const question = { account, address: contract, abi, functionName, args: [relay], value, gas };
    const hash = await wallet.writeContract(question);
    if (minesAtOnce) await client.waitForTransactionReceipt({ hash });
    return hash;
  };
  const layer: ExampleLayer = {
    chain: evmChain(chainNumber),
    url: node.url,
    pool,
    imitation,
    wrappedEther,
    deposit: (to, depositId, wei, contract = pool) =>
      call('deposit', TRADER, contract, [layer, to], depositId, wei),
    fill: (from, depositId, wei) => call('fill', RELAYER, pool, [from, layer], depositId, wei),
    mine: (blocks) => client.mine({ blocks }),
    inOneBlock: async (send) => {
      minesAtOnce = false;
      await client.setAutomine(false);
      await send();
      await client.mine({ blocks: 1 });
      await client.setAutomine(true);
      minesAtOnce = true;
    },
    reorganise: async (blocks) => {
      await client.request({ method: 'anvil_reorg', params: [blocks, []] } as never);
    },
    remember: async () => {
      const id = await client.snapshot();
      return () => client.revert({ id });
    },
    hashOf: async (blockNumber) => (await client.getBlock({ blockNumber })).hash,
    heads: async () => {
      const number = async (blockTag: 'latest' | 'finalized') => (await client.getBlock({ blockTag })).number;
      return { latest: await number('latest'), finalised: await number('finalized') };
    },
    stop: node.stop,
  };
  return layer;
}

/** A network of example layers; the imitations are no part of it. */
export function exampleNetwork(layers: readonly ExampleLayer[]): Network {
  const seconds = { lowerQuartileSeconds: 1, medianSeconds: 2, upperQuartileSeconds: 3 };
  const across: Bridge = {
    bridge: ACROSS,
    name: 'Across',
    mechanism: 'bonded-relayer',
    routes: [],
    typicalLatency: seconds,
    sources: [],
  };
  return expectOk(buildNetwork(layers.map(layerFacts), [across]));
}

function layerFacts({ chain, pool, wrappedEther }: ExampleLayer): Layer {
  const ether = { family: ETHER, decimals: 18 };
  return {
    chain,
    name: chain,
    kind: 'settlement-layer',
    blockSeconds: '1',
    finality: { safeSeconds: 1, finalisedSeconds: 2 },
    assets: [
      { ...ether, asset: nativeAsset(chain), symbol: 'ETH' },
      { ...ether, asset: erc20Asset(chain, wrappedEther), symbol: 'WETH', wrapsNative: true },
    ],
    contracts: [{ bridge: ACROSS, role: 'SpokePool', address: pool }],
    identifiers: {},
    sources: [],
  };
}
