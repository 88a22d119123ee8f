import { size, slice, type Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import {
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  parseBridgeId,
  tokenAmount,
  transferId,
  type Address,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, draftEvent, ZERO_ADDRESS } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import { debridgeEvents } from './abi.js';

const bridge = expectOk(parseBridgeId('debridge'));
const reader = eventReader(bridge, debridgeEvents);

type DebridgeLog = ReadLog<typeof debridgeEvents>;
type CreatedLog = Extract<DebridgeLog, { eventName: 'CreatedOrder' }>;
type CancelledLog = Extract<DebridgeLog, { eventName: 'SentOrderCancel' }>;
type FulfilledLog = Extract<DebridgeLog, { eventName: 'FulfilledOrder' }>;

/** Affiliate fees are beneficiary (20 bytes) and amount (32). */
const AFFILIATE_FEE_BYTES = 52;
/** deBridge numbers chains by EIP-155, others than EVM chains from here on and Solana by 7565164. */
const OWN_NUMBERS = 100_000_000n;
const SOLANA = 7_565_164n;

/**
 * Limit orders of the deBridge Liquidity Network. The message id is the order id, a hash of the whole order.
 * https://docs.debridge.com/dln-details/overview/protocol-overview
 */
export const debridgeDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    return { events: logs.map((log) => eventOf(transaction, log)), undecodable };
  },
};

function eventOf(transaction: TransactionLogs, log: DebridgeLog): BridgeEvent {
  switch (log.eventName) {
    case 'CreatedOrder':
      return created(transaction, log);
    case 'FulfilledOrder':
      return fulfilled(transaction, log);
    case 'SentOrderCancel':
      return cancelled(transaction, log);
    case 'ClaimedOrderCancel':
      return draftEvent(transaction, log, [], {
        bridge,
        step: 'refunded',
        transfer: transferId(bridge, transaction.chain, log.args.orderId.toLowerCase()),
        sourceChain: transaction.chain,
      });
  }
}

/** The order's amount is what is left after the fees, which the maker gave too. DlnSource of debridge-finance. */
function created(transaction: TransactionLogs, log: CreatedLog): BridgeEvent {
  const { order, orderId, percentFee, affiliateFee } = log.args;
  const affiliate =
    size(affiliateFee) === AFFILIATE_FEE_BYTES ? BigInt(slice(affiliateFee, 20, AFFILIATE_FEE_BYTES)) : 0n;
  const destinationChain = chainOf(order.takeChainId);
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, orderId.toLowerCase()),
    sourceChain: transaction.chain,
    destinationChain,
    sender: addressIn(order.makerSrc),
    recipient: addressIn(order.receiverDst),
    sent: amount(transaction.chain, order.giveTokenAddress, order.giveAmount + percentFee + affiliate),
    received: amount(destinationChain, order.takeTokenAddress, order.takeAmount),
  });
}

/** The order can be filled no more; what was given for it comes back when the message has reached the source chain. */
function cancelled(transaction: TransactionLogs, log: CancelledLog): BridgeEvent {
  const { order, orderId } = log.args;
  const sourceChain = chainOf(order.giveChainId);
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'cancelled',
    transfer: transferId(bridge, sourceChain, orderId.toLowerCase()),
    sourceChain,
    destinationChain: transaction.chain,
    sender: addressIn(order.makerSrc),
    recipient: addressIn(order.receiverDst),
  });
}

/** The maker may have lowered what he takes since, so the token's own log goes before the order. */
function fulfilled(transaction: TransactionLogs, log: FulfilledLog): BridgeEvent {
  const { order, orderId } = log.args;
  const sourceChain = chainOf(order.giveChainId);
  const token = addressIn(order.takeTokenAddress);
  const recipient = addressIn(order.receiverDst);
  const paid = agreedMove(
    tokenMoves(transaction).filter(
      (move) => move.token === token && move.to === recipient && move.logIndex < log.log.logIndex,
    ),
  );
  const taken = paid !== undefined && paid.raw < order.takeAmount ? paid.raw : order.takeAmount;
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, sourceChain, orderId.toLowerCase()),
    sourceChain,
    destinationChain: transaction.chain,
    sender: addressIn(order.makerSrc),
    recipient,
    received: amount(transaction.chain, order.takeTokenAddress, taken),
  });
}

function amount(chain: ChainId, tokenBytes: Hex, raw: bigint): TokenAmount | undefined {
  const token = addressIn(tokenBytes);
  if (token === undefined || raw === 0n) return undefined;
  return tokenAmount(token === ZERO_ADDRESS ? nativeAsset(chain) : erc20Asset(chain, token), raw);
}

/** Undefined for accounts of other than EVM chains. */
function addressIn(bytes: Hex): Address | undefined {
  return size(bytes) === 20 ? addressOf(bytes) : undefined;
}

function chainOf(number: bigint): ChainId {
  return number === SOLANA || number >= OWN_NUMBERS ? (`debridge:${number}` as ChainId) : evmChain(number);
}
