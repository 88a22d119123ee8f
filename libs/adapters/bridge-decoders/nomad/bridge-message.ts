import { size, slice, type Hex } from 'viem';
import { erc20Asset, evmChain, type Address, type AssetId, type ChainId } from '@causeway/domain/units';
import { addressInWord } from '../event-draft.js';

/** Nomad's numbers for chains. packages/sdk/src/domains/mainnet.ts of nomad-xyz/monorepo (MIT OR Apache-2.0) */
const CHAINS: ReadonlyMap<number, ChainId> = new Map([
  [6_648_936, evmChain(1)],
  [1_650_811_245, evmChain(1284)],
]);

/** The chain behind a domain; one that is not known is named by its domain, e.g. `nomad:25393`. */
export function chainOfDomain(domain: number): ChainId {
  return CHAINS.get(domain) ?? (`nomad:${domain}` as ChainId);
}

/** A transfer as the home's message carries it. */
export interface NomadMessage {
  /** The contract that gave the message to the home; only a router's messages are transfers. */
  readonly sender: Address | undefined;
  readonly destinationDomain: number;
  /** The token where it was issued; undefined for what is no EVM token. */
  readonly token: AssetId | undefined;
  /** The recipient as a word, as chains other than EVM ones have it. */
  readonly recipient: Hex;
  readonly amount: bigint;
}

/** Origin, sender, nonce, destination, recipient; then token domain and id; then kind, wallet, amount, details. */
const MESSAGE_BYTES = 4 + 32 + 4 + 4 + 32 + 4 + 32 + 1 + 32 + 32 + 32;
const TRANSFER = 3;
const FAST_TRANSFER = 4;

/**
 * The transfer in a message; undefined for any other message.
 * Message.sol and BridgeMessage.sol of nomad-xyz/monorepo (MIT OR Apache-2.0)
 */
export function parseBridgeMessage(message: Hex): NomadMessage | undefined {
  if (size(message) !== MESSAGE_BYTES) return undefined;
  const numberAt = (start: number, end: number): number => Number(BigInt(slice(message, start, end)));
  const kind = numberAt(112, 113);
  if (kind !== TRANSFER && kind !== FAST_TRANSFER) return undefined;
  const token = addressInWord(slice(message, 80, 112));
  return {
    sender: addressInWord(slice(message, 4, 36)),
    destinationDomain: numberAt(40, 44),
    token: token === undefined ? undefined : erc20Asset(chainOfDomain(numberAt(76, 80)), token),
    recipient: slice(message, 113, 145),
    amount: BigInt(slice(message, 145, 177)),
  };
}
