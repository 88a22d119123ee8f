import type { CanonicalBridgeEdge } from '@causeway/domain/routing';
import { assetOf, type Network } from '@causeway/domain/network';
import {
  chainOfAsset,
  erc20Asset,
  evmChain,
  expectOk,
  ok,
  parseAddress,
  type AssetId,
} from '@causeway/domain/units';
import { encodeFunctionData, parseAbi } from 'viem';
import { approvals } from './approval.js';
import { bridgeContract, settlementContract } from './bridge-contract.js';
import { contractOfToken, noKnownCall, type LegCalls, type LegOrder } from './contract-call.js';

/** StandardBridge, alike on both layers. Source: specs.optimism.io/protocol/bridges. */
export const standardBridgeAbi = parseAbi([
  'function bridgeETHTo(address to, uint32 minGasLimit, bytes extraData) payable',
  'function bridgeERC20To(address localToken, address remoteToken, address to, uint256 amount, uint32 minGasLimit, bytes extraData)',
]);

/** Gas for the message on the other layer, as Optimism's own bridge page asks for. */
const MINIMUM_GAS = 200_000;

/** DAI of OP Mainnet comes over MakerDAO's own bridge; the standard bridge would take it and give nothing for it. */
const OVER_ANOTHER_BRIDGE: AssetId = erc20Asset(
  evmChain(10),
  expectOk(parseAddress('0xda10009cbd5d07dd0cecc66161fc93d7c9000da1')),
);

/** Sends a coin or a token over the standard bridge of an OP-stack rollup, in either direction. */
export function sendOverStandardBridge(order: LegOrder<CanonicalBridgeEdge>, network: Network): LegCalls {
  const { edge, input, wallet } = order;
  const isDeposit = edge.direction === 'deposit';
  const chain = chainOfAsset(edge.from);
  const [settled, rolledUp] = isDeposit ? [edge.from, edge.to] : [edge.to, edge.from];
  const rollup = chainOfAsset(rolledUp);
  const to = isDeposit
    ? settlementContract(network, rollup, edge.bridge, 'L1StandardBridge')
    : bridgeContract(network, rollup, edge.bridge, 'L2StandardBridge');
  if (to === undefined) return noKnownCall(order, `no standard bridge of ${rollup} is known`);
  const local = contractOfToken(edge.from);
  const remote = contractOfToken(edge.to);
  const purpose = `${isDeposit ? 'L1' : 'L2'}StandardBridge`;
  if (local === undefined && remote === undefined) {
    const data = encodeFunctionData({
      abi: standardBridgeAbi,
      functionName: 'bridgeETHTo',
      args: [wallet, MINIMUM_GAS, '0x'],
    });
    return ok([{ kind: 'call', chain, to, value: input, data, purpose: `${purpose}.bridgeETHTo` }]);
  }
  const isPair = assetOf(network, rolledUp)?.bridgedFrom === settled && rolledUp !== OVER_ANOTHER_BRIDGE;
  if (local === undefined || remote === undefined || !isPair) {
    return noKnownCall(order, `${rolledUp} is not what the standard bridge gives for ${settled}`);
  }
  const data = encodeFunctionData({
    abi: standardBridgeAbi,
    functionName: 'bridgeERC20To',
    args: [local, remote, wallet, input, MINIMUM_GAS, '0x'],
  });
  const call = { kind: 'call' as const, chain, to, value: 0n, data, purpose: `${purpose}.bridgeERC20To` };
  // The rollup's bridge burns what it minted, for which it needs no allowance and would leave one behind.
  return ok([...(isDeposit ? approvals(edge.from, to, input) : []), call]);
}
