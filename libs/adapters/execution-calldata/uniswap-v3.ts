import type { ConcentratedLiquidityEdge } from '@causeway/domain/routing';
import { ok } from '@causeway/domain/units';
import { encodeFunctionData, parseAbi } from 'viem';
import { approvals } from './approval.js';
import { contractOfToken, noKnownCall, secondsDown, type LegCalls, type LegOrder } from './contract-call.js';
import { UNISWAP_V3 } from './uniswap-deployments.js';
import { uniswapV3Pool } from './uniswap-pools.js';

/** SwapRouter02. Source: Uniswap/swap-router-contracts `IV3SwapRouter.sol`, `IMulticallExtended.sol`. */
export const swapRouterAbi = parseAbi([
  'struct ExactInputSingleParams { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(ExactInputSingleParams params) payable returns (uint256 amountOut)',
  'function multicall(uint256 deadline, bytes[] data) payable returns (bytes[] results)',
]);

const LARGEST_FEE_MILLIONTHS = 999_999n;

/**
 * Trades in a pool of Uniswap v3, if the edge's pool is the one in which the router would trade. `exactInputSingle` of
 * SwapRouter02 has no deadline, so it is called within a `multicall` that has.
 */
export function swapInConcentratedPool(order: LegOrder<ConcentratedLiquidityEdge>): LegCalls {
  const { edge, input, minimumOutput, wallet, validUntil } = order;
  const deployed = UNISWAP_V3.get(edge.chain);
  const from = contractOfToken(edge.from);
  const to = contractOfToken(edge.to);
  if (deployed === undefined) return noKnownCall(order, `no router of Uniswap v3 is known on ${edge.chain}`);
  if (from === undefined || to === undefined || edge.feeMillionths > LARGEST_FEE_MILLIONTHS) {
    return noKnownCall(order, 'a pool trades tokens; wrap the coin first');
  }

  const fee = Number(edge.feeMillionths);
  if (edge.pool !== `uniswap-v3:${uniswapV3Pool(deployed.factory, from, to, fee)}`) {
    return noKnownCall(order, 'its pool is not the one in which the router of Uniswap v3 would trade');
  }
  const swap = encodeFunctionData({
    abi: swapRouterAbi,
    functionName: 'exactInputSingle',
    args: [
      {
        tokenIn: from,
        tokenOut: to,
        fee,
        recipient: wallet,
        amountIn: input,
        amountOutMinimum: minimumOutput,
        sqrtPriceLimitX96: 0n,
      },
    ],
  });
  const data = encodeFunctionData({
    abi: swapRouterAbi,
    functionName: 'multicall',
    args: [secondsDown(validUntil), [swap]],
  });
  const purpose = 'SwapRouter02.multicall(exactInputSingle)';
  const call = { kind: 'call' as const, chain: edge.chain, to: deployed.router, value: 0n, data, purpose };
  return ok([...approvals(edge.from, deployed.router, input), call]);
}
