import type { MintBurnBridgeEdge } from '@causeway/domain/routing';
import { layerOf, type Network } from '@causeway/domain/network';
import { chainOfAsset, ok } from '@causeway/domain/units';
import { encodeFunctionData, pad, parseAbi, zeroHash } from 'viem';
import { approvals } from './approval.js';
import { bridgeContract } from './bridge-contract.js';
import { contractOfToken, noKnownCall, type LegCalls, type LegOrder } from './contract-call.js';

/** TokenMessengerV2. Source: developers.circle.com/cctp/references/contract-interfaces. */
export const tokenMessengerAbi = parseAbi([
  'function depositForBurn(uint256 amount, uint32 destinationDomain, bytes32 mintRecipient, address burnToken, bytes32 destinationCaller, uint256 maxFee, uint32 minFinalityThreshold)',
]);

/** The finality that an attestation waits for: a fast one for a confirmed block, a standard one for a final one. */
const FINALITY_THRESHOLDS = { fast: 1000, standard: 2000 } as const;

/**
 * Burns USDC to be minted on another layer. The fee that may be taken is what the leg leaves below its input, so that
 * never less than the minimum is minted. Anybody may have the message received.
 */
export function burnForMint(order: LegOrder<MintBurnBridgeEdge>, network: Network): LegCalls {
  const { edge, input, minimumOutput, wallet } = order;
  if (edge.bridge !== 'cctp')
    return noKnownCall(order, `no contract of ${edge.bridge} is known to burn tokens`);
  const chain = chainOfAsset(edge.from);
  const burnToken = contractOfToken(edge.from);
  const domain = layerOf(network, chainOfAsset(edge.to))?.identifiers.cctpDomain;
  const to = bridgeContract(network, chain, edge.bridge, 'TokenMessengerV2');
  if (burnToken === undefined || domain === undefined || to === undefined) {
    return noKnownCall(order, 'CCTP version 2 is not known on both layers');
  }
  const data = encodeFunctionData({
    abi: tokenMessengerAbi,
    functionName: 'depositForBurn',
    args: [
      input,
      domain,
      pad(wallet),
      burnToken,
      zeroHash,
      input - minimumOutput,
      FINALITY_THRESHOLDS[edge.speed],
    ],
  });
  const call = {
    kind: 'call' as const,
    chain,
    to,
    value: 0n,
    data,
    purpose: 'TokenMessengerV2.depositForBurn',
  };
  return ok([...approvals(edge.from, to, input), call]);
}
