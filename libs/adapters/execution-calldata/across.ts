import type { RelayerEdge } from '@causeway/domain/routing';
import { wrappedNativeOf, type Network } from '@causeway/domain/network';
import { chainOfAsset, evmChainNumber, ok, type Address, type AssetId } from '@causeway/domain/units';
import { encodeFunctionData, parseAbi, zeroAddress } from 'viem';
import { approvals } from './approval.js';
import { bridgeContract } from './bridge-contract.js';
import { contractOfToken, noKnownCall, secondsDown, type LegCalls, type LegOrder } from './contract-call.js';

/** SpokePool. Source: across-protocol/contracts, `V3SpokePoolInterface.sol`. */
export const spokePoolAbi = parseAbi([
  'function depositV3(address depositor, address recipient, address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 destinationChainId, address exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityParameter, bytes message) payable',
]);

/** For how long after the time of its quote a SpokePool takes a deposit (`depositQuoteTimeBuffer`). */
const QUOTE_SECONDS = 3_600n;

/**
 * A SpokePool refuses a quote of the future, and a wallet tries a call in the newest block of its node, which is older
 * than the moment at which the leg is issued: on Ethereum by a slot or a few.
 */
const QUOTE_LEAD_SECONDS = 60n;

/** How long relayers have after the last moment of the deposit; a SpokePool allows 6 h at most (`fillDeadlineBuffer`). */
const FILL_SECONDS = 3_600n;

/**
 * Offers an intent that any relayer may fill until an hour after the leg's deadline, for exactly the minimum output;
 * what nobody fills is refunded to the wallet where it came from.
 */
export function depositIntent(order: LegOrder<RelayerEdge>, network: Network): LegCalls {
  const { edge, input, minimumOutput, wallet } = order;
  if (edge.bridge !== 'across') return noKnownCall(order, `no contract of ${edge.bridge} takes intents`);
  const chain = chainOfAsset(edge.from);
  const to = bridgeContract(network, chain, edge.bridge, 'SpokePool');
  const inputToken = tokenOf(network, edge.from);
  const outputToken = tokenOf(network, edge.to);
  const destination = evmChainNumber(chainOfAsset(edge.to));
  if (
    to === undefined ||
    inputToken === undefined ||
    outputToken === undefined ||
    destination === undefined
  ) {
    return noKnownCall(order, 'Across is not known on both layers with these tokens');
  }
  const problem = formProblem(order, network) ?? timeProblem(order);
  if (problem !== undefined) return noKnownCall(order, problem);
  const data = encodeFunctionData({
    abi: spokePoolAbi,
    functionName: 'depositV3',
    args: [
      wallet,
      wallet,
      inputToken,
      outputToken,
      input,
      minimumOutput,
      BigInt(destination),
      zeroAddress,
      uint32(secondsDown(order.issuedAt) - QUOTE_LEAD_SECONDS),
      uint32(secondsDown(order.validUntil) + FILL_SECONDS),
      0,
      '0x',
    ],
  });
  const value = contractOfToken(edge.from) === undefined ? input : 0n;
  const call = { kind: 'call' as const, chain, to, value, data, purpose: 'SpokePool.depositV3' };
  return ok([...approvals(edge.from, to, input), call]);
}

/** A SpokePool names a chain's coin by its wrapped token. */
function tokenOf(network: Network, asset: AssetId): Address | undefined {
  const token = contractOfToken(asset);
  if (token !== undefined) return token;
  const wrapped = wrappedNativeOf(network, chainOfAsset(asset))?.asset;
  return wrapped === undefined ? undefined : contractOfToken(wrapped);
}

/** A wrapped coin is paid out as the coin to an account that is no contract, and as the token to one that is. */
function formProblem(
  { edge, isContractWallet }: LegOrder<RelayerEdge>,
  network: Network,
): string | undefined {
  const isCoin = contractOfToken(edge.to) === undefined;
  const isWrapped = wrappedNativeOf(network, chainOfAsset(edge.to))?.asset === edge.to;
  if (isCoin && isContractWallet) return 'Across pays a contract in the wrapped coin, not in the coin';
  if (isWrapped && !isContractWallet) return 'Across pays a wallet in the coin, not in the wrapped coin';
  return undefined;
}

function timeProblem({ issuedAt, validUntil }: LegOrder<RelayerEdge>): string | undefined {
  const longest = QUOTE_SECONDS - QUOTE_LEAD_SECONDS;
  if (secondsDown(validUntil) - secondsDown(issuedAt) <= longest) return undefined;
  return `Across takes a deposit for ${longest} s after it was issued; accept the quote with legSeconds of no more`;
}

function uint32(seconds: bigint): number {
  return Number(BigInt.asUintN(32, seconds));
}
