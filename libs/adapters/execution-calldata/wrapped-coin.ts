import type { WrappingEdge } from '@causeway/domain/routing';
import { wrappedNativeOf, type Network } from '@causeway/domain/network';
import { ok } from '@causeway/domain/units';
import { encodeFunctionData, parseAbi } from 'viem';
import { contractOfToken, noKnownCall, type LegCalls, type LegOrder } from './contract-call.js';

/** WETH9, and every wrapped coin built like it. */
export const wrappedCoinAbi = parseAbi(['function deposit() payable', 'function withdraw(uint256 amount)']);

/** Wraps or unwraps a layer's coin, one for one. */
export function wrapCoin(order: LegOrder<WrappingEdge>, network: Network): LegCalls {
  const { edge, input } = order;
  const wrapped = wrappedNativeOf(network, edge.chain)?.asset;
  const to = wrapped === undefined ? undefined : contractOfToken(wrapped);
  if (to === undefined) return noKnownCall(order, `no wrapped coin of ${edge.chain} is known`);
  if (edge.to === wrapped && contractOfToken(edge.from) === undefined) {
    const data = encodeFunctionData({ abi: wrappedCoinAbi, functionName: 'deposit' });
    return ok([{ kind: 'call', chain: edge.chain, to, value: input, data, purpose: 'deposit' }]);
  }
  if (edge.from === wrapped && contractOfToken(edge.to) === undefined) {
    const data = encodeFunctionData({ abi: wrappedCoinAbi, functionName: 'withdraw', args: [input] });
    return ok([{ kind: 'call', chain: edge.chain, to, value: 0n, data, purpose: 'withdraw' }]);
  }
  return noKnownCall(order, `${edge.from} and ${edge.to} are not the coin of ${edge.chain} and its token`);
}
