import { createClient, http, type EIP1193RequestFn } from 'viem';
import { balanceKey } from '@causeway/adapters/state-proofs';
import {
  chainOfAsset,
  evmChain,
  fail,
  ok,
  type Address,
  type AssetId,
  type Result,
} from '@causeway/domain/units';

/** Whose balance of what is to be proven, at which block. */
export interface BalanceQuestion {
  readonly wallet: Address;
  readonly asset: AssetId;
  /** The slot of the token's mapping of balances; not needed for a native coin. */
  readonly slot?: bigint;
  /** A number, or a tag such as `latest`. */
  readonly block: bigint | 'latest' | 'safe' | 'finalized';
}

export type ReadBalanceProofCode = 'NODE_UNREADABLE' | 'WRONG_CHAIN' | 'UNKNOWN_SLOT' | 'UNKNOWN_BLOCK';

/**
 * Asks a node for the proof of a balance: a `causeway.balance-proof/1` without its schema, not verified yet. The proof
 * is asked for by the number of the header read, so that a block that is replaced in between ends in a wrong root.
 */
export async function readBalanceProof(
  url: string,
  { wallet, asset, slot, block }: BalanceQuestion,
): Promise<Result<object, ReadBalanceProofCode>> {
  const chain = chainOfAsset(asset);
  const contract = /\/erc20:(0x[0-9a-f]{40})$/.exec(asset)?.[1];
  if (contract !== undefined && slot === undefined) {
    return fail('UNKNOWN_SLOT', `nothing says in which slot ${asset} keeps balances`, '--slot');
  }
  const { request } = createClient({ transport: http(url) }) as { readonly request: EIP1193RequestFn };
  const ask = (method: string, params: readonly unknown[]): Promise<unknown> =>
    request({ method, params } as never);
  try {
    const told = evmChain(Number(await ask('eth_chainId', [])));
    if (told !== chain) return fail('WRONG_CHAIN', `the node is of ${told}, not of ${chain}`, '--rpc');
    const tag = typeof block === 'bigint' ? hexOf(block) : block;
    const header = (await ask('eth_getBlockByNumber', [tag, false])) as { readonly number: string } | null;
    if (header === null) return fail('UNKNOWN_BLOCK', `the node has no block ${block}`, '--block');
    const isToken = contract !== undefined && slot !== undefined;
    const key = isToken ? [`0x${balanceKey(wallet, slot).toString(16).padStart(64, '0')}`] : [];
    const proof = (await ask('eth_getProof', [contract ?? wallet, key, header.number])) as object;
    return ok({ ...proof, chain, asset, wallet, header, ...(isToken ? { slot: hexOf(slot) } : {}) });
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n', 1);
    return fail('NODE_UNREADABLE', `the node does not answer: ${reason}`, '--rpc');
  }
}

function hexOf(value: bigint): string {
  return `0x${value.toString(16)}`;
}
