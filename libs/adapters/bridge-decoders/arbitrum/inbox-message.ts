import { concat, size, slice, toHex, toRlp, trim, type Hex } from 'viem';
import { evmChainNumber, type Address, type ChainId } from '@causeway/domain/units';
import { addressInWord, addressOf } from '../event-draft.js';
import { keccak256 } from '../keccak.js';

/** Message kinds of the bridge. https://github.com/OffchainLabs/nitro/blob/master/arbos/arbostypes/incomingmessage.go */
export const RETRYABLE_KIND = 9;
export const ETHER_DEPOSIT_KIND = 12;

/** What the bridge's log says about a message, which its id depends on. */
export interface DeliveredMessage {
  readonly rollup: ChainId;
  readonly messageNumber: bigint;
  /** As the rollup knows the sender, contracts aliased. */
  readonly sender: Address;
  /** Undefined before Nitro, which logs none. */
  readonly baseFee: bigint | undefined;
}

/** A message for the rollup as the inbox packs it. */
export interface InboxMessage {
  /** The hash of the transaction that it becomes on the rollup. */
  readonly rollupTransactionHash: Hex;
  readonly recipient: Address;
  /** Wei given to the recipient, without fees and gas. */
  readonly value: bigint;
  /** Wei that left the settlement layer, where the recipient gets what fees leave of it. */
  readonly deposited?: bigint;
}

const WORD_BYTES = 32;
const RETRYABLE_WORDS = 9;
const ETHER_DEPOSIT_BYTES = 20 + WORD_BYTES;
const RETRYABLE_TYPE = '0x69';
const ETHER_DEPOSIT_TYPE = '0x64';

/**
 * A retryable ticket: nine words, then the calldata. Its id is the hash of the transaction of type 0x69 that
 * creates it. https://github.com/OffchainLabs/arbitrum-sdk/blob/main/packages/sdk/src/lib/message/ParentToChildMessage.ts
 */
export function parseRetryable(data: Hex, delivered: DeliveredMessage): InboxMessage | undefined {
  if (size(data) < RETRYABLE_WORDS * WORD_BYTES) return undefined;
  const word = (index: number): Hex => slice(data, index * WORD_BYTES, (index + 1) * WORD_BYTES);
  const destination = addressInWord(word(0));
  const refundTo = addressInWord(word(4));
  const valueRefundTo = addressInWord(word(5));
  const calldataBytes = BigInt(word(8));
  if (destination === undefined || refundTo === undefined || valueRefundTo === undefined) return undefined;
  if (calldataBytes !== BigInt(size(data) - RETRYABLE_WORDS * WORD_BYTES)) return undefined;
  const calldata = calldataBytes === 0n ? '0x' : slice(data, RETRYABLE_WORDS * WORD_BYTES);
  if (delivered.baseFee === undefined) {
    return classicRetryable(
      delivered,
      { destination, callValue: BigInt(word(1)), calldata },
      refundTo,
      BigInt(word(2)),
    );
  }
  const isCreation = BigInt(destination) === 0n;
  const rollupTransactionHash = typedHash(RETRYABLE_TYPE, [
    ...commonFields(delivered),
    integer(delivered.baseFee),
    integer(BigInt(word(2))),
    integer(BigInt(word(7))),
    integer(BigInt(word(6))),
    isCreation ? '0x' : destination,
    integer(BigInt(word(1))),
    valueRefundTo,
    integer(BigInt(word(3))),
    refundTo,
    calldata,
  ]);
  return { rollupTransactionHash, recipient: destination, value: BigInt(word(1)) };
}

/**
 * A retryable ticket before Nitro, packed alike. The id is the hash of the transaction that carries it out on the
 * rollup, whichever redeem that is. Ether alone was deposited as a ticket that calls nothing: what fees leave of the
 * deposit is credited to the refund address.
 * https://github.com/OffchainLabs/arbitrum-sdk/blob/v2.0.0/src/lib/message/L1ToL2Message.ts
 */
function classicRetryable(
  { rollup, messageNumber }: DeliveredMessage,
  call: { readonly destination: Address; readonly callValue: bigint; readonly calldata: Hex },
  refundTo: Address,
  deposit: bigint,
): InboxMessage {
  const chain = toHex(evmChainNumber(rollup) ?? 0, { size: WORD_BYTES });
  const request = toHex(messageNumber | (1n << 255n), { size: WORD_BYTES });
  const creation = keccak256(concat([chain, request]));
  const rollupTransactionHash = keccak256(concat([creation, toHex(0, { size: WORD_BYTES })]));
  const isEtherAlone = call.callValue === 0n && call.calldata === '0x';
  return isEtherAlone
    ? { rollupTransactionHash, recipient: refundTo, value: 0n, deposited: deposit }
    : { rollupTransactionHash, recipient: call.destination, value: call.callValue };
}

/**
 * A deposit of ether alone: address and value, packed. It becomes a transaction of type 0x64.
 * https://github.com/OffchainLabs/arbitrum-sdk/blob/main/packages/sdk/src/lib/message/ParentToChildMessage.ts
 */
export function parseEtherDeposit(data: Hex, delivered: DeliveredMessage): InboxMessage | undefined {
  if (size(data) !== ETHER_DEPOSIT_BYTES || delivered.baseFee === undefined) return undefined;
  const recipient = addressOf(slice(data, 0, 20));
  const value = BigInt(slice(data, 20));
  const fields = [...commonFields(delivered), recipient, integer(value)];
  return { rollupTransactionHash: typedHash(ETHER_DEPOSIT_TYPE, fields), recipient, value };
}

function commonFields({ rollup, messageNumber, sender }: DeliveredMessage): readonly Hex[] {
  return [integer(BigInt(evmChainNumber(rollup) ?? 0)), toHex(messageNumber, { size: WORD_BYTES }), sender];
}

function integer(value: bigint): Hex {
  return value === 0n ? '0x' : trim(toHex(value, { size: WORD_BYTES }));
}

function typedHash(type: Hex, fields: readonly Hex[]): Hex {
  return keccak256(concat([type, toRlp([...fields])]));
}
