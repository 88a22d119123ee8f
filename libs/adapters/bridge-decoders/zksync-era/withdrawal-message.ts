import { concat, decodeAbiParameters, parseAbiParameters, size, slice, toHex, type Hex } from 'viem';
import type { Address } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';
import { keccak256 } from '../keccak.js';

/** What a withdrawal asks Ethereum to pay. */
export interface Withdrawal {
  readonly recipient: Address;
  /** The token's address on Ethereum; undefined for ether. */
  readonly token: Address | undefined;
  readonly amount: bigint;
}

/** finalizeEthWithdrawal, with which messages of the base token begin. */
const ETHER_SELECTOR = '0x6c0960f9';
/** finalizeWithdrawal, with which messages of the token bridges begin. */
const TOKEN_SELECTOR = '0x11a2ccc1';
/** finalizeDeposit, with which messages of the asset router begin. */
const ASSET_SELECTOR = '0x9c884fd1';
const ETHER_BYTES = 4 + 20 + 32;
const TOKEN_BYTES = 4 + 20 + 20 + 32;
/** Selector, chain id and asset id come before the data of the asset. */
const ASSET_DATA_OFFSET = 4 + 32 + 32;
/** Where the contracts ask for a token and mean ether. */
const ETHER_ADDRESS = addressOf(`0x${'0'.repeat(39)}1`);
const ASSET_DATA = parseAbiParameters(
  'address originalCaller, address recipient, address originToken, uint256 amount, bytes metadata',
);

/**
 * The withdrawal in a message to Ethereum; undefined for any other message.
 * L2BaseToken.sol, L2SharedBridgeLegacy.sol and L2AssetRouter.sol in matter-labs/era-contracts
 */
export function parseWithdrawalMessage(message: Hex): Withdrawal | undefined {
  if (size(message) < 4) return undefined;
  switch (slice(message, 0, 4)) {
    case ETHER_SELECTOR:
      // A longer message carries data for the recipient after these fields.
      return size(message) < ETHER_BYTES
        ? undefined
        : {
            recipient: addressOf(slice(message, 4, 24)),
            token: undefined,
            amount: BigInt(slice(message, 24, 56)),
          };
    case TOKEN_SELECTOR:
      return size(message) === TOKEN_BYTES
        ? withdrawal(slice(message, 4, 24), slice(message, 24, 44), BigInt(slice(message, 44)))
        : undefined;
    case ASSET_SELECTOR:
      return size(message) > ASSET_DATA_OFFSET
        ? parseAssetData(slice(message, ASSET_DATA_OFFSET))?.withdrawal
        : undefined;
    default:
      return undefined;
  }
}

/** What the asset router's data say of a token that moves, with the wallet that sent it; undefined for other assets. */
export function parseAssetData(
  data: Hex,
): { readonly withdrawal: Withdrawal; readonly sender: Address } | undefined {
  try {
    const [originalCaller, recipient, originToken, amount] = decodeAbiParameters(ASSET_DATA, data);
    return { withdrawal: withdrawal(recipient, originToken, amount), sender: addressOf(originalCaller) };
  } catch {
    return undefined;
  }
}

/** A withdrawal by its fields as the contracts give them. */
export function withdrawal(recipient: Hex, token: Hex, amount: bigint): Withdrawal {
  const address = addressOf(token);
  return {
    recipient: addressOf(recipient),
    token: address === ETHER_ADDRESS ? undefined : address,
    amount,
  };
}

/**
 * The message id of a withdrawal. The logs on Ethereum name neither batch nor index of the message, only what was
 * paid to whom, so the id is the hash that L1MessageSent bears for the plain message of these fields. Two
 * withdrawals of the same amount to the same wallet share it, and the second is refused.
 */
export function withdrawalId({ recipient, token, amount }: Withdrawal): string {
  const fields = token === undefined ? [ETHER_SELECTOR, recipient] : [TOKEN_SELECTOR, recipient, token];
  return keccak256(concat([...(fields as Hex[]), toHex(amount, { size: 32 })]));
}
