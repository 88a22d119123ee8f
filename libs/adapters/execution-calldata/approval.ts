import { erc20Asset, evmChain, type Address, type AssetId } from '@causeway/domain/units';
import { chainOfAsset, expectOk, parseAddress } from '@causeway/domain/units';
import { encodeFunctionData, parseAbi } from 'viem';
import { contractOfToken, type ContractCall } from './contract-call.js';

/** EIP-20. */
export const erc20Abi = parseAbi(['function approve(address spender, uint256 amount) returns (bool)']);

/** Tether's contract on Ethereum changes no allowance but from or to 0 (`TetherToken.approve`). */
const RESETS_FIRST: AssetId = erc20Asset(
  evmChain(1),
  expectOk(parseAddress('0xdac17f958d2ee523a2206206994597c13d831ec7')),
);

/**
 * Allows a contract to take exactly `amount` base units of a token, never more: what it takes leaves no allowance
 * behind. None for a chain's coin, which is sent along.
 */
export function approvals(asset: AssetId, spender: Address, amount: bigint): readonly ContractCall[] {
  const token = contractOfToken(asset);
  if (token === undefined) return [];
  const amounts = asset === RESETS_FIRST ? [0n, amount] : [amount];
  return amounts.map((raw) => ({
    kind: 'approval',
    chain: chainOfAsset(asset),
    to: token,
    value: 0n,
    data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, raw] }),
    purpose: `approve(${spender}, ${raw})`,
  }));
}
