import { readFileSync } from 'node:fs';
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
import { base, mainnet } from 'viem/chains';
import { transactionLogsFormat } from '@causeway/adapters/wire';
import {
  evmChain,
  expectOk,
  parseAddress,
  parseHash,
  type Address,
  type UnixMilliseconds,
} from '@causeway/domain/units';

const address = (text: string) => expectOk(parseAddress(text));

/** The first two accounts of anvil's default mnemonic. */
export const DESK = address('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266');
export const MARKET = address('0x70997970c51812dc3a010c7d01b50e0d17dc79c8');

/** A transaction to be sent. */
export interface Call {
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
}

interface Artifact {
  readonly abi: Abi;
  readonly bytecode: string | { readonly object: string };
}

function clientOf(url: string, chain: typeof mainnet | typeof base) {
  return createTestClient({ mode: 'anvil', transport: http(url), pollingInterval: 20, chain })
    .extend(publicActions)
    .extend(walletActions);
}

/** One function by its signature, whatever it is. */
function abiOf(signature: string): Abi {
  return parseAbi<readonly string[]>([signature]);
}

function nameOf(signature: string): string {
  return /^function (\w+)/.exec(signature)?.[1] ?? signature;
}

/** A node's chain, on which contracts stand as their authors published them. */
export class LocalChain {
  protected readonly client: ReturnType<typeof clientOf>;

  constructor(url: string, chain: 'ethereum' | 'base' = 'ethereum') {
    this.client = clientOf(url, chain === 'base' ? base : mainnet);
  }

  /**
   * Puts a contract, compiled by its authors, at an address. What its constructor writes into storage is not there;
   * what it made part of the code is, with the new address where it named its own; unless it is to stand behind a
   * proxy, where its own address is another.
   */
  async place(at: Address, file: string, args: readonly unknown[], isBehindProxy = false): Promise<void> {
    const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8')) as Artifact;
    const text = typeof bytecode === 'string' ? bytecode : bytecode.object;
    const deployed = await this.deploy(abi, `0x${text.replace(/^0x/, '')}`, args);
    const code = (await this.client.getCode({ address: deployed })) ?? '0x';
    const placed = isBehindProxy ? code : (code.replaceAll(deployed.slice(2), at.slice(2)) as Hex);
    await this.client.setCode({ address: at, bytecode: placed });
  }

  /** Deploys a contract wherever it comes to stand. */
  async deploy(abi: Abi, bytecode: Hex, args: readonly unknown[] = []): Promise<Address> {
    const data = encodeDeployData({ abi, bytecode, args });
    const hash = await this.client.sendTransaction({ account: MARKET, data });
    const { contractAddress } = await this.client.waitForTransactionReceipt({ hash });
    if (contractAddress === null || contractAddress === undefined) throw new Error('nothing was deployed');
    return contractAddress.toLowerCase() as Address;
  }

  /** Sends a transaction and answers its hash and whether it went through, also where it fails. */
  async send(call: Call, from = DESK): Promise<{ readonly hash: Hex; readonly isExecuted: boolean }> {
    // With a limit given, no node simulates it first, so that it fails on the chain as anybody's would.
    const hash = await this.client.sendTransaction({ account: from, ...call, gas: 15_000_000n });
    const { status } = await this.client.waitForTransactionReceipt({ hash });
    return { hash, isExecuted: status === 'success' };
  }

  /** Calls a function, which must go through; answers the transaction. */
  async call(
    from: Address,
    to: Address,
    signature: string,
    args: readonly unknown[] = [],
    value = 0n,
  ): Promise<Hex> {
    const data = encodeFunctionData({ abi: abiOf(signature), functionName: nameOf(signature), args });
    const { hash, isExecuted } = await this.send({ to, data, value }, from);
    if (!isExecuted) throw new Error(`${nameOf(signature)} failed`);
    return hash;
  }

  /** Calls a function as an address without a key, such as another contract. */
  async callAs(from: Address, to: Address, signature: string, args: readonly unknown[] = []): Promise<Hex> {
    await this.client.setBalance({ address: from, value: 10n ** 18n });
    await this.client.impersonateAccount({ address: from });
    return this.call(from, to, signature, args);
  }

  /** What a function would answer; reads, or tries what would be written. */
  async read<Answer>(
    to: Address,
    signature: string,
    args: readonly unknown[] = [],
    from = DESK,
  ): Promise<Answer> {
    const { result }: { readonly result: unknown } = await this.client.simulateContract({
      ...{ abi: abiOf(signature), address: to, functionName: nameOf(signature), args, account: from },
    });
    return result as Answer;
  }

  balanceOf(token: Address, owner: Address): Promise<bigint> {
    return this.read(token, 'function balanceOf(address) view returns (uint256)', [owner]);
  }

  /** Base units of the chain's coin. */
  coinsOf(owner: Address): Promise<bigint> {
    return this.client.getBalance({ address: owner });
  }

  /** What the desk still allows a contract to take. */
  allowance(token: Address, spender: Address): Promise<bigint> {
    return this.read(token, 'function allowance(address, address) view returns (uint256)', [DESK, spender]);
  }

  /** Gives an owner units of a token that keeps its balances in a mapping at `slot`. */
  async fund(token: Address, owner: Address, raw: bigint, slot: bigint): Promise<void> {
    const place = encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [owner, slot]);
    await this.write(token, keccak256(place), pad(toHex(raw)));
  }

  async write(at: Address, slot: Hex, value: Hex): Promise<void> {
    await this.client.setStorageAt({ address: at, index: slot, value });
  }

  /** The logs of a transaction. */
  async logsOf(hash: Hex) {
    return (await this.client.getTransactionReceipt({ hash })).logs;
  }

  /** A transaction as the collector would tell of it, in a block that is final. */
  async recordOf(hash: Hex): Promise<string> {
    const { logs, blockNumber, blockHash } = await this.client.getTransactionReceipt({ hash });
    const { timestamp } = await this.client.getBlock({ blockNumber });
    return transactionLogsFormat.encodeText({
      chain: evmChain(this.client.chain.id),
      ...{ blockNumber, blockHash: expectOk(parseHash(blockHash)) },
      blockTime: (Number(timestamp) * 1000) as UnixMilliseconds,
      transactionHash: expectOk(parseHash(hash)),
      finality: 'finalised',
      logs: logs.map(({ logIndex, address: emitter, topics, data }) => ({
        ...{ logIndex, topics, data },
        address: address(emitter),
      })),
    });
  }

  /** The state of the chain, to be gone back to once. */
  snapshot(): Promise<Hex> {
    return this.client.snapshot();
  }

  async revert(snapshot: Hex): Promise<void> {
    await this.client.revert({ id: snapshot });
  }

  /** Seconds of the newest block. */
  async time(): Promise<number> {
    return Number((await this.client.getBlock()).timestamp);
  }

  async pass(seconds: number): Promise<void> {
    await this.client.increaseTime({ seconds });
    await this.client.mine({ blocks: 1 });
  }
}
