import type { LiquidityEdge } from '@causeway/domain/routing';
import type { Network } from '@causeway/domain/network';
import { ok } from '@causeway/domain/units';
import { depositIntent } from './across.js';
import { sendOverGatewayRouter } from './arbitrum.js';
import { burnForMint } from './cctp.js';
import { noKnownCall, type LegCalls, type LegOrder } from './contract-call.js';
import { sendOverStandardBridge } from './op-stack.js';
import { swapInPair } from './uniswap-v2.js';
import { swapInConcentratedPool } from './uniswap-v3.js';
import { wrapCoin } from './wrapped-coin.js';

/**
 * The transactions that carry out a leg, in order: approvals, then the call itself, which demands the leg's minimum
 * output and, where the contract knows one, its deadline.
 *
 * Refuses with `NO_KNOWN_CALL` and the reason where the network does not know the contract, or where calling it would
 * not do exactly what was quoted; the leg is then carried out by other means and reported like any other.
 */
export function encodeLeg(order: LegOrder, network: Network): LegCalls {
  const { edge } = order;
  switch (edge.kind) {
    case 'constant-product':
      return swapInPair(withEdge(order, edge));
    case 'concentrated-liquidity':
      return swapInConcentratedPool(withEdge(order, edge));
    case 'wrapping':
      return wrapCoin(withEdge(order, edge), network);
    case 'relayer':
      return depositIntent(withEdge(order, edge), network);
    case 'mint-burn-bridge':
      return burnForMint(withEdge(order, edge), network);
    case 'canonical-bridge':
      if (edge.bridge === 'op-stack') return sendOverStandardBridge(withEdge(order, edge), network);
      if (edge.bridge === 'arbitrum') return sendOverGatewayRouter(withEdge(order, edge), network);
      return noKnownCall(order, `no call of ${edge.bridge} is known`);
    case 'inventory':
      // The desk pays itself: nothing is sent to a chain.
      return ok([]);
    default:
      return noKnownCall(order, REASONS[edge.kind]);
  }
}

function withEdge<Edge extends LiquidityEdge>(order: LegOrder, edge: Edge): LegOrder<Edge> {
  return { ...order, edge };
}

const REASONS = {
  cryptoswap: 'the edge does not name the places of its coins in the pool',
  'linear-bridge': 'the edge says nothing of the contract behind it',
  'message-bridge': 'a message is paid for with a fee that only its endpoint can quote when it is sent',
  'order-book': 'an order is placed at the venue, not on a chain',
  stableswap: 'the edge does not name the places of its coins in the pool',
  'weighted-pool': 'the edge does not name the pool by the id that its vault asks for',
} as const;
