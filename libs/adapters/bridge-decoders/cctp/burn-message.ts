import { concat, size, slice, toHex, type Hex } from 'viem';
import { chainOfCctpDomain, layerOf, type Network } from '@causeway/domain/network';
import type { ChainId } from '@causeway/domain/units';
import { keccak256 } from '../keccak.js';

/** The header fields of a message that burns need. */
export interface MessageHeader {
  readonly version: number;
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  /** Version 1 only; a version-2 message gets its nonce from the attestation service. */
  readonly nonce: bigint | undefined;
  readonly body: Hex;
}

/** What a burn message asks the other side to mint. */
export interface BurnMessage {
  readonly burnToken: Hex;
  readonly mintRecipient: Hex;
  readonly amount: bigint;
  readonly messageSender: Hex;
  /** Version 2: the fields that are set when the message is signed left out. */
  readonly maxFee: Hex | undefined;
  readonly hookData: Hex;
}

const HEADER_BYTES = { 0: 116, 1: 148 } as const;
const BODY_V1_BYTES = 132;
const BODY_V2_FIXED_BYTES = 228;

/**
 * The header of a message as MessageSent holds it.
 * https://developers.circle.com/cctp/technical-guide#message-header
 */
export function parseHeader(message: Hex): MessageHeader | undefined {
  if (size(message) < 4) return undefined;
  const version = numberAt(message, 0);
  if (version !== 0 && version !== 1) return undefined;
  const headerBytes = HEADER_BYTES[version];
  if (size(message) < headerBytes) return undefined;
  return {
    version,
    sourceDomain: numberAt(message, 4),
    destinationDomain: numberAt(message, 8),
    nonce: version === 0 ? BigInt(slice(message, 12, 20)) : undefined,
    body: size(message) === headerBytes ? '0x' : slice(message, headerBytes),
  };
}

/**
 * A burn message; undefined for the body of any other message.
 * https://developers.circle.com/cctp/technical-guide#message-body
 */
export function parseBurnMessage(body: Hex): BurnMessage | undefined {
  const bytes = size(body);
  if (bytes !== BODY_V1_BYTES && bytes < BODY_V2_FIXED_BYTES) return undefined;
  const word = (index: number): Hex => slice(body, 4 + index * 32, 4 + (index + 1) * 32);
  return {
    burnToken: word(0),
    mintRecipient: word(1),
    amount: BigInt(word(2)),
    messageSender: word(3),
    maxFee: bytes === BODY_V1_BYTES ? undefined : word(4),
    hookData: bytes > BODY_V2_FIXED_BYTES ? slice(body, BODY_V2_FIXED_BYTES) : '0x',
  };
}

/**
 * The message id of a version-2 burn. Its nonce is assigned off-chain and stands in no log of the source layer, so
 * the id is a hash of what both layers' logs hold: the two domains and the burn message without the fields that
 * are filled in on signing. Two burns alike in all of it share an id, and the second is refused as a repetition.
 */
export function burnMessageId(sourceDomain: number, destinationDomain: number, burn: BurnMessage): string {
  const { burnToken, mintRecipient, amount, messageSender, maxFee, hookData } = burn;
  const domains = [toHex(sourceDomain, { size: 4 }), toHex(destinationDomain, { size: 4 })];
  const fields = [
    burnToken,
    mintRecipient,
    toHex(amount, { size: 32 }),
    messageSender,
    maxFee ?? '0x',
    hookData,
  ];
  return keccak256(concat([...domains, ...fields]));
}

/** The chain behind a domain; one the network does not know is named by its domain, e.g. `cctp:5`. */
export function chainOfDomain(network: Network, domain: number): ChainId {
  return chainOfCctpDomain(network, domain) ?? (`cctp:${domain}` as ChainId);
}

/** The domain of a chain, if it has one that the network knows. */
export function domainOfChain(network: Network, chain: ChainId): number | undefined {
  return layerOf(network, chain)?.identifiers.cctpDomain;
}

function numberAt(message: Hex, offset: number): number {
  return Number(BigInt(slice(message, offset, offset + 4)));
}
