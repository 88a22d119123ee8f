import { size, slice, type Hex } from 'viem';
import type { Address } from '@causeway/domain/units';
import { callReader } from '../call-reader.js';
import { addressOf } from '../event-draft.js';
import { mediatorCalls } from './abi.js';

/** What a mediator asks its counterpart to hand out. */
export interface MediatorMessage {
  readonly recipient: Address;
  readonly token: Address;
  /** Whether the token was issued where the message arrives. */
  readonly isNativeThere: boolean;
  readonly value: bigint;
}

/** Message id, sender, executor, gas limit, then the lengths of the two chain ids and the data type. */
const FIXED_HEADER_BYTES = 32 + 20 + 20 + 4 + 1 + 1 + 1;

/**
 * The mediator's call in a message of the Arbitrary Message Bridge; undefined for any other message.
 * MessageProcessor.sol and ArbitraryMessage.sol of omni/tokenbridge-contracts
 */
export function parseMediatorMessage(encodedData: Hex): MediatorMessage | undefined {
  if (size(encodedData) < FIXED_HEADER_BYTES) return undefined;
  const lengthAt = (offset: number): number => Number(BigInt(slice(encodedData, offset, offset + 1)));
  const header = FIXED_HEADER_BYTES + lengthAt(76) + lengthAt(77);
  if (size(encodedData) <= header) return undefined;
  return parseCall(slice(encodedData, header));
}

const readMediatorCall = callReader(mediatorCalls);

function parseCall(data: Hex): MediatorMessage | undefined {
  const call = readMediatorCall(data);
  if (call === undefined) return undefined;
  const isNativeThere = call.functionName.startsWith('handleNative');
  if (
    call.functionName === 'deployAndHandleBridgedTokens' ||
    call.functionName === 'deployAndHandleBridgedTokensAndCall'
  ) {
    const [token, , , , recipient, value] = call.args;
    return { token: addressOf(token), recipient: addressOf(recipient), value, isNativeThere };
  }
  const [token, recipient, value] = call.args;
  return { token: addressOf(token), recipient: addressOf(recipient), value, isNativeThere };
}
