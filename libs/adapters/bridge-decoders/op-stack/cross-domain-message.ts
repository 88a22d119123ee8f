import { encodeFunctionData, type Hex } from 'viem';
import { OP_STACK_LEGACY_ETHER } from '@causeway/domain/network';
import {
  erc20Asset,
  nativeAsset,
  tokenAmount,
  type Address,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, ZERO_ADDRESS } from '../event-draft.js';
import { bridgeCalls, legacyRelayCalls, relayCalls } from './abi.js';
import { callReader } from '../call-reader.js';
import { keccak256 } from '../keccak.js';

const readRelayCall = callReader(relayCalls);
const readBridgeCall = callReader(bridgeCalls);

/** A message between the two messengers of a rollup, from Bedrock on. */
export interface CrossDomainMessage {
  readonly sender: Address;
  readonly target: Address;
  readonly value: bigint;
  readonly message: Hex;
}

/** What a message moves, in the assets of both layers. */
export interface MovedValue {
  readonly sender: Address;
  readonly recipient: Address;
  readonly sent: TokenAmount | undefined;
  readonly received: TokenAmount | undefined;
}

/** The two ends of a message. */
export interface Direction {
  readonly source: ChainId;
  readonly destination: ChainId | undefined;
}

/** The message in the calldata that a portal or message passer carries for a messenger; undefined for other calls. */
export function parseRelayCall(data: Hex): CrossDomainMessage | undefined {
  const call = readRelayCall(data);
  if (call === undefined) return undefined;
  const [, sender, target, value, , message] = call.args;
  return { sender: addressOf(sender), target: addressOf(target), value, message };
}

/**
 * The hash by which both messengers know a message: keccak-256 of the relay call, in the form that the version in
 * the top 16 bits of the nonce says. https://specs.optimism.io/protocol/messengers.html#message-versioning
 */
export function messageHash(nonce: bigint, message: CrossDomainMessage, gasLimit: bigint): Hex {
  const { sender, target, value, message: body } = message;
  if (nonce >> 240n === 0n) {
    return keccak256(encodeFunctionData({ abi: legacyRelayCalls, args: [target, sender, body, nonce] }));
  }
  return keccak256(
    encodeFunctionData({ abi: relayCalls, args: [nonce, sender, target, value, gasLimit, body] }),
  );
}

/** What a call between two standard bridges moves; undefined for any other call. */
export function parseBridgeCall(data: Hex, direction: Direction): MovedValue | undefined {
  const call = readBridgeCall(data);
  if (call === undefined) return undefined;
  switch (call.functionName) {
    case 'finalizeBridgeETH':
    case 'finalizeETHWithdrawal': {
      const [from, to, amount] = call.args;
      return moved(direction, undefined, undefined, from, to, amount);
    }
    case 'finalizeBridgeERC20': {
      const [destinationToken, sourceToken, from, to, amount] = call.args;
      return moved(direction, sourceToken, destinationToken, from, to, amount);
    }
    case 'finalizeDeposit': {
      const [sourceToken, destinationToken, from, to, amount] = call.args;
      return moved(direction, sourceToken, destinationToken, from, to, amount);
    }
    case 'finalizeERC20Withdrawal': {
      const [destinationToken, sourceToken, from, to, amount] = call.args;
      return moved(direction, sourceToken, destinationToken, from, to, amount);
    }
  }
}

/** `amount` of a token (ether where the token is undefined or the stack's old placeholder) on both layers. */
export function moved(
  direction: Direction,
  sourceToken: string | undefined,
  destinationToken: string | undefined,
  from: string,
  to: string,
  amount: bigint,
): MovedValue {
  const { source, destination } = direction;
  return {
    sender: addressOf(from),
    recipient: addressOf(to),
    sent: amountOf(source, sourceToken, amount),
    received: destination === undefined ? undefined : amountOf(destination, destinationToken, amount),
  };
}

function amountOf(chain: ChainId, token: string | undefined, raw: bigint): TokenAmount | undefined {
  if (raw === 0n) return undefined;
  const address = addressOf(token ?? ZERO_ADDRESS);
  const isEther = address === ZERO_ADDRESS || address === OP_STACK_LEGACY_ETHER;
  return tokenAmount(isEther ? nativeAsset(chain) : erc20Asset(chain, address), raw);
}
