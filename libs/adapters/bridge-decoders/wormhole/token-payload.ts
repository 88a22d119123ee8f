import { size, slice, type Hex } from 'viem';

/** What a message of the token bridge asks the other side to pay out. */
export interface TokenPayload {
  /** In at most 8 decimals, whatever the token's own are. */
  readonly normalizedAmount: bigint;
  readonly recipient: Hex;
  readonly recipientChain: number;
  /** Named only by transfers that carry a payload for a contract. */
  readonly sender: Hex | undefined;
}

const TRANSFER = 1;
const TRANSFER_WITH_PAYLOAD = 3;
const BYTES = 133;

/**
 * A transfer of the token bridge: type (1 byte), amount (32), token (32), token's chain (2), recipient (32),
 * recipient's chain (2), then the fee or the sender (32). Undefined for any other message.
 * https://wormhole.com/docs/products/token-transfers/wrapped-token-transfers/concepts/payload-structure
 */
export function parseTokenPayload(payload: Hex): TokenPayload | undefined {
  if (size(payload) < BYTES) return undefined;
  const type = Number(BigInt(slice(payload, 0, 1)));
  if (type !== TRANSFER && type !== TRANSFER_WITH_PAYLOAD) return undefined;
  return {
    normalizedAmount: BigInt(slice(payload, 1, 33)),
    recipient: slice(payload, 67, 99),
    recipientChain: Number(BigInt(slice(payload, 99, 101))),
    sender: type === TRANSFER_WITH_PAYLOAD ? slice(payload, 101, 133) : undefined,
  };
}

/** Whether `raw` is the amount in a token's own decimals: the same, or with zeros behind where it has more than 8. */
export function isDenormalized(raw: bigint, normalizedAmount: bigint): boolean {
  if (normalizedAmount === 0n || raw % normalizedAmount !== 0n) return raw === normalizedAmount;
  return /^10*$/.test((raw / normalizedAmount).toString());
}
