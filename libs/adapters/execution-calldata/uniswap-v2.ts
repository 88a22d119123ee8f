import type { ConstantProductEdge } from '@causeway/domain/routing';
import { ok } from '@causeway/domain/units';
import { encodeFunctionData, parseAbi } from 'viem';
import { approvals } from './approval.js';
import { contractOfToken, noKnownCall, secondsDown, type LegCalls, type LegOrder } from './contract-call.js';
import { UNISWAP_V2 } from './uniswap-deployments.js';
import { uniswapV2Pool } from './uniswap-pools.js';

/** Source: Uniswap/v2-periphery `IUniswapV2Router01.sol`. */
export const uniswapV2RouterAbi = parseAbi([
  'function swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline) returns (uint256[] amounts)',
]);

/** The only fee that the router reckons with. */
const FEE_MILLIONTHS = 3000n;

/** Trades in a pair of Uniswap v2, if the edge's pool is the one in which the router would trade. */
export function swapInPair(order: LegOrder<ConstantProductEdge>): LegCalls {
  const { edge, input, minimumOutput, wallet, validUntil } = order;
  const deployed = UNISWAP_V2.get(edge.chain);
  const from = contractOfToken(edge.from);
  const to = contractOfToken(edge.to);
  if (deployed === undefined) return noKnownCall(order, `no router of Uniswap v2 is known on ${edge.chain}`);
  if (from === undefined || to === undefined) {
    return noKnownCall(order, 'a pair trades tokens; wrap the coin first');
  }
  const isQuoted = edge.pool === `uniswap-v2:${uniswapV2Pool(deployed.factory, from, to)}`;
  if (!isQuoted || edge.feeMillionths !== FEE_MILLIONTHS) {
    return noKnownCall(order, 'its pool is not the pair in which the router of Uniswap v2 would trade');
  }
  const data = encodeFunctionData({
    abi: uniswapV2RouterAbi,
    functionName: 'swapExactTokensForTokens',
    args: [input, minimumOutput, [from, to], wallet, secondsDown(validUntil)],
  });
  const purpose = 'UniswapV2Router02.swapExactTokensForTokens';
  const call = { kind: 'call' as const, chain: edge.chain, to: deployed.router, value: 0n, data, purpose };
  return ok([...approvals(edge.from, deployed.router, input), call]);
}
