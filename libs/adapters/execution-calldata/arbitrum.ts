import type { CanonicalBridgeEdge } from '@causeway/domain/routing';
import { assetOf, type Network } from '@causeway/domain/network';
import {
  chainOfAsset,
  erc20Asset,
  evmChain,
  expectOk,
  ok,
  parseAddress,
  type Address,
  type AssetId,
} from '@causeway/domain/units';
import { encodeAbiParameters, encodeFunctionData, parseAbi, parseAbiParameters } from 'viem';
import { approvals } from './approval.js';
import { bridgeContract, settlementContract } from './bridge-contract.js';
import { contractOfToken, noKnownCall, type LegCalls, type LegOrder } from './contract-call.js';

/** Source: OffchainLabs/token-bridge-contracts `IL1GatewayRouter.sol`, `L2GatewayRouter.sol`. */
export const gatewayRouterAbi = parseAbi([
  'function outboundTransferCustomRefund(address token, address refundTo, address to, uint256 amount, uint256 maxGas, uint256 gasPriceBid, bytes data) payable returns (bytes)',
  'function outboundTransfer(address l1Token, address to, uint256 amount, bytes data) payable returns (bytes)',
]);
/** Source: OffchainLabs/nitro-contracts `IInbox.sol`. */
export const inboxAbi = parseAbi(['function depositEth() payable returns (uint256)']);
/** Source: OffchainLabs/nitro-contracts `ArbSys.sol`. */
export const arbSysAbi = parseAbi(['function withdrawEth(address destination) payable returns (uint256)']);

/**
 * Tokens of Arbitrum One that the standard gateways do not carry: DAI goes over MakerDAO's own gateway, and USDT became
 * USDT0, which LayerZero carries.
 */
const OVER_OTHER_GATEWAYS: readonly AssetId[] = [
  '0xda10009cbd5d07dd0cecc66161fc93d7c9000da1',
  '0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9',
].map((address) => erc20Asset(evmChain(42_161), expectOk(parseAddress(address))));

/** Sends a coin or a token over the bridge of an Arbitrum rollup, in either direction. */
export function sendOverGatewayRouter(order: LegOrder<CanonicalBridgeEdge>, network: Network): LegCalls {
  const { from, to, direction } = order.edge;
  if (OVER_OTHER_GATEWAYS.includes(direction === 'deposit' ? to : from)) {
    return noKnownCall(order, 'the token goes over a gateway of its own');
  }
  return direction === 'deposit' ? deposit(order, network) : withdraw(order, network);
}

function deposit(order: LegOrder<CanonicalBridgeEdge>, network: Network): LegCalls {
  const { edge, input, wallet, retryable } = order;
  const chain = chainOfAsset(edge.from);
  const rollup = chainOfAsset(edge.to);
  const token = contractOfToken(edge.from);
  if (token === undefined) return depositCoin(order, network);
  const router = settlementContract(network, rollup, edge.bridge, 'L1GatewayRouter');
  if (router === undefined) return noKnownCall(order, `no gateway router of ${rollup} is known`);
  if (assetOf(network, edge.to)?.bridgedFrom !== edge.from) {
    return noKnownCall(order, `${edge.to} is not what the gateways give for ${edge.from}`);
  }
  const gateway = gatewayOf(order, network);
  if (gateway === undefined) return noKnownCall(order, `no gateway for ${edge.from} is known`);
  if (retryable === undefined) {
    return noKnownCall(order, 'a token is deposited by a ticket whose gas terms must be given');
  }
  const { gasLimit, gasPrice, submissionCost } = retryable;
  const terms = encodeAbiParameters(parseAbiParameters('uint256, bytes'), [submissionCost, '0x']);
  const data = encodeFunctionData({
    abi: gatewayRouterAbi,
    functionName: 'outboundTransferCustomRefund',
    args: [token, wallet, wallet, input, gasLimit, gasPrice, terms],
  });
  const value = submissionCost + gasLimit * gasPrice;
  const call = {
    kind: 'call' as const,
    chain,
    to: router,
    value,
    data,
    purpose: 'L1GatewayRouter.outboundTransferCustomRefund',
  };
  return ok([...approvals(edge.from, gateway, input), call]);
}

/** The gateway that takes a token, which is the one to approve: WETH has its own. */
function gatewayOf({ edge }: LegOrder<CanonicalBridgeEdge>, network: Network): Address | undefined {
  const role = assetOf(network, edge.from)?.wrapsNative === true ? 'L1WethGateway' : 'L1ERC20Gateway';
  return settlementContract(network, chainOfAsset(edge.to), edge.bridge, role);
}

function depositCoin(order: LegOrder<CanonicalBridgeEdge>, network: Network): LegCalls {
  const { edge, input, isContractWallet } = order;
  const inbox = settlementContract(network, chainOfAsset(edge.to), edge.bridge, 'Inbox');
  if (inbox === undefined || contractOfToken(edge.to) !== undefined) {
    return noKnownCall(order, `no inbox of ${chainOfAsset(edge.to)} takes ${edge.from} for ${edge.to}`);
  }
  if (isContractWallet) return noKnownCall(order, 'the inbox credits the alias of a contract, not itself');
  const data = encodeFunctionData({ abi: inboxAbi, functionName: 'depositEth' });
  return ok([
    {
      kind: 'call',
      chain: chainOfAsset(edge.from),
      to: inbox,
      value: input,
      data,
      purpose: 'Inbox.depositEth',
    },
  ]);
}

function withdraw(order: LegOrder<CanonicalBridgeEdge>, network: Network): LegCalls {
  const { edge, input, wallet } = order;
  const chain = chainOfAsset(edge.from);
  const settled = contractOfToken(edge.to);
  if (contractOfToken(edge.from) === undefined && settled === undefined) {
    const arbSys = bridgeContract(network, chain, edge.bridge, 'ArbSys');
    if (arbSys === undefined) return noKnownCall(order, `no ArbSys of ${chain} is known`);
    const data = encodeFunctionData({ abi: arbSysAbi, functionName: 'withdrawEth', args: [wallet] });
    return ok([{ kind: 'call', chain, to: arbSys, value: input, data, purpose: 'ArbSys.withdrawEth' }]);
  }
  const router = bridgeContract(network, chain, edge.bridge, 'L2GatewayRouter');
  if (router === undefined || settled === undefined || assetOf(network, edge.from)?.bridgedFrom !== edge.to) {
    return noKnownCall(order, `${edge.from} is not what the gateways give for ${edge.to}`);
  }
  const data = encodeFunctionData({
    abi: gatewayRouterAbi,
    functionName: 'outboundTransfer',
    args: [settled, wallet, input, '0x'],
  });
  // The gateway burns what it minted, for which it needs no allowance.
  return ok([
    { kind: 'call', chain, to: router, value: 0n, data, purpose: 'L2GatewayRouter.outboundTransfer' },
  ]);
}
