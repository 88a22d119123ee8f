import { concat, toHex, type Hex } from 'viem';
import type { Address, ChainId } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';
import { keccak256 } from '../keccak.js';

/** Starknet in CAIP-2 form. https://namespaces.chainagnostic.org/starknet/caip2 */
export const STARKNET = 'starknet:SN_MAIN' as ChainId;

/**
 * The hash under which the core contract keeps a message to Starknet. The nonce makes it unique.
 * getL1ToL2MsgHash of StarknetMessaging.sol, https://docs.starknet.io/learn/protocol/messaging
 */
export function hashToStarknet(
  from: Hex,
  to: bigint,
  nonce: bigint,
  selector: bigint,
  payload: readonly bigint[],
): Hex {
  return hashOfWords([BigInt(from), to, nonce, selector, BigInt(payload.length), ...payload]);
}

/**
 * The hash under which the core contract keeps a message from Starknet. Messages alike in all of it share the hash:
 * the contract only counts them. consumeMessageFromL2 of StarknetMessaging.sol
 */
export function hashFromStarknet(from: bigint, to: Hex, payload: readonly bigint[]): Hex {
  return hashOfWords([from, BigInt(to), BigInt(payload.length), ...payload]);
}

/** What a bridge's message from Starknet asks Ethereum to pay. */
export interface WithdrawalPayload {
  readonly recipient: Address;
  /** Named since version 2 of the bridges. */
  readonly token: Address | undefined;
  readonly amount: bigint;
}

const TRANSFER_FROM_STARKNET = 0n;
const WORD_BITS = 128n;
const ADDRESS_LIMIT = 1n << 160n;

/**
 * The withdrawal in a message's payload: kind, recipient, token (since version 2), and the amount in two halves.
 * consumeMessage of StarknetTokenBridge.sol and LegacyBridge.sol in starknet-io/starkgate-contracts
 */
export function parseWithdrawalPayload(payload: readonly bigint[]): WithdrawalPayload | undefined {
  const [kind, recipient, ...rest] = payload;
  if (kind !== TRANSFER_FROM_STARKNET || recipient === undefined) return undefined;
  const [token, low, high] = rest.length === 3 ? rest : [undefined, ...rest];
  if (low === undefined || high === undefined || rest.length > 3) return undefined;
  if (recipient >= ADDRESS_LIMIT || (token !== undefined && token >= ADDRESS_LIMIT)) return undefined;
  return {
    recipient: addressIn(recipient),
    token: token === undefined ? undefined : addressIn(token),
    amount: low + (high << WORD_BITS),
  };
}

function addressIn(word: bigint): Address {
  return addressOf(toHex(word, { size: 20 }));
}

function hashOfWords(words: readonly bigint[]): Hex {
  return keccak256(concat(words.map((word) => toHex(word, { size: 32 }))));
}
