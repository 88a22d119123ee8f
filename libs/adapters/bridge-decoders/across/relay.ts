import { encodeAbiParameters, pad, parseAbiParameters, type Hex } from 'viem';
import { assetOf, assetsOfFamily, type Network } from '@causeway/domain/network';
import { chainOfAsset, evmChain, type AssetId, type ChainId } from '@causeway/domain/units';
import { keccak256 } from '../keccak.js';

/** The fields by which depositor and relayer agree on a relay; addresses left-padded to 32 bytes. */
export interface Relay {
  readonly originChainId: bigint;
  readonly destinationChainId: bigint;
  readonly depositId: bigint;
  readonly depositor: Hex;
  readonly recipient: Hex;
  readonly exclusiveRelayer: Hex;
  readonly inputToken: Hex;
  readonly outputToken: Hex;
  readonly inputAmount: bigint;
  readonly outputAmount: bigint;
  readonly fillDeadline: number;
  readonly exclusivityDeadline: number;
  /** keccak-256 of the message, zero for none. */
  readonly messageHash: Hex;
}

const FIELDS = parseAbiParameters(
  // The two deadlines are uint32. Encoded as uint256 they have the same bytes, and a word out of range is no error.
  'uint256, uint256, uint256, bytes32, bytes32, bytes32, bytes32, bytes32, uint256, uint256, uint256, uint256, bytes32',
);
const ZERO_WORD: Hex = `0x${'0'.repeat(64)}`;

/**
 * The message id of a relay: deposit number and a hash of everything deposit and fill must agree on. Anyone can
 * fill a made-up relay with another's deposit number out of his own pocket; as in the SpokePool itself, where
 * fills are kept by relay hash, that is another transfer and touches nothing of the real one.
 * https://docs.across.to/introduction/technical-faq, getV3RelayHash in across-protocol/contracts
 */
export function relayMessageId(relay: Relay): string {
  const hash = keccak256(
    encodeAbiParameters(FIELDS, [
      relay.originChainId,
      relay.destinationChainId,
      relay.depositId,
      relay.depositor,
      relay.recipient,
      relay.exclusiveRelayer,
      relay.inputToken,
      relay.outputToken,
      relay.inputAmount,
      relay.outputAmount,
      BigInt(relay.fillDeadline),
      BigInt(relay.exclusivityDeadline),
      relay.messageHash,
    ]),
  );
  return `${relay.depositId}-${hash}`;
}

/** The hash under which fills name a message. */
export function hashOfMessage(message: Hex): Hex {
  return message === '0x' ? ZERO_WORD : keccak256(message);
}

/** A 20-byte address as a word. */
export function wordOf(address: Hex): Hex {
  return pad(address, { size: 32 });
}

/**
 * The output token of a deposit that leaves it open: the representation of the input token's family on the
 * destination, native before bridged ones, as relayers resolve it. Undefined when the network knows none.
 */
export function equivalentToken(
  network: Network,
  input: AssetId,
  destinationChainId: bigint,
): AssetId | undefined {
  const destination: ChainId = evmChain(destinationChainId);
  const known = assetOf(network, input);
  if (known === undefined) return undefined;
  const candidates = assetsOfFamily(network, known.family).filter(
    ({ asset }) => chainOfAsset(asset) === destination && asset.includes('/erc20:'),
  );
  return (candidates.find(({ bridgedFrom }) => bridgedFrom === undefined) ?? candidates[0])?.asset;
}
