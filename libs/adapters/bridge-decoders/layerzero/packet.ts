import { concat, pad, size, slice, toHex, type Hex } from 'viem';
import { chainOfNumber, layerOf, type Network } from '@causeway/domain/network';
import type { ChainId } from '@causeway/domain/units';
import { keccak256 } from '../keccak.js';

/** What every message of LayerZero says of itself, whichever version carried it. */
export interface PacketHeader {
  readonly nonce: bigint;
  readonly sourceEndpoint: number;
  /** The application's contract on the source layer, left-padded to 32 bytes. */
  readonly sender: Hex;
  readonly destinationEndpoint: number;
  readonly receiver: Hex;
}

/** A message with its content. */
export interface Packet extends PacketHeader {
  readonly message: Hex;
}

/** Why a packet is undecodable. */
export const TOO_SHORT = 'the packet is shorter than its header';

const V1_HEADER_BYTES = 52;
const V2_HEADER_BYTES = 113;
/** Endpoint ids of version 2 are those of version 1 plus this. */
const V2_OFFSET = 30_000;

/**
 * A packet of version 1 as UltraLightNodeV2 packs it: nonce (8 bytes), source (2), sender (20), destination (2),
 * receiver (20 between EVM chains), message. Undefined when it is too short to be one.
 */
export function parsePacketV1(payload: Hex): Packet | undefined {
  if (size(payload) < V1_HEADER_BYTES) return undefined;
  return {
    nonce: BigInt(slice(payload, 0, 8)),
    sourceEndpoint: numberIn(payload, 8, 10),
    sender: asWord(slice(payload, 10, 30)),
    destinationEndpoint: numberIn(payload, 30, 32),
    receiver: asWord(slice(payload, 32, 52)),
    message: from(payload, V1_HEADER_BYTES),
  };
}

/**
 * A packet of version 2: version (1 byte), nonce (8), source (4), sender (32), destination (4), receiver (32),
 * guid (32), message. PacketV1Codec of LayerZero-Labs/LayerZero-v2.
 */
export function parsePacketV2(payload: Hex): Packet | undefined {
  if (size(payload) < V2_HEADER_BYTES) return undefined;
  return {
    nonce: BigInt(slice(payload, 1, 9)),
    sourceEndpoint: numberIn(payload, 9, 13),
    sender: slice(payload, 13, 45),
    destinationEndpoint: numberIn(payload, 45, 49),
    receiver: slice(payload, 49, 81),
    message: from(payload, V2_HEADER_BYTES),
  };
}

/**
 * The id of a message, which both layers' logs hold all parts of. Version 2 defines it so and logs it as `guid`;
 * version 1 has no id of its own, so the same function of its path and nonce serves.
 * https://docs.layerzero.network/v2/concepts/glossary#guid-global-unique-id
 */
export function guidOf(header: PacketHeader): Hex {
  return keccak256(
    concat([
      unsigned(header.nonce, 8),
      unsigned(header.sourceEndpoint, 4),
      header.sender,
      unsigned(header.destinationEndpoint, 4),
      header.receiver,
    ]),
  );
}

/** The chain behind an endpoint id of either version; one the network does not know is named by it: `lzero:30106`. */
export function chainOfEndpoint(network: Network, endpoint: number): ChainId {
  const id = endpoint < V2_OFFSET ? endpoint + V2_OFFSET : endpoint;
  return chainOfNumber(network, 'layerZeroEndpoint', id) ?? (`lzero:${id}` as ChainId);
}

/** The endpoint id of a chain in a version of the protocol, if the network knows it. */
export function endpointOfChain(network: Network, chain: ChainId, version: 1 | 2): number | undefined {
  const id = layerOf(network, chain)?.identifiers.layerZeroEndpoint;
  return id === undefined || version === 2 ? id : id - V2_OFFSET;
}

/** An address left-padded to 32 bytes, as in messages. Longer bytes, which are no address, give their hash. */
export function asWord(bytes: Hex): Hex {
  return size(bytes) > 32 ? keccak256(bytes) : (pad(bytes, { size: 32 }).toLowerCase() as Hex);
}

/** Forged logs hold values beyond their type, which must give some id, if only of no message. */
function unsigned(value: bigint | number, bytes: number): Hex {
  return toHex(BigInt.asUintN(bytes * 8, BigInt(value)), { size: bytes });
}

function numberIn(bytes: Hex, start: number, end: number): number {
  return Number(BigInt(slice(bytes, start, end)));
}

function from(bytes: Hex, start: number): Hex {
  return size(bytes) === start ? '0x' : slice(bytes, start);
}
